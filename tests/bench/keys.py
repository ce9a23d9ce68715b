"""Bars 2 and 9: how long a key takes until its frame has arrived whole, and how many bytes it takes.

    keys.py ONSITE NATIVE [--quick]

ONSITE is the program, NATIVE the helper that `run` builds. Everything runs on terminals of
120 by 40, in turns within each round, on the training visit of `onsite demo`.
"""

import os
import random
import statistics
import sys
import time

from figures import ROUNDS, Table, kib, milliseconds, percentile, ratio_of_rounds
from terminal import Program, key
from visit import ANSWERS, TO_CHECKS, charts, demo

HERE = os.path.dirname(os.path.abspath(__file__))
TEXT = os.path.join(HERE, "terminal.py")

# Ways to the places where somebody moves about, from the home of the visit: keys, then the rows.
HOME = ("home of the visit", "", 9)
OVERVIEW = ("all Standards", "1 Home", 24)
CHECKS = ("checks of a Standard", "1 Home " + "Down " * 13 + "Enter Tab", 9)
PLACES = [HOME, OVERVIEW, CHECKS]


def vim():
    """vim on a highlighted file."""
    program = Program(["vim", "-u", "NONE", "-n", "-c", "syntax on", TEXT])
    program.until(b"pseudo-terminal")
    return program


def less():
    program = Program(["less", TEXT])
    program.until(b"pseudo-terminal")
    return program


def presses(program, names, into=None):
    """Presses keys one by one with uneven gaps, so that no program falls in step with us."""
    times = []
    for name in names:
        burst = program.press(name, wait=0.5, quiet=0.015)
        time.sleep(random.uniform(0.001, 0.012))
        if burst.seconds is not None:
            times.append(burst.seconds)
            if into is not None:
                into.append(burst.bytes)
    return times


def moving(onsite, rounds, table):
    """Bar 2, moving, with bar 9's bytes of a move."""
    with vim() as editor, less() as pager:
        programs = [(name, rows, demo(onsite, way)) for name, way, rows in PLACES]
        times = {name: [] for name, _, _ in programs}
        sizes = {name: [] for name, _, _ in programs}
        vim_times, less_times, vim_sizes = [], [], []
        for _ in range(rounds):
            editor.press_all("g g", wait=0.1)
            editor.write(b"39j")
            vim_times.append(presses(editor, ["j"] * 24, vim_sizes))
            pager.press("g", wait=0.1)
            less_times.append(presses(pager, ["j"] * 24))
            for name, rows, program in programs:
                names = (["Down"] * rows + ["Up"] * rows)[:24 if rows > 11 else 2 * rows]
                times[name].append(presses(program, names, sizes[name]))
                program.press("Home", wait=0.2)
        for _, _, program in programs:
            program.close()
    flat = lambda lists: [value for part in lists for value in part]
    vim_p50 = percentile(flat(vim_times), 50)
    pager_p99 = percentile(flat(less_times), 99)
    table.add("vim -u NONE -n, highlighted file, j at its last line", "", f"p50 {milliseconds(vim_p50)}", None)
    table.add("less, j", "", f"p99 {milliseconds(pager_p99)}", None)
    for name, _, _ in PLACES:
        all_times = flat(times[name])
        ratio = ratio_of_rounds(times[name], vim_times)
        p50 = milliseconds(percentile(all_times, 50))
        p99 = percentile(all_times, 99)
        table.add(f"2  key to frame, {name}, p50", "at most 1.0x vim", f"{p50}, {ratio:.2f}x", ratio <= 1)
        limit = pager_p99 + 0.005
        table.add(f"2  key to frame, {name}, p99", f"less + 5 ms = {milliseconds(limit)}",
                  milliseconds(p99), p99 <= limit)
        table.at_most(f"9  bytes of a move, {name}, most", 1500, max(sizes[name]), kib)
    told = f"vim {statistics.median(vim_sizes):.0f} B"
    for name, _, _ in PLACES:
        ours, theirs = statistics.median(sizes[name]), statistics.median(vim_sizes)
        table.add(f"9  bytes of a move, {name}, p50", f"at most 2x {told}", f"{ours:.0f} B", ours <= 2 * theirs)


