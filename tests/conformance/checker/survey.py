"""FORMAT.md, Contents by kind: what a survey's journals come to, and what stands beside them."""

import html.parser
import json
import re

from . import Refused, forms, journal
from .forms import Unfit, any_text, boolean, digest, get, identifier, many, nullable
from .journal import GROUND, LEVELS, METHODS, MODE, OFFERED, SOURCE_KIND, VALUES
from .signed import PACK, sha256

WORDS = forms.struct(id=digest, text=nullable(any_text))
WHY = forms.choice(listed=forms.number(0, 65535), typed=WORDS)
DAY = forms.text(r"\d{4}-\d\d-\d\d")
RECORD = forms.struct(
    record=forms.number(1, 1),
    case=identifier,
    training=boolean,
    practice=forms.struct(
        id=any_text,
        name=any_text,
        kind=any_text,
        population=forms.choice("adult", "pediatric", "both"),
        services=many(identifier),
    ),
    sites=many(
        forms.struct(
            id=identifier,
            name=nullable(any_text),
            town=nullable(any_text),
            time_zone=nullable(any_text),
        )
    ),
    packet=nullable(
        forms.struct(issue=forms.number(), sha256=digest, taken_at=forms.moment)
    ),
    visit=forms.struct(
        id=identifier,
        kind=journal.KIND,
        mode=MODE,
        planned=many(DAY),
        opened_at=forms.moment,
        revision=forms.number(1),
    ),
    surveyor=nullable(
        forms.struct(
            principal=identifier,
            name=any_text,
            credential=any_text,
            no_conflict_of_interest_at=nullable(forms.moment),
            no_conflict_of_interest_on=nullable(DAY),
        )
    ),
    standards=PACK,
    services=many(
        forms.struct(
            service=identifier, offered=OFFERED, told_by=many(identifier), at=forms.moment
        )
    ),
    sources=many(
        forms.struct(
            id=identifier,
            label=any_text,
            kind=SOURCE_KIND,
            person=nullable(any_text),
            sites=nullable(many(identifier)),
            title=nullable(WORDS),
            place=nullable(WORDS),
            chosen_by=nullable(any_text),
            chosen_how=nullable(WORDS),
            seen_at=forms.moment,
        )
    ),
    answers=many(
        forms.struct(
            element=identifier,
            method=METHODS,
            site=nullable(identifier),
            source=nullable(identifier),
            answer=VALUES,
            reason=nullable(WHY),
            remark=nullable(WORDS),
            at=forms.moment,
        )
    ),
    notes=many(
        forms.struct(
            element=nullable(identifier),
            method=nullable(METHODS),
            standard=nullable(identifier),
            note=WORDS,
        )
    ),
    determinations=many(
        forms.struct(
            standard=identifier,
            level=LEVELS,
            suggested=LEVELS,
            reason=nullable(WHY),
            rests_on=nullable(GROUND),
            at=forms.moment,
        )
    ),
    explanations=many(
        forms.struct(standard=identifier, gap=any_text, text=nullable(WORDS))
    ),
    shortfalls=many(
        forms.struct(
            sample=forms.struct(method=METHODS, kind=any_text, site=nullable(identifier)),
            reason=WHY,
        )
    ),
    seals=many(
        forms.struct(
            revision=forms.number(1),
            initials=any_text,
            by=identifier,
            at=forms.moment,
            reason=nullable(WORDS),
        )
    ),
    erased=many(digest),
)


