"""Ratios and tables, as the rules for bars ask: A and B in turns, the median of the rounds' ratios.

Not here: what is measured.
"""

import statistics
import sys

ROUNDS = 9


def percentile(values, part):
    """The value below which `part` of 100 of the values lie."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(part / 100 * (len(ordered) - 1)))]


def ratio_of_rounds(first, second):
    """The median over rounds of the ratio of the rounds' medians. One list of times a round."""
    ratios = [statistics.median(a) / statistics.median(b) for a, b in zip(first, second)]
    return statistics.median(ratios)


def milliseconds(seconds):
    return f"{seconds * 1e3:.2f} ms"


def kib(count):
    return f"{count} B" if count < 10_000 else f"{count / 1e3:.1f} KB"


class Table:
    """Bar, reference, figure, met or not; printed at the end."""

    def __init__(self, title):
        self.title = title
        self.rows = []

    def add(self, bar, reference, figure, met):
        """`met` is None for a line that is told without a bar."""
        verdict = {True: "met", False: "NOT MET", None: "told"}[met]
        self.rows.append((bar, reference, figure, verdict))

    def at_most(self, bar, limit, value, show=str, reference=None):
        """A figure that must not be above `limit`."""
        told = f"at most {show(limit)}" if reference is None else reference
        self.add(bar, told, show(value), value <= limit)

    def show(self):
        """Prints the table. True when every bar is met."""
        heads = ("bar", "reference", "figure", "")
        widths = [max(len(row[at]) for row in [heads, *self.rows]) for at in range(4)]
        print(f"\n{self.title}")
        for row in [heads, *self.rows]:
            cells = [cell.ljust(width) for cell, width in zip(row, widths)]
            print("  ".join(cells).rstrip())
        sys.stdout.flush()
        return all(row[3] != "NOT MET" for row in self.rows)
