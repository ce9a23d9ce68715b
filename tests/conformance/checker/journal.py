"""FORMAT.md, Contents by kind: journals, texts, and what their entries may do."""

from . import Refused, forms
from .forms import Obj, Unfit, any_text, boolean, choice, digest, get, identifier, many
from .signed import PACK, sha256

METHODS = choice("policy", "record", "interview", "observation")
REASON = choice(listed=forms.number(0, 65535), typed=digest)
CHECK = forms.struct(element=identifier, method=METHODS)
CELL = forms.struct(check=CHECK, site_=identifier, source_=identifier)
VALUES = choice("met", "not_met", "not_applicable", "could_not_assess")
ANSWER = forms.struct(value=VALUES, reason_=REASON, remark_=digest)
LEVELS = choice("fully_met", "partly_met", "not_met", "not_applicable", "could_not_assess")
GROUND = choice(element=identifier, source=identifier)
LEVEL = forms.struct(level=LEVELS, suggested=LEVELS, reason_=REASON, rests_on_=GROUND)
WORDS_AT = choice(note=CHECK, remark=CELL)
GAP = forms.struct(gap=choice("policy", "practice", "both"), text_=digest)
ON = choice(check=CHECK, standard=identifier)
SAMPLE = forms.struct(method=METHODS, kind=any_text, site_=identifier)
COVERAGE = choice("full", focused=many(identifier))
RECORD_SOURCE = forms.struct(
    kind=identifier, coverage=COVERAGE, is_=many(identifier), is_not_=many(identifier)
)
SOURCE_KIND = choice(
    "document",
    record=RECORD_SOURCE,
    interview=forms.struct(role=identifier),
    event=forms.struct(kind=identifier),
)
DETAILS = forms.struct(
    kind=SOURCE_KIND,
    label=any_text,
    person_=any_text,
    sites=choice("all", only=many(identifier)),
    title_=digest,
    place_=digest,
    chosen_by_=choice("surveyor", "practice", "at_random"),
    chosen_how_=digest,
)
PERSON = forms.struct(principal=identifier, name=any_text, credential=any_text)
OFFERED = choice("everywhere", "nowhere", not_at=many(identifier))
SAID = forms.struct(offered=OFFERED, told_by=many(identifier))
KIND = choice("survey", "resurvey")
MODE = choice("on-site", "video", "mixed")
REVISION = forms.number(0, (1 << 32) - 1)
WITH = forms.number()
REFERENCE = forms.struct(device=identifier, seq=forms.number())


def event(value):
    """An event, whichever; one may hold another."""
    return EVENT(value)


EVENTS = {
    "1-case_opened": forms.struct(training=boolean),
    "2-packet_taken": forms.struct(issue=REVISION, sha256=digest, packet=digest),
    "3-visit_opened": forms.struct(
        visit=identifier, kind=KIND, mode=MODE, pack=PACK, sites=many(identifier)
    ),
    "4-surveyor_named": forms.struct(visit=identifier, was_=PERSON, now_=PERSON),
    "5-mode_set": forms.struct(visit=identifier, was=MODE, now=MODE),
    "6-conflict_cleared": forms.struct(visit=identifier, was=boolean, now=boolean),
    "7-service_told": forms.struct(
        visit=identifier, service=identifier, was_=SAID, now_=SAID, with_=WITH
    ),
    "8-source_added": forms.struct(visit=identifier, source=identifier, details=DETAILS),
    "9-source_changed": forms.struct(visit=identifier, source=identifier, was=DETAILS, now=DETAILS),
    "10-answered": forms.struct(visit=identifier, cell=CELL, was_=ANSWER, now_=ANSWER, with_=WITH),
    "11-note_written": forms.struct(visit=identifier, on=ON, was_=digest, now_=digest),
    "12-determined": forms.struct(
        visit=identifier, standard=identifier, was_=LEVEL, now_=LEVEL, with_=WITH
    ),
    "13-difference_explained": forms.struct(
        visit=identifier, standard=identifier, was_=GAP, now_=GAP
    ),
    "14-shortfall_explained": forms.struct(
        visit=identifier, sample=SAMPLE, was_=REASON, now_=REASON
    ),
    "15-source_withdrawn": forms.struct(visit=identifier, source=identifier, details=DETAILS),
    "16-redacted": forms.struct(text=digest),
    "17-identifier_justified": forms.struct(text=digest, was=boolean, now=boolean),
    "18-sealed": forms.struct(
        visit=identifier, revision=REVISION, initials=any_text, reason_=digest
    ),
    "19-revision_opened": forms.struct(visit=identifier, revision=REVISION, reason=digest),
    "20-words_kept": forms.struct(visit=identifier, at=WORDS_AT, was=boolean, now=boolean),
    "90-undone": forms.struct(entry=REFERENCE, inverse=event),
    "91-redone": forms.struct(entry=REFERENCE, again=event),
}
EVENT = choice(**EVENTS)
SEQ = forms.number(1, 1 << 53)
ENTRY = forms.struct(
    case=identifier,
    device=identifier,
    seq=SEQ,
    clock=SEQ,
    at=forms.moment,
    seen_at_=forms.moment,
    actor=identifier,
    prev=digest,
    event=event,
)
TEXT = forms.struct(id=digest, nonce=forms.nonce, text=forms.text(most=1 << 20))
SWAPPED = [key for key in EVENTS if int(key.split("-")[0]) in (4, 5, 6, 7, 9, 10, 11, 12, 13, 14, 17, 20)]
TURNED = {"8-source_added": "15-source_withdrawn", "15-source_withdrawn": "8-source_added"}