class Page(html.parser.HTMLParser):
    """Refuses what runs, loads, submits or embeds; and what is no plain tag."""

    SHOWN = set(
        "a abbr address article aside b bdi blockquote body br caption circle cite code col"
        " colgroup data dd defs del desc details dfn div dl dt ellipse em fieldset figcaption"
        " figure footer g h1 h2 h3 h4 h5 h6 head header hgroup hr html i input ins kbd label"
        " legend li line main mark meta nav ol output p path polygon polyline pre q rect s"
        " samp section small span strong style sub summary sup svg symbol table tbody td text"
        " tfoot th thead time title tr tspan u ul use var wbr".split()
    )

    def refuse(self, *_):
        raise Refused("html")

    handle_comment = handle_pi = unknown_decl = refuse

    def handle_decl(self, decl):
        if decl.lower() != "doctype html" or self.getpos() != (1, 0):
            self.refuse()

    def handle_starttag(self, tag, attrs):
        if tag not in self.SHOWN:
            self.refuse()
        for name, value in attrs:
            value = value or ""
            outside = name == "href" and not re.fullmatch(r"#[\w.-]*", value)
            loads = name in ("src", "srcset", "action", "formaction", "poster", "background", "data")
            policy = name == "http-equiv" and value != "Content-Security-Policy"
            if name.startswith("on") or outside or loads or policy or self.is_loading(value):
                self.refuse()

    def handle_data(self, data):
        if self.lasttag == "style" and self.is_loading(data):
            self.refuse()

    @staticmethod
    def is_loading(style):
        return re.search(r"url\(|@import|image-set\(|javascript:|\\", style, re.IGNORECASE)


def check_page(data):
    try:
        page = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused("html") from error
    if not page.lower().startswith("<!doctype html>"):
        raise Refused("html")
    parser = Page(convert_charrefs=True)
    parser.feed(page)
    parser.close()


def named(value):
    """The texts that an event names."""
    key, content = journal.inner(value)
    names = [get(content, name) for name in ("packet", "text", "reason")]
    if key in ("16-redacted", "17-identifier_justified"):
        names = []
    for side in ("was", "now"):
        held = get(content, side)
        if isinstance(held, str) and key == "11-note_written":
            names.append(held)
        names.append(get(held, "reason", "typed"))
        names.append(get(held, "remark"))
        names.append(get(held, "typed"))
        if key == "13-difference_explained":
            names.append(get(held, "text"))
        names.extend(get(held, name) for name in ("title", "place", "chosen_how"))
    names.extend(get(content, "details", name) for name in ("title", "place", "chosen_how"))
    return {name for name in names if isinstance(name, str)}


def check_fold(header, entries, texts):
    """The seal, the header's time, the visit, the packet, the texts."""
    last = entries[-1]
    seal = get(last, "event", "18-sealed")
    sealed = seal is not None and get(seal, "visit") == get(header, "visit_id")
    if not sealed or get(seal, "revision") != get(header, "revision"):
        raise Refused("fold")
    if get(last, "actor") != get(header, "signer", "principal"):
        raise Refused("fold")
    if forms.utc(get(last, "at")).strftime("%Y-%m-%dT%H:%M:%SZ") != get(header, "sealed_at"):
        raise Refused("sealed-at")
    events = [get(entry, "event")[0] for entry in entries]
    training = events[0][0] == "1-case_opened" and get(events[0][1], "training")
    visits = [held for key, held in events if key == "3-visit_opened"]
    visit = next((v for v in visits if get(v, "visit") == get(header, "visit_id")), None)
    packets = [held for key, held in events if key == "2-packet_taken"]
    if training != get(header, "training") or visit is None or not packets:
        raise Refused("fold")
    taken = {get(packet, "packet") for packet in packets}
    newest = max(packets, key=lambda packet: get(packet, "issue"))
    words = texts.get(get(newest, "packet"))
    if not taken <= set(texts) or sha256(words.encode()) != get(newest, "sha256"):
        raise Refused("fold")
    if get(visit, "pack") != get(header, "standards"):
        raise Refused("fold")
    redacted = {get(held, "text") for key, held in events if key == "16-redacted"} - taken
    wanted = set().union(*(named(get(entry, "event")) for entry in entries))
    if wanted - redacted - set(texts) or redacted & set(texts) or set(texts) - wanted:
        raise Refused("fold")
    return packets, words


