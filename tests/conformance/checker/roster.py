"""FORMAT.md, Trust: rosters."""

from . import Refused, container, forms, signed
from .forms import Unfit, get, many

ROLES = ["surveyor", "reviewer", "office", "decider", "root"]
SPACES = {
    "surveyor": ["survey"],
    "reviewer": ["review", "report", "followup"],
    "office": ["plan"],
    "decider": ["decision"],
    "root": ["roster"],
}
ENTRY = forms.struct(
    principal=forms.identifier,
    name=forms.text(most=200),
    roles=many(forms.choice(*ROLES)),
    fingerprint=forms.fingerprint,
    key=forms.text(r"ssh-ed25519 [A-Za-z0-9+/]{68}"),
    valid_from=forms.stamp,
    valid_to=forms.stamp,
    status=forms.choice("active", "retired", "compromised"),
    age=forms.nullable(forms.text(r"age1[a-z0-9]+")),
)
LIST = forms.struct(
    seq=forms.number(1),
    issued=forms.stamp,
    expires=forms.stamp,
    entries=many(ENTRY),
    roots=many(forms.fingerprint),
)
FOLDER = "00-roster"
FILES = ["SHA256SUMS", "SHA256SUMS.sig", "allowed_signers", "revoked_keys", "roster.json", "step.json"]


class Entry:
    def __init__(self, value):
        for name, held in value:
            setattr(self, name, held)
        self.spaces = [space for role in self.roles for space in SPACES[role]]

    def is_valid_at(self, moment):
        return self.valid_from <= moment <= self.valid_to


class Roster:
    def __init__(self, value, training):
        self.training = training
        self.expires = get(value, "expires")
        self.entries = [Entry(held) for held in get(value, "entries")]

    def of(self, key):
        return next((entry for entry in self.entries if entry.key == key), None)


def rising(items):
    return all(a < b for a, b in zip(items, items[1:]))


def check_list(value):
    entries = [Entry(held) for held in get(value, "entries")]
    roots = sorted(e.fingerprint for e in entries if e.status == "active" and "root" in e.roles)
    good = (
        get(value, "issued") < get(value, "expires")
        and all(e.fingerprint == signed.print_of(e.key) for e in entries)
        and all(e.roles and rising([ROLES.index(role) for role in e.roles]) for e in entries)
        and all(e.valid_from <= e.valid_to and e.name.strip() == e.name != "" for e in entries)
        and rising([(e.principal, e.fingerprint) for e in entries])
        and rising(sorted(e.fingerprint for e in entries))
        and roots
        and get(value, "roots") == roots
    )
    if not good:
        raise Refused("roster")
    return entries


def generated(entries):
    usable = [e for e in entries if e.status != "compromised"]
    lost = [e for e in entries if e.status == "compromised"]
    spaces = lambda e: ",".join(f"{space}@onsite-bundle" for space in e.spaces)
    allowed = "".join(f'{e.principal} namespaces="{spaces(e)}" {e.key}\n' for e in usable)
    return allowed.encode(), "".join(f"{e.key}\n" for e in lost).encode()


def read(data):
    """A roster, checked by itself."""
    contents = container.read(data)
    folders = {name.split("/")[0] for name in contents}
    if folders != {FOLDER}:
        raise Refused("not-roster")
    files = {name.split("/", 1)[1]: held for name, (held, _) in contents.items()}
    if sorted(files) != FILES:
        raise Refused("layout")
    key = signed.signature(files["SHA256SUMS.sig"], "roster@onsite-bundle", files["SHA256SUMS"])
    listed = signed.manifest(files["SHA256SUMS"], FOLDER)
    signed.listing(FOLDER, contents, listed)
    check_digests(contents, listed, ["step.json"])
    header = signed.header(files["step.json"], signed.ROSTER_STEP)
    check_digests(contents, listed, ["roster.json"])
    try:
        value, one = forms.spelled(LIST, forms.parse(files["roster.json"]), files["roster.json"])
    except Unfit as error:
        raise Refused("roster") from error
    if not one:
        raise Refused("spelling")
    entries = check_list(value)
    if generated(entries) != (files["allowed_signers"], files["revoked_keys"]):
        raise Refused("roster")
    entry = next((e for e in entries if e.key == key), None)
    good = (
        get(header, "seq") == get(value, "seq")
        and get(header, "signer", "fingerprint") == signed.print_of(key)
        and entry is not None
        and entry.principal == get(header, "signer", "principal")
        and entry.status != "compromised"
        and "root" in entry.roles
        and entry.is_valid_at(get(header, "sealed_at"))
    )
    if not good:
        raise Refused("roster")
    check_digests(contents, listed, [name for name in FILES if not name.startswith("SHA")])
    return Roster(value, get(header, "training"))


def check_digests(contents, listed, paths):
    for path in paths:
        name = f"{FOLDER}/{path}"
        if signed.sha256(contents[name][0]) != listed[name]:
            raise Refused("digest")
