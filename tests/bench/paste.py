"""Bar 10: a megabyte pasted into a note.

    paste.py ONSITE NATIVE [--quick]

Time from the first byte to the frame that shows it, which comes when it is durable; beside a bare
program that saves the same text once and draws. Then leaving the note, which puts it into the
journal. Commits are counted as syncs, by strace, in a run of their own.
"""

import os
import select
import statistics
import sys
import time

from figures import Table, milliseconds, ratio_of_rounds
from terminal import Program
from visit import TO_CHECKS, demo
from writes import Traced

WORDS = b"The second check was not recorded in this chart, and nobody could say who had done it. "


def text():
    """A million bytes in lines of prose."""
    line = WORDS.strip() + b"\n"
    return (line * (1_000_000 // len(line) + 1))[:1_000_000]


def paste(program):
    """Pastes and waits for the frame. The time of its last byte."""
    data = b"\x1b[200~" + text() + b"\x1b[201~"
    begun = time.perf_counter()
    os.set_blocking(program.fd, False)
    while data:
        _, ready, _ = select.select([], [program.fd], [], 10)
        if not ready:
            raise SystemExit("the program does not take the paste")
        data = data[os.write(program.fd, data[:65536]):]
    return program.burst(begun, wait=20, quiet=0.5)


def rounds(onsite, native, count, table):
    ours, theirs, leaving = [], [], []
    for _ in range(count):
        with Program([native, "paste"]) as bare:
            bare.until(b"ready")
            theirs.append([paste(bare).seconds])
        with demo(onsite, TO_CHECKS + " t") as program:
            ours.append([paste(program).seconds])
            leaving.append(program.press("Esc", wait=20, quiet=0.5).seconds)
    ratio = ratio_of_rounds(ours, theirs)
    middle = lambda rounds: statistics.median(one[0] for one in rounds)
    table.add("the same text saved once, with a draw", "", milliseconds(middle(theirs)), None)
    table.add("10 paste of 1 MB to its frame, durable", "at most 2x",
              f"{milliseconds(middle(ours))}, {ratio:.2f}x", ratio <= 2)
    table.add("   leaving the note: into the journal", "", milliseconds(statistics.median(leaving)), None)


def commits(onsite, table):
    with demo(onsite, TO_CHECKS + " t") as program:
        traced = Traced(program)
        paste(program)
        program.burst(time.perf_counter(), wait=2.5)
        syncs = sum("sync" in call for call, _ in traced.calls())
        table.at_most("10 syncs of a paste of 1 MB", 20, syncs)
        program.press("Esc", wait=20, quiet=0.5)
        more = sum("sync" in call for call, _ in traced.calls()) - syncs
        table.add("   syncs of leaving the note", "", str(more), None)
        traced.end()


def main():
    onsite, native = sys.argv[1:3]
    table = Table("Bar 10: pasting 1 MB into a note")
    rounds(onsite, native, 7, table)
    commits(onsite, table)
    table.show()


if __name__ == "__main__":
    main()
