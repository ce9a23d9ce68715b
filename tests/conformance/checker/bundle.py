"""FORMAT.md, Order of verification: a whole file, from its first check to its last."""

import datetime
import re
import zlib

from . import Refused, container, forms, signed, survey
from .forms import Unfit, get

# What this checker does not look at, or not wholly: a file that breaks one of these it may call
# good. Of a record it leaves out times, sources, notes and explanations.
NOT_LOOKED_AT = ["not-ready", "record", "report"]

ENDINGS = "bin csv docx gif heic jpeg jpg md odp ods odt pdf png pptx tif tiff txt xlsx".split()
OWN = {
    "survey": ["pack.json", "report.html", "texts.jsonl"],
    "review": [],
    "report": ["findings.csv", "plan-form.html", "report.html"],
    "plan": ["plan.json"],
    "followup": ["report.html"],
    "decision": ["report.html"],
}
BEFORE = {
    "survey": ("report", "followup"),
    "review": ("survey",),
    "report": ("review",),
    "plan": ("report", "followup"),
    "followup": ("plan",),
    "decision": ("report", "followup"),
}
JUDGES = ("review", "report", "followup", "decision")
KEPT = 256 << 20


class Step:
    """One folder that was checked."""

    def __init__(self, folder):
        self.folder = folder
        self.number, self.kind = int(folder[:2]), folder[3:]


def folders_of(contents):
    names = sorted({name.split("/")[0] for name in contents})
    if names == ["00-roster"]:
        raise Refused("is-roster")
    steps = []
    for name in names:
        if not re.fullmatch(r"(0\d|1[0-5])-[a-z]+", name) or name[3:] not in OWN:
            raise Refused("folders")
        step = Step(name)
        if steps:
            follows = step.number == steps[-1].number + 1 and steps[-1].kind in BEFORE[step.kind]
        elif step.number == 0:
            follows = step.kind == "survey"
        else:
            follows = step.kind == "report" and step.number >= 2
        if not follows:
            raise Refused("folders")
        steps.append(step)
    kept = sum(len(held) for name, (held, _) in contents.items() if "/files/" not in name)
    if kept > KEPT:
        raise Refused("too-much")
    if steps[0].number and any(step.kind in ("survey", "review") for step in steps):
        raise Refused("folders")
    return steps


def check_layout(step, files):
    must = ["SHA256SUMS", "SHA256SUMS.sig", "step.json", "record.json", *OWN[step.kind]]
    must += ["PREV"] if step.number else []
    journals, ordinal = 0, 0
    for path in sorted(files):
        if path in must:
            continue
        found = re.fullmatch(r"journal-([A-Za-z0-9_](?:[\w.-]{0,62}[\w-])?)\.jsonl", path, re.ASCII)
        if step.kind == "survey" and found:
            journals += 1
            continue
        found = re.fullmatch(r"files/(\d{4})\.([a-z]+)", path)
        fits = found and found[2] in ENDINGS and int(found[1]) > ordinal
        if step.kind not in ("survey", "plan") or not fits:
            raise Refused("layout")
        ordinal = int(found[1])
    if any(path not in files for path in must) or (step.kind == "survey") != (journals > 0):
        raise Refused("layout")


def listed_file(step, path):
    if signed.sha256(step.files[path]) != step.listed[f"{step.folder}/{path}"]:
        raise Refused("digest")
    return step.files[path]


def check_step(step, contents, previous, rules):
    """All checks of one step before its content is hashed."""
    namespace = f"{step.kind}@onsite-bundle"
    manifest = step.files["SHA256SUMS"]
    step.key = signed.signature(step.files["SHA256SUMS.sig"], namespace, manifest)
    step.manifest = signed.sha256(manifest)
    step.signature = signed.sha256(step.files["SHA256SUMS.sig"])
    step.entry = rules.roster.of(step.key) if rules.roster else None
    if step.entry and step.entry.status == "compromised":
        raise Refused("signer-revoked")
    if step.entry and step.kind not in step.entry.spaces:
        raise Refused("signer-role")
    own = [name for name in contents if name.startswith(f"{step.folder}/")]
    step.listed = signed.manifest(manifest, step.folder)
    signed.listing(step.folder, own, step.listed)
    header = step.header = signed.step_header(listed_file(step, "step.json"))
    check_header(step, header)
    check_signer(step, header, rules)
    ahead = forms.utc(get(header, "sealed_at")) - forms.utc(rules.now)
    if ahead > datetime.timedelta(hours=26):
        raise Refused("future")
    for other in previous:
        surveys = {step.kind, other.kind}
        mine, theirs = get(header, "signer"), get(other.header, "signer")
        same = any(a == b for a, b in zip(dict(mine).values(), dict(theirs).values()))
        if same and "survey" in surveys and surveys & set(JUDGES):
            raise Refused("signer-judges-self")
    if rules.roster and rules.roster.training != get(header, "training"):
        raise Refused("training")
    step.prev = check_prev(step, previous) if step.number else None
    if previous:
        last = previous[-1].header
        together = all(get(header, name) == get(last, name) for name in ("case_id", "training"))
        if not together or get(header, "sealed_at") < get(last, "sealed_at"):
            raise Refused("chain")
    step.recalled = rules.memory.recall(step)
    if step.number and not previous:
        rules.memory.check_left_out(step)


