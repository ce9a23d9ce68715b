"""Ways through the training visit that the measurements share."""

from terminal import Program

# Answers that can be given in a row at each chart, with one key each.
ANSWERS = 6
# Charts of each of the two sites that those checks are done at.
CHARTS = 5
# Rows that those answers may be in: at some charts one is passed over.
ROWS = 8
# From the home of the visit to record checks that nearly every chart shows.
TO_CHECKS = "1 / 3 . 5 Enter Enter Tab"


def demo(onsite, way=""):
    """The training visit, opened and gone to a place in it."""
    program = Program([onsite, "demo"])
    program.until(b"Lakeside")
    if way:
        program.press_all(way, wait=0.2)
    return program


def charts(program):
    """Goes from chart to chart, over both sites; at each clears the checks, stands at the first."""
    for site in range(2):
        for chart in range(CHARTS):
            if chart > 0:
                program.press(".", wait=0.1)
            elif site > 0:
                program.press("s", wait=0.1)
            program.press("Home", wait=0.1)
            for _ in range(ROWS):
                program.press("Del", wait=0.1)
                program.press("Down", wait=0.1)
            program.press("Home", wait=0.1)
            yield