def saved(onsite, native, table):
    """Bar 2: an answer, durable and on the screen, beside a bare commit and paint."""
    with demo(onsite, TO_CHECKS) as program, Program([native, "commit"]) as bare:
        bare.until(b"ready")
        ours, theirs, sizes = [], [], []
        for _ in charts(program):
            theirs.append(presses(bare, ["m"] * ANSWERS))
            before = len(sizes)
            ours.append(presses(program, ["m"] * ANSWERS, sizes))
            if len(sizes) - before < ANSWERS:
                raise SystemExit("an answer was not answered: the way to the checks has changed")
        ratio = ratio_of_rounds(ours, theirs)
        flat = [value for part in ours for value in part]
        base = [value for part in theirs for value in part]
        table.add("bare commit and paint", "", f"p50 {milliseconds(percentile(base, 50))}", None)
        table.add("2  key to saved frame, p50", "at most 1.3x bare",
                  f"{milliseconds(percentile(flat, 50))}, {ratio:.2f}x", ratio <= 1.3)
        table.add("9  bytes of an answer, p50", "", kib(round(statistics.median(sizes))), None)


def typing(onsite, table):
    """Bar 9: a letter typed into a note, here and in vim."""
    letters = list("the second check was not recorded in this chart ")
    with demo(onsite, TO_CHECKS + " t") as program, vim() as editor:
        ours, theirs = [], []
        times = presses(program, letters, ours)
        editor.press("O")
        vim_times = presses(editor, letters, theirs)
    most, p50 = max(ours), statistics.median(ours)
    table.at_most("9  bytes of a typed letter, most", 100, most, kib)
    table.add("9  bytes of a typed letter, p50", f"at most 2x vim {statistics.median(theirs):.0f} B",
              f"{p50:.0f} B", p50 <= 2 * statistics.median(theirs))
    table.add("   a typed letter, p50", f"vim {milliseconds(percentile(vim_times, 50))}",
              milliseconds(percentile(times, 50)), None)


def screens(onsite, table):
    """Bar 9: whole screens."""
    sizes = {}
    with demo(onsite) as program:
        for name in ["1", "Enter", "Tab", "t", "Esc", "Esc", "Esc", "2", "Esc", "7", "Esc", "8", "Esc", "?", "Esc"]:
            sizes[name] = max(sizes.get(name, 0), program.press(name, wait=0.5).bytes)
        # Hidden and shown again: everything is drawn anew.
        for way in ["1", "Enter"]:
            program.press(way)
            program.press("Ctrl-L")
            sizes["all of it again"] = max(sizes.get("all of it again", 0), program.press("Space").bytes)
    table.at_most("9  bytes of a whole screen, most", 12_000, max(sizes.values()), kib)


def many_at_once(onsite, table):
    """Bar 9: a hundred keys in one write."""
    for name, way, rows in PLACES:
        with demo(onsite, way) as program:
            keys = b"".join(key("Down" if at % (2 * rows) < rows else "Up") for at in range(100))
            burst = program.write(keys, quiet=0.1)
        frames = len(burst.parts)
        table.at_most(f"9  100 keys at once, {name}", 20_000, burst.bytes, kib)
        table.add(f"9  100 keys at once, {name}, writes", "1 or 2", str(frames), frames <= 2)


def idle(onsite, table, seconds):
    """Bar 9: left alone on three screens, and with a note open."""
    ways = [HOME, CHECKS, ("a note that was typed in", TO_CHECKS + " t x", 0)]
    for name, way, _ in ways:
        with demo(onsite, way) as program:
            time.sleep(2.5)
            program.burst(time.perf_counter(), wait=0.1)
            before, total = program.switches(), program.total
            program.burst(time.perf_counter(), wait=seconds)
            wakes = (program.switches() - before) / seconds
            table.at_most(f"9  idle, {name}: bytes in {seconds} s", 0, program.total - total)
            table.at_most(f"9  idle, {name}: wake-ups a second", 1.0, wakes, lambda n: f"{n:.2f}")


def main():
    onsite, native = sys.argv[1:3]
    quick = "--quick" in sys.argv
    random.seed(2)
    rounds = 7 if quick else ROUNDS
    table = Table("Bars 2 and 9: keys, frames, bytes (120x40)")
    moving(onsite, rounds, table)
    saved(onsite, native, table)
    typing(onsite, table)
    screens(onsite, table)
    many_at_once(onsite, table)
    idle(onsite, table, 4 if quick else 10)
    table.show()


if __name__ == "__main__":
    main()