def check_header(step, header):
    if get(header, "step") != step.number or get(header, "kind") != step.kind:
        raise Refused("header")
    if step.kind == "survey":
        journals = sorted(f"journal-{get(c, 'device')}.jsonl" for c in get(header, "journal"))
        there = sorted(path for path in step.files if path.startswith("journal-"))
        pack = step.listed.get(f"{step.folder}/pack.json")
        if journals != there or get(header, "standards", "sha256") != pack:
            raise Refused("header")


def check_signer(step, header, rules):
    name, entry = get(header, "signer", "principal"), step.entry
    if get(header, "signer", "fingerprint") != signed.print_of(step.key):
        raise Refused("signer-name")
    if entry is None:
        if rules.roster and any(held.principal == name for held in rules.roster.entries):
            raise Refused("signer-name-taken")
        return
    if entry.principal != name:
        raise Refused("signer-name")
    if not entry.is_valid_at(get(header, "sealed_at")):
        raise Refused("signer-dates")
    if get(header, "sealed_at") > rules.roster.expires:
        raise Refused("after-roster")


def check_prev(step, previous):
    data = listed_file(step, "PREV")
    try:
        (first, manifest), (second, signature) = signed.lines(data)
    except (Refused, ValueError) as error:
        raise Refused("prev") from error
    folder = first.removesuffix("/SHA256SUMS")
    if first != f"{folder}/SHA256SUMS" or second != f"{folder}/SHA256SUMS.sig":
        raise Refused("prev")
    if previous:
        last = previous[-1]
        if (folder, manifest, signature) != (last.folder, last.manifest, last.signature):
            raise Refused("prev")
    else:
        kind = folder[3:]
        numbered = re.fullmatch(r"\d\d-[a-z]+", folder) and int(folder[:2]) + 1 == step.number
        if not numbered or kind not in BEFORE[step.kind]:
            raise Refused("prev")
    return manifest


def check_documents(step, before):
    for path, held in step.files.items():
        if path.endswith(".html"):
            survey.check_page(held)
    if step.kind == "survey":
        survey.check(step.header, step.files, before, step.recalled)
        return
    record = step.files["record.json"]
    try:
        value, one = forms.spelled(forms.plain, forms.parse(record), record)
    except Unfit as error:
        raise Refused("spelling") from error
    if not one or not isinstance(value, forms.Obj):
        raise Refused("spelling")


class Memory:
    """What was read before as good."""

    def __init__(self):
        self.known = {}

    def of(self, step, number):
        return self.known.get((get(step.header, "case_id"), number))

    def recall(self, step):
        known = self.of(step, step.number)
        if known is None:
            return []
        revision = get(step.header, "revision")
        if revision < known.revision:
            raise Refused("stale")
        if revision == known.revision and step.manifest != known.manifest:
            raise Refused("fork")
        next_one = revision == known.revision + 1
        if next_one and get(step.header, "supersedes") != known.manifest:
            raise Refused("history-rewritten")
        report = {"survey": 2, "review": 1}.get(step.kind)
        if revision > known.revision and report and self.of(step, step.number + report):
            raise Refused("reissued")
        return get(known.header, "journal")

    def check_left_out(self, step):
        known = self.of(step, step.number - 1)
        if known and known.manifest != step.prev:
            raise Refused("other-previous")

    def keep(self, steps):
        for step in steps:
            step.revision = get(step.header, "revision")
            self.known[get(step.header, "case_id"), step.number] = step


class Rules:
    def __init__(self, roster, now, allow_expired, memory):
        self.roster, self.now = roster, now
        self.allow_expired, self.memory = allow_expired, memory


def verify(data, rules):
    """The code: good, excerpt, expired, no-roster, or the rule that is broken."""
    try:
        return check(data, rules)
    except Refused as refused:
        return refused.code


def check(data, rules):
    contents = container.read(data)
    steps = folders_of(contents)
    for step in steps:
        start = len(step.folder) + 1
        own = {name: held for name, held in contents.items() if name.startswith(f"{step.folder}/")}
        step.files = {name[start:]: held for name, (held, _) in own.items()}
        check_layout(step, step.files)
    for index, step in enumerate(steps):
        check_step(step, contents, steps[:index], rules)
    for step in steps:
        for name in sorted(n for n in contents if n.startswith(f"{step.folder}/")):
            held, crc = contents[name]
            if zlib.crc32(held) != crc:
                raise Refused("checksum")
            if signed.sha256(held) != step.listed.get(name, signed.sha256(held)):
                raise Refused("digest")
    surveyed = []
    for step in steps:
        check_documents(step, surveyed)
        surveyed += get(step.header, "journal")
    if rules.roster is None:
        return "no-roster"
    if any(step.entry is None for step in steps):
        return "signer-unknown"
    rules.memory.keep(steps)
    if rules.now > rules.roster.expires and not rules.allow_expired:
        return "expired"
    return "excerpt" if steps[0].number else "good"
