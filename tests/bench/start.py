"""Bar 3: from the start to the unlock screen, and from the passphrase to where one stopped.

    start.py ONSITE NATIVE [--quick]

Two data folders are made first, with the real cost of the passphrase: S, the training visit, and
L, a pack of 5,000 elements with 50,000 entries.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time

from figures import ROUNDS, Table, milliseconds, percentile, ratio_of_rounds
from terminal import Program

PASSPHRASE = "velvet otter kiln ramp"
# Starts in one round.
STARTS = 3


def locked(onsite, folder):
    """The program at its unlock screen; with it how long that took."""
    program = Program([onsite], {"ONSITE_DATA_DIR": folder})
    return program, program.until(b"assphrase").seconds


def vim():
    program = Program(["vim", "-u", "NONE", "-n"])
    return program, program.until(b"VIM").seconds


def starts(onsite, folder, rounds, table):
    ours, theirs = [], []
    for _ in range(rounds):
        for start, times in (lambda: locked(onsite, folder), ours), (vim, theirs):
            taken = []
            for _ in range(STARTS):
                program, seconds = start()
                program.close()
                taken.append(seconds)
            times.append(taken)
    ratio = ratio_of_rounds(ours, theirs)
    flat = lambda lists: [value for part in lists for value in part]
    table.add("vim -u NONE -n, start", "", milliseconds(percentile(flat(theirs), 50)), None)
    table.add("3  start to the unlock screen, p50", "at most 1.2x vim",
              f"{milliseconds(percentile(flat(ours), 50))}, {ratio:.2f}x", ratio <= 1.2)


def unlock(onsite, folder):
    """From the last key of the passphrase to the frame of the place where one stopped. With it the
    resident memory then."""
    program, _ = locked(onsite, folder)
    with program:
        program.write(PASSPHRASE.encode())
        begun = time.perf_counter()
        os.write(program.fd, b"\r")
        seconds = program.until(b"Lakeside", since=begun, quiet=0.3).seconds
        return seconds, program.memory()


def derive(native, folder):
    """The key derivation alone."""
    with Program([native, "derive", folder, PASSPHRASE]) as program:
        program.until(b"ready")
        return program.press("Enter", wait=30).seconds


def unlocks(onsite, native, folders, rounds, table):
    small, large, alone, memory = [], [], [], []
    for _ in range(rounds):
        alone.append([derive(native, folders["S"])])
        seconds, resident = unlock(onsite, folders["S"])
        small.append([seconds])
        memory.append(resident)
        large.append([unlock(onsite, folders["L"])[0]])
    ratio = ratio_of_rounds(small, alone)
    middle = lambda rounds: statistics.median(one[0] for one in rounds)
    more = statistics.median(l[0] - s[0] for l, s in zip(large, small))
    table.add("key derivation alone", "", milliseconds(middle(alone)), None)
    table.add("3  passphrase to last place, S", "at most 1.2x derivation",
              f"{milliseconds(middle(small))}, {ratio:.2f}x", ratio <= 1.2)
    table.add("3  the same, L, more than S", "at most 300 ms",
              f"{milliseconds(more)} ({milliseconds(middle(large))})", more <= 0.3)
    table.add("12 resident memory in S, unlocked", "at most 24 MiB",
              f"{statistics.median(memory) / 2**20:.1f} MiB", statistics.median(memory) <= 24 * 2**20)


def main():
    onsite, native = sys.argv[1:3]
    rounds = 7 if "--quick" in sys.argv else ROUNDS
    table = Table("Bar 3: starting and unlocking")
    with tempfile.TemporaryDirectory(prefix="onsite-bench-") as base:
        folders = {size: os.path.join(base, size) for size in "SL"}
        for size, folder in folders.items():
            subprocess.run([native, "folder", size, folder, PASSPHRASE], check=True)
        starts(onsite, folders["S"], rounds, table)
        unlocks(onsite, native, folders, rounds, table)
    table.show()


if __name__ == "__main__":
    main()
