"""Ways through the training visit that the measurements share."""

from terminal import Program

# Answers that can be given in a row at each chart, with one key each.
ANSWERS = 6
# Charts of each of the two sites that those checks are done at.
CHARTS = 5
# From the home of the visit to the record checks of the first Standard with something to do.
TO_CHECKS = "1 Enter Tab"


def demo(onsite, way=""):
    """The training visit, opened and gone to a place in it."""
    program = Program([onsite, "demo"])
    program.until(b"Lakeside")
    if way:
        program.press_all(way, wait=0.2)
    return program


def charts(program):
    """Goes from chart to chart, over both sites; at each stands at its first check."""
    for site in range(2):
        for chart in range(CHARTS):
            if chart > 0:
                program.press(".", wait=0.1)
            elif site > 0:
                program.press("s", wait=0.1)
            program.press("Home", wait=0.1)
            yield
