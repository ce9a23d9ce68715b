"""Bar 1's counts: syncs and writes of the running program, seen by strace.

    writes.py ONSITE

An answer is one key on the checks of the training visit. Moving about goes through lists, methods,
sources, Standards and screens.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time

from figures import Table
from visit import ANSWERS, TO_CHECKS, charts, demo

CALLS = "fsync,fdatasync,sync,syncfs,sync_file_range,msync,write,writev,pwrite64,pwritev,pwritev2"
CALL = re.compile(r"(\w+)\((\d+)<([^>]*)>")


class Traced:
    """A running program under strace, from now on."""

    def __init__(self, program):
        self.file = tempfile.NamedTemporaryFile(suffix=".strace")
        self.strace = subprocess.Popen(
            ["strace", "-f", "-y", "-e", "trace=" + CALLS, "-o", self.file.name, "-p", str(program.pid)],
            stderr=subprocess.PIPE,
        )
        self.strace.stderr.readline()  # "Process N attached"
        time.sleep(0.2)

    def calls(self):
        """The calls so far: name and file."""
        with open(self.file.name, encoding="utf-8", errors="replace") as lines:
            return [match.group(1, 3) for match in map(CALL.search, lines) if match]

    def end(self):
        self.strace.send_signal(signal.SIGINT)
        self.strace.wait()
        self.strace.stderr.close()


def count(program, traced, names):
    """Syncs, writes to files and writes to the terminal for each key."""
    found = []
    for name in names:
        before = len(traced.calls())
        program.press(name, wait=1.0, quiet=0.08)
        new = traced.calls()[before:]
        syncs = sum("sync" in call for call, _ in new)
        screen = sum("sync" not in call and file.startswith("/dev/") for call, file in new)
        found.append((syncs, len(new) - syncs - screen, screen))
    return found


def main():
    onsite = sys.argv[1]
    table = Table("Bar 1: syncs and writes, counted by strace")
    with demo(onsite, TO_CHECKS) as program:
        traced = Traced(program)
        answers = []
        for _ in charts(program):
            answers += count(program, traced, ["m"] * ANSWERS)
        syncs, files, screen = (sorted({one[at] for one in answers}) for at in range(3))
        listed = lambda numbers: " or ".join(map(str, numbers))
        table.add("1  syncs an answer", "exactly 1", listed(syncs), syncs == [1])
        table.add("1  writes an answer, to files", "at most 8", listed(files), files[-1] <= 8)
        table.add("1  writes an answer, with the screen's", "at most 8", f"{max(f + s for _, f, s in answers)}",
                  max(f + s for _, f, s in answers) <= 8)
        undo = count(program, traced, ["Ctrl-Z"] * 3)
        table.add("1  syncs of an undo", "exactly 1", listed(sorted({one[0] for one in undo})),
                  {one[0] for one in undo} == {1})
        way = "Down Down Up PgDn Home . . , Tab Tab ] ] [ w Esc ? Esc : Esc Esc Down Down Up Esc 2 Down Tab Esc 7 Down Esc 8 Down Esc"
        moves = count(program, traced, way.split())
        table.add(f"1  syncs of {len(moves)} moves", "0", str(sum(one[0] for one in moves)),
                  sum(one[0] for one in moves) == 0)
        table.add(f"1  writes to files of {len(moves)} moves", "0", str(sum(one[1] for one in moves)),
                  sum(one[1] for one in moves) == 0)
        traced.end()
    table.show()


if __name__ == "__main__":
    main()