def entry_of(line):
    if len(line) > 4096 or b"\r" in line:
        raise Refused("journal")
    try:
        value = forms.parse(line)
    except Unfit as error:
        raise Refused("journal") from error
    held = get(value, "event")
    if isinstance(held, Obj) and held and held[0][0] not in EVENTS:
        raise Refused("newer")
    try:
        value, one = forms.spelled(ENTRY, value, line)
    except Unfit as error:
        raise Refused("journal") from error
    if not one:
        raise Refused("spelling")
    return value


def split(data):
    return data[:-1].split(b"\n") if data.endswith(b"\n") else data.split(b"\n") if data else []


def chain(data, head, case):
    """The entries of one journal, whose end the header names."""
    entries, prev, clock = [], "0" * 64, 0
    for line in split(data):
        entry = entry_of(line)
        own = get(entry, "device") == get(head, "device") and get(entry, "case") == case
        joined = get(entry, "seq") == len(entries) + 1 and get(entry, "prev") == prev
        if not own or not joined or get(entry, "clock") <= clock:
            raise Refused("journal")
        entries.append(entry)
        prev, clock = sha256(line), get(entry, "clock")
    whole = data.endswith(b"\n") and get(head, "count") == len(entries) and get(head, "head") == prev
    if not whole:
        raise Refused("journal")
    return entries


def begins_with(data, head):
    """Whether a journal has the known head at the known place."""
    found = split(data)
    count = get(head, "count")
    return count <= len(found) and sha256(found[count - 1]) == get(head, "head")


def texts(data):
    held = {}
    last = ""
    if data and not data.endswith(b"\n"):
        raise Refused("texts")
    for line in split(data):
        try:
            value, one = forms.spelled(TEXT, forms.parse(line), line)
        except Unfit as error:
            raise Refused("texts") from error
        if not one:
            raise Refused("spelling")
        own = sha256((get(value, "nonce") + get(value, "text")).encode()) == get(value, "id")
        if not own or get(value, "id") <= last:
            raise Refused("texts")
        last = get(value, "id")
        held[last] = get(value, "text")
    return held


def inverse(value):
    """What takes an event back; None for what cannot be taken back."""
    (key, content), = value
    if key in TURNED:
        return Obj([(TURNED[key], content)])
    if key not in SWAPPED:
        return None
    names = {"was": "now", "now": "was"}
    order = [name for name, _ in content if name not in names]
    held = {names.get(name, name): inner for name, inner in content}
    place = order.index("with") if "with" in order else len(order)
    order[place:place] = [name for name in ("was", "now") if name in held]
    return Obj([(key, Obj((name, held[name]) for name in order))])


def inner(value):
    """An event's name and content; of one that undoes or repeats, of what it holds."""
    (key, content), = value
    if key in ("90-undone", "91-redone"):
        return inner(get(content, "inverse") or get(content, "again"))
    return key, content


def check_sequence(entries):
    signed, earlier = set(), {}
    for entry in entries:
        (key, content), = get(entry, "event")
        _, held = inner(get(entry, "event"))
        visit = get(held, "visit")
        if visit is not None:
            if visit in signed and key != "19-revision_opened":
                raise Refused("changed-after-signing")
            (signed.add if key == "18-sealed" else signed.discard)(visit)
        if key in ("90-undone", "91-redone"):
            named = earlier.get((get(content, "entry", "device"), get(content, "entry", "seq")))
            wanted = inverse(named) if named and key == "90-undone" else named
            if wanted is None or wanted != (get(content, "inverse") or get(content, "again")):
                raise Refused("undo")
        elif inverse(get(entry, "event")) is not None:
            earlier[get(entry, "device"), get(entry, "seq")] = get(entry, "event")

