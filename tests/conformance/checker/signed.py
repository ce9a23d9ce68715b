"""FORMAT.md, Manifest, Signature, Header: one signed folder."""

import base64
import hashlib
import re
import struct
import subprocess
import tempfile

from . import Refused, forms
from .forms import Unfit, get

KINDS = ["survey", "review", "report", "plan", "followup", "decision"]

CHAIN = forms.struct(device=forms.identifier, count=forms.number(1), head=forms.digest)
PACK = forms.struct(id=forms.identifier, sha256=forms.digest)
STEP = forms.struct(
    format=forms.text("onsite-bundle/1"),
    kind=forms.choice(*KINDS),
    step=forms.number(0, 15),
    case_id=forms.identifier,
    visit_id=forms.identifier,
    revision=forms.number(1, (1 << 32) - 1),
    supersedes=forms.nullable(forms.digest),
    training=forms.boolean,
    sealed_at=forms.stamp,
    signer=forms.signer,
    standards=forms.nullable(PACK),
    roster=forms.nullable(forms.struct(seq=forms.number(), sha256=forms.digest)),
    journal=forms.many(CHAIN),
    record=forms.number(1, 1),
    rules=forms.number(1, 1),
    to=forms.many(forms.identifier),
    nonce=forms.nonce,
    app=forms.app,
)
ROSTER_STEP = forms.struct(
    format=forms.text("onsite-bundle/1"),
    kind=forms.choice("roster"),
    seq=forms.number(),
    training=forms.boolean,
    sealed_at=forms.stamp,
    signer=forms.signer,
    nonce=forms.nonce,
    app=forms.app,
)


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def check_newer(data):
    """What a newer number governs is not judged."""
    try:
        loose = forms.parse(data, floats=True)
    except Unfit:
        return
    found = get(loose, "format")
    if isinstance(found, str) and found.startswith("onsite-bundle/") and found != "onsite-bundle/1":
        raise Refused("newer")
    if any(type(get(loose, n)) is int and get(loose, n) > 1 for n in ("record", "rules")):
        raise Refused("newer")


def header(data, form):
    check_newer(data)
    try:
        value, one = forms.spelled(form, forms.parse(data), data)
    except Unfit as error:
        raise Refused("header") from error
    if not one:
        raise Refused("spelling")
    return value


def step_header(data):
    value = header(data, STEP)
    devices = [get(chain, "device") for chain in get(value, "journal")]
    is_survey = get(value, "kind") == "survey"
    first = get(value, "revision") == 1
    wrong = (
        first != (get(value, "supersedes") is None)
        or is_survey == (not devices)
        or any(a >= b for a, b in zip(devices, devices[1:]))
        or (is_survey and get(value, "standards") is None)
    )
    if wrong:
        raise Refused("header")
    return value


def lines(data):
    """Paths and digests of a manifest or of PREV."""
    if not data or not data.endswith(b"\n"):
        raise Refused("manifest")
    found = []
    for line in data[:-1].split(b"\n"):
        match = re.fullmatch(rb"([0-9a-f]{64})  ([A-Za-z0-9._/-]{1,100})", line)
        segments = match[2].decode().split("/") if match else []
        plain = all(s and s[0] not in ".-" and s[-1] != "." for s in segments)
        if not match or not plain or not 2 <= len(segments) <= 3:
            raise Refused("manifest")
        found.append((match[2].decode(), match[1].decode()))
    if any(a[0] >= b[0] for a, b in zip(found, found[1:])):
        raise Refused("manifest")
    return found


def manifest(data, folder):
    found = lines(data)
    own = (f"{folder}/SHA256SUMS", f"{folder}/SHA256SUMS.sig")
    if any(not path.startswith(f"{folder}/") or path in own for path, _ in found):
        raise Refused("manifest")
    return dict(found)


BEGIN, END = b"-----BEGIN SSH SIGNATURE-----\n", b"-----END SSH SIGNATURE-----\n"
CHECKED = {}


def take(data):
    """The first string of SSH's wire format, and the rest."""
    if len(data) < 4:
        raise Refused("signature-form")
    (length,) = struct.unpack_from(">I", data)
    if len(data) < 4 + length:
        raise Refused("signature-form")
    return data[4 : 4 + length], data[4 + length :]


def signature(armored, namespace, message):
    """Checks a signature and gives the key in OpenSSH's form."""
    if len(armored) > 4096 or not armored.startswith(BEGIN) or not armored.endswith(END):
        raise Refused("signature-form")
    body = armored[len(BEGIN) : -len(END)]
    try:
        blob = base64.b64decode(body.replace(b"\n", b""), validate=True)
    except ValueError as error:
        raise Refused("signature-form") from error
    encoded = base64.b64encode(blob)
    wrapped = b"".join(encoded[at : at + 70] + b"\n" for at in range(0, len(encoded), 70))
    if wrapped != body or not blob.startswith(b"SSHSIG\x00\x00\x00\x01"):
        raise Refused("signature-form")
    key, rest = take(blob[10:])
    purpose, rest = take(rest)
    reserved, rest = take(rest)
    algorithm, rest = take(rest)
    made, rest = take(rest)
    if rest:
        raise Refused("signature-form")
    kind, point = take(key)
    suite = kind == b"ssh-ed25519" and algorithm == b"sha512" and not reserved
    if not suite or len(point) != 36 or take(made)[0] != b"ssh-ed25519":
        raise Refused("signature-suite")
    if purpose != namespace.encode():
        raise Refused("signature-namespace")
    seen = (sha256(armored), sha256(message))
    if seen not in CHECKED:
        CHECKED[seen] = stock_check(armored, namespace, message)
    if not CHECKED[seen]:
        raise Refused("signature")
    return "ssh-ed25519 " + base64.b64encode(key).decode()


def stock_check(armored, namespace, message):
    with tempfile.NamedTemporaryFile() as file:
        file.write(armored)
        file.flush()
        asked = ["ssh-keygen", "-Y", "check-novalidate", "-n", namespace, "-s", file.name]
        return subprocess.run(asked, input=message, capture_output=True).returncode == 0


def print_of(key):
    """A key's fingerprint."""
    raw = hashlib.sha256(base64.b64decode(key.split(" ")[1])).digest()
    return "SHA256:" + base64.b64encode(raw).decode().rstrip("=")


def listing(folder, files, listed):
    """Nothing unlisted, nothing missing."""
    own = (f"{folder}/SHA256SUMS", f"{folder}/SHA256SUMS.sig")
    if any(name not in listed and name not in own for name in files):
        raise Refused("unlisted")
    if any(name not in files for name in listed):
        raise Refused("missing")

