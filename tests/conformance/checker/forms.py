"""FORMAT.md, One spelling: values as forms that read leniently and write in the one way."""

import datetime
import json
import re


class Obj(list):
    """The members of a JSON object, in order, as pairs."""


class Unfit(Exception):
    """A value does not have its form."""


def fail(*_):
    raise Unfit


def integer(text):
    return fail() if text.startswith("-0") else int(text)


def parse(data, floats=False):
    """JSON of bytes; objects as pairs."""
    options = {"object_pairs_hook": Obj, "parse_constant": fail, "parse_int": integer}
    options["parse_float"] = float if floats else fail
    try:
        value = json.loads(data.decode("utf-8"), **options)
        json.dumps(value, ensure_ascii=False).encode("utf-8")
        return value
    except (ValueError, RecursionError) as error:
        raise Unfit from error


def write(value):
    """The one spelling of a value."""
    if isinstance(value, Obj):
        return "{" + ",".join(f"{write(k)}:{write(v)}" for k, v in value) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(write, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def spelled(form, value, data):
    """The value in its form and whether the bytes are its one spelling."""
    value = form(value)
    return value, write(value).encode("utf-8") == data


def plain(value):
    """Any JSON without a name twice."""
    if isinstance(value, Obj):
        if len({name for name, _ in value}) != len(value):
            fail()
        return Obj((name, plain(held)) for name, held in value)
    if isinstance(value, list):
        return [plain(held) for held in value]
    if isinstance(value, int) and not -(1 << 63) <= value < 1 << 64:
        fail()
    return value


def text(pattern=None, most=None):
    def form(value):
        fits = isinstance(value, str) and (most is None or len(value.encode()) <= most)
        return value if fits and (not pattern or re.fullmatch(pattern, value)) else fail()

    return form


def number(least=0, most=(1 << 64) - 1):
    def form(value):
        fits = type(value) is int and least <= value <= most
        return value if fits else fail()

    return form


def boolean(value):
    return value if isinstance(value, bool) else fail()


def nullable(form):
    return lambda value: None if value is None else form(value)


def many(form):
    return lambda value: [form(held) for held in value] if type(value) is list else fail()


def struct(**fields):
    """An object with these members. One whose name ends with _ may be left out."""
    names = [name.rstrip("_") for name in fields]
    optional = {name.rstrip("_") for name in fields if name.endswith("_")}
    forms = dict(zip(names, fields.values()))

    def form(value):
        if type(value) is list:
            # A second spelling that parsers take: the values alone, in order.
            if len(value) != len(names):
                fail()
            value = Obj(zip(names, value))
        if not isinstance(value, Obj):
            fail()
        held = dict(value)
        if len(held) != len(value) or set(held) - set(names):
            fail()
        out = Obj()
        for name in names:
            if name in optional:
                if held.get(name) is not None:
                    out.append((name, forms[name](held[name])))
            elif name not in held:
                fail()
            else:
                out.append((name, forms[name](held[name])))
        return out

    return form


def choice(*plain_names, **contents):
    """A name, or an object with one member; a name as an object is a second spelling."""

    def form(value):
        if isinstance(value, Obj) and len(value) == 1:
            (name, held), = value
            if name in contents:
                return Obj([(name, contents[name](held))])
            value = name if held is None else fail()
        return value if value in plain_names else fail()

    return form


MOMENT = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[Tt ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?([Zz]|[+-]\d\d:\d\d)"
)


def moment(value):
    """Local time with its offset, in the one spelling."""
    found = MOMENT.fullmatch(value) if isinstance(value, str) else None
    if not found:
        fail()
    year, month, day, hour, minute, second, fraction, offset = found.groups()
    try:
        datetime.datetime(*map(int, (year, month, day, hour, minute, second)))
    except ValueError as error:
        raise Unfit from error
    digits = (fraction or "").rstrip("0")
    digits = digits + "0" * (-len(digits) % 3)
    offset = "Z" if offset in ("Z", "z", "+00:00") else offset
    return f"{year}-{month}-{day}T{hour}:{minute}:{second}{'.' + digits if digits else ''}{offset}"


def utc(value):
    """A moment as a time in UTC, cut to the second."""
    value = re.sub(r"\.\d+", "", value).replace("Z", "+00:00")
    return datetime.datetime.fromisoformat(value).astimezone(datetime.timezone.utc)


def stamp(value):
    """UTC to the second."""
    found = isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", value)
    return moment(value) if found else fail()


def get(value, *names):
    """A member of an object, of a member, and so on; None where it is left out."""
    for name in names:
        value = dict(value).get(name) if isinstance(value, Obj) else None
    return value


identifier = text(r"[A-Za-z0-9_](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?")
digest = text(r"[0-9a-f]{64}")
fingerprint = text(r"SHA256:[A-Za-z0-9+/]{43}")
nonce = text(r"[0-9a-f]{32}")
any_text = text()
app = text(r"[ -~]{1,64}")
signer = struct(principal=identifier, fingerprint=fingerprint)