def check_pack(header, data):
    try:
        pack = json.loads(data.decode("utf-8-sig"))
        form = re.fullmatch(r"onsite-pack/(\d+)", pack["format"])
        if form and int(form[1]) > 1:
            raise Refused("newer")
        domains = {domain["id"] for domain in pack["domains"]}
        good = form and all(standard["domain"] in domains for standard in pack["standards"])
    except (ValueError, KeyError, TypeError) as error:
        raise Refused("pack") from error
    if not good or pack["id"] != get(header, "standards", "id"):
        raise Refused("pack")


def fold(entries, visit):
    """The answers and levels of a visit that the journals come to, without their times."""
    answers, levels = {}, {}
    for entry in entries:
        key, held = journal.inner(get(entry, "event"))
        now = get(held, "now")
        if get(held, "visit") != visit or key not in ("10-answered", "12-determined"):
            continue
        if key == "10-answered":
            check, cell = get(held, "cell", "check"), get(held, "cell")
            place = get(check, "element"), get(check, "method"), get(cell, "site"), get(cell, "source")
            answers[place] = now and get(now, "value")
        else:
            levels[get(held, "standard")] = now and (get(now, "level"), get(now, "suggested"))
    drop = lambda held: {place: value for place, value in held.items() if value}
    return drop(answers), drop(levels)


def check_record(header, data, entries, packets, packet):
    """Strictly, and the facts that need no rule of what a time or a text comes to."""
    try:
        record, one = forms.spelled(RECORD, forms.parse(data), data)
    except Unfit as error:
        raise Refused("record") from error
    seals = [e for e in entries if get(e, "event", "18-sealed", "visit") == get(header, "visit_id")]
    answers, levels = fold(entries, get(header, "visit_id"))
    said = lambda held, *names: tuple(get(held, name) for name in names)
    place = ("element", "method", "site", "source")
    facts = [
        ({said(a, *place): get(a, "answer") for a in get(record, "answers")}, answers),
        (
            {
                get(level, "standard"): said(level, "level", "suggested")
                for level in get(record, "determinations")
            },
            levels,
        ),
        (get(record, "practice", "name"), packet["practice"]["name"]),
        (get(record, "practice", "id"), packet["practice"]["id"]),
        (get(record, "case"), get(header, "case_id")),
        (get(record, "training"), get(header, "training")),
        (get(record, "visit", "id"), get(header, "visit_id")),
        (get(record, "visit", "revision"), get(header, "revision")),
        (get(record, "standards"), get(header, "standards")),
        (get(record, "packet", "sha256"), get(packets[-1], "sha256")),
        (
            [(get(s, "initials"), get(s, "at"), get(s, "by")) for s in get(record, "seals")],
            [(get(s, "event", "18-sealed", "initials"), get(s, "at"), get(s, "actor")) for s in seals],
        ),
    ]
    if any(there != is_so for there, is_so in facts):
        raise Refused("record")
    if not one:
        raise Refused("spelling")


def check(header, files, before, recalled):
    """Everything about a survey, given its files by their path in the folder."""
    entries = []
    for head in get(header, "journal"):
        data = files[f"journal-{get(head, 'device')}.jsonl"]
        entries += journal.chain(data, head, get(header, "case_id"))
        earlier = [known for known in before if get(known, "device") == get(head, "device")]
        if not all(journal.begins_with(data, known) for known in earlier):
            raise Refused("journal")
    devices = {get(head, "device") for head in get(header, "journal")}
    if any(get(known, "device") not in devices for known in before):
        raise Refused("missing")
    for known in recalled:
        data = files.get(f"journal-{get(known, 'device')}.jsonl")
        if data is None or not journal.begins_with(data, known):
            raise Refused("history-rewritten")
    texts = journal.texts(files["texts.jsonl"])
    entries.sort(key=lambda e: (get(e, "clock"), get(e, "device"), get(e, "seq")))
    journal.check_sequence(entries)
    packets, words = check_fold(header, entries, texts)
    check_pack(header, files["pack.json"])
    check_record(header, files["record.json"], entries, packets, json.loads(words))
