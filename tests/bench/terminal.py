"""A program on a pseudo-terminal of its own: typed to, timed, its bytes counted.

Linux, Python 3.9 or later, nothing but the standard library. A time is taken when a read returns,
before anything looks at the bytes. Not here: what is measured, and against what.
"""

import errno
import fcntl
import os
import pty
import re
import select
import signal
import struct
import termios
import time

COLUMNS, ROWS = 120, 40

# What programs ask a terminal at their start. One that gets no answer waits for it and looks slow.
QUESTIONS = [
    (re.compile(rb"\x1b\[0?c"), b"\x1b[?62;22c"),
    (re.compile(rb"\x1b\[>0?c"), b"\x1b[>41;354;0c"),
    (re.compile(rb"\x1b\[5n"), b"\x1b[0n"),
    (re.compile(rb"\x1b\[6n"), b"\x1b[1;1R"),
    (re.compile(rb"\x1b\]10;\?(?:\x07|\x1b\\)"), b"\x1b]10;rgb:ffff/ffff/ffff\x1b\\"),
    (re.compile(rb"\x1b\]11;\?(?:\x07|\x1b\\)"), b"\x1b]11;rgb:0000/0000/0000\x1b\\"),
    (re.compile(rb"\x1b\[\?u"), b"\x1b[?0u"),
]
SEQUENCE = re.compile(rb"\x1b(?:\[[0-9;?<=>!$ ]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[()].|[=>78DEHM])")

KEYS = {
    "Up": b"\x1b[A", "Down": b"\x1b[B", "Right": b"\x1b[C", "Left": b"\x1b[D",
    "PgUp": b"\x1b[5~", "PgDn": b"\x1b[6~", "Home": b"\x1b[H", "End": b"\x1b[F",
    "Enter": b"\r", "Esc": b"\x1b", "Tab": b"\t", "Space": b" ", "Backspace": b"\x7f",
}


def key(name):
    """The bytes of a key by its name: `Down`, `Ctrl-L`, or the letter itself."""
    if name in KEYS:
        return KEYS[name]
    if name.startswith("Ctrl-"):
        return bytes([ord(name[5:]) & 0x1F])
    return name.encode()


class Gone(Exception):
    """The program ended."""


class Burst:
    """What a program wrote until it fell silent."""

    def __init__(self, sent):
        self.sent = sent
        self.last = None
        self.parts = []

    @property
    def data(self):
        return b"".join(self.parts)

    @property
    def bytes(self):
        return sum(len(part) for part in self.parts)

    @property
    def seconds(self):
        """From the writing of the key to the last byte of the answer; None if nothing came."""
        return None if self.last is None else self.last - self.sent


class Program:
    """One program on a terminal."""

    def __init__(self, command, env=None, columns=COLUMNS, rows=ROWS):
        self.total = 0
        self.begun = time.perf_counter()
        self.pid, self.fd = pty.fork()
        size = struct.pack("HHHH", rows, columns, 0, 0)
        if self.pid == 0:
            os.environ.update(TERM="xterm-256color", COLORTERM="truecolor", LC_ALL="C.UTF-8")
            os.environ.pop("NO_COLOR", None)
            os.environ.update(env or {})
            try:
                fcntl.ioctl(0, termios.TIOCSWINSZ, size)
                os.execvp(command[0], command)
            finally:
                os._exit(127)
        fcntl.ioctl(self.fd, termios.TIOCSWINSZ, size)
        os.set_blocking(self.fd, False)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def _read(self, seconds):
        """One read with its time; None when nothing came."""
        ready, _, _ = select.select([self.fd], [], [], max(0, seconds))
        if not ready:
            return None
        now = time.perf_counter()
        try:
            data = os.read(self.fd, 1 << 16)
        except OSError as error:
            if error.errno == errno.EAGAIN:
                return None
            raise Gone from error
        if not data:
            raise Gone
        self.total += len(data)
        for question, answer in QUESTIONS:
            for _ in question.findall(data):
                os.write(self.fd, answer)
        return now, data

    def burst(self, sent, wait=2.0, quiet=0.03):
        """Everything until `quiet` seconds of silence; waits `wait` seconds for its beginning."""
        burst = Burst(sent)
        patience = wait
        while True:
            got = self._read(patience)
            if got is None:
                return burst
            burst.last = got[0]
            burst.parts.append(got[1])
            patience = quiet

    def write(self, data, wait=2.0, quiet=0.03):
        """Writes bytes at once and takes in the answer."""
        sent = time.perf_counter()
        while data:
            try:
                data = data[os.write(self.fd, data):]
            except BlockingIOError:
                select.select([], [self.fd], [], 1)
        return self.burst(sent, wait, quiet)

    def press(self, name, **waits):
        """Presses one key."""
        return self.write(key(name), **waits)

    def press_all(self, names, **waits):
        """Presses keys one after the other, each after the answer to the one before."""
        bursts = [self.press(name, **waits) for name in names.split()]
        return bursts[-1]

    def until(self, wanted, since=None, wait=30.0, quiet=0.06):
        """Waits until `wanted` was written since the start of this call, and then for silence.
        Times count from `since`, or from the start of the program."""
        burst, seen = Burst(self.begun if since is None else since), b""
        end = time.perf_counter() + wait
        while time.perf_counter() < end:
            got = self._read(quiet if wanted in seen else end - time.perf_counter())
            if got is None and wanted in seen:
                return burst
            if got is not None:
                burst.last = got[0]
                burst.parts.append(got[1])
                seen = words(burst.data)
        raise SystemExit(f"{wanted!r} never came; what came: {seen[-2000:]!r}")

    def switches(self):
        """Times the program went to sleep of its own will so far, all threads."""
        count = 0
        for task in os.listdir(f"/proc/{self.pid}/task"):
            with open(f"/proc/{self.pid}/task/{task}/status", encoding="ascii") as status:
                for line in status:
                    if line.startswith("voluntary_ctxt_switches"):
                        count += int(line.split()[1])
        return count

    def memory(self):
        """Resident memory in bytes."""
        with open(f"/proc/{self.pid}/statm", encoding="ascii") as statm:
            return int(statm.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def kill(self):
        """Ends the program as a power cut would, as far as the program can tell."""
        os.kill(self.pid, signal.SIGKILL)
        self._reap()

    def close(self):
        """Closes the terminal and makes sure that the program is gone."""
        if self.pid is None:
            return
        for how in (signal.SIGHUP, signal.SIGTERM, signal.SIGKILL):
            try:
                os.kill(self.pid, how)
            except ProcessLookupError:
                break
            end = time.perf_counter() + 1
            while time.perf_counter() < end:
                if os.waitpid(self.pid, os.WNOHANG)[0]:
                    self.pid = None
                    os.close(self.fd)
                    return
                # What is left in the terminal could keep the program from ending.
                try:
                    self._read(0.01)
                except Gone:
                    pass
        self._reap()

    def _reap(self):
        os.waitpid(self.pid, 0)
        self.pid = None
        os.close(self.fd)


def words(data):
    """Output without its control sequences: good enough to look for a word that was drawn whole."""
    return SEQUENCE.sub(b"", data)
