"""An independent checker of onsite-bundle/1, written from FORMAT.md alone, for tests only.

It shares no code with onsite. What it does not look at it says: NOT_LOOKED_AT in bundle.py.
"""


class Refused(Exception):
    """A rule is broken; the code names it as FORMAT.md does."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code
