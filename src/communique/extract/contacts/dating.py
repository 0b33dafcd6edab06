"""When a telling puts its contact, and whether that makes it held or planned."""

import re
from calendar import monthrange
from datetime import date, timedelta

from communique.annotate.layers import Layers
from communique.annotate.times import when_of
from communique.annotate.times.find import anchor_of
from communique.extract.contacts.groups import Party
from communique.extract.contacts.telling import Telling
from communique.lexicon.contacts import contact_lexicon
from communique.model import Span, When
from communique.model.claim import Status
from communique.resolve.cast import Cast

IN = re.compile(r",?\s+(?:(?:today|yesterday|earlier|again|(?:on\s+)?[A-Z]\w+day)\s+)?in\s+")
ON = re.compile(r"(?:\s+in\s+[A-Z]\w+(?:\s[A-Z]\w+)*)?\s+(?:(?:in|on)\s+)?")  # "the summit in Port Sele in 2022"
SCHEDULE = re.compile(r"\b(?:public|press|daily|weekly)\s+schedule\b", re.I)
OPENING = 300  # characters in which a document says that it is a schedule
WEEKDAY = re.compile(r"(?:on\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day", re.I)
RECENT = timedelta(days=60)  # a plan dated further back is rather a date that was misread


def when_told(layers: Layers, telling: Telling) -> When | None:
    """The date of a telling: its own, else that of the contact verb whose clause it continues ("visited the capital on Monday
    and met", "flew there on Monday, where she met")."""
    when, token = when_of(layers, telling.sentence, telling.token), telling.token
    verbs = contact_lexicon().verbs()
    if when is None and token.pos_ in ("NOUN", "PROPN"):
        end = telling.sentence.span_of(token).end
        after = [p.mention.end for p in (*telling.first, *telling.second) if end < p.mention.end]
        right = [t for t in layers.times if t.kind == "date" and end < t.span.start < telling.sentence.span.end]
        ends = (end, max(after, default=end))  # "the call with Tolen on Friday"
        when = next((t.when for t in right for at in ends if ON.fullmatch(layers.text, at, t.span.start)), None)
    if when is None and token.pos_ in ("NOUN", "PROPN"):  # "the meeting that is going to be on Wednesday"
        going = [
            x for c in token.children if c.dep_ == "relcl" and c.lemma_ == "go" for x in c.children if x.dep_ == "xcomp"
        ]
        when = next((w for x in going if (w := when_of(layers, telling.sentence, x))), None)
    if when is None and token.dep_ == "pobj" and token.head.lower_ in ("in", "during", "at") and token.pos_ == "NOUN":
        above = token.head.head  # "on Friday finished the draft in consultation with"
        return when_of(layers, telling.sentence, above) if above.pos_ == "VERB" else None
    for _ in range(3):
        if when is not None or token.dep_ not in (
            "conj",
            "relcl",
            "advcl",
            "xcomp",
            "acl",
            "pobj",
            "prep",
            "dobj",
            "pcomp",
        ):
            return when
        token = token.head
        if token.pos_ == "VERB" and token.lemma_ in verbs and token.dep_ != "relcl":
            when = when_of(layers, telling.sentence, token)
    return when


def lies_ahead(layers: Layers, telling: Telling, when: When | None) -> When | None:
    """The coming weekday for what something came ahead of ("spoke ahead of the summit on Friday"), which the verb put in the
    past."""
    today, _ = anchor_of(layers.document)
    if when is None or when.start is None or today is None or telling.status != "planned":
        return when
    weekday = when.start == when.end and all(WEEKDAY.fullmatch(span.of(layers.text)) for span in when.said)
    if when.start >= f"{today}" or not weekday or telling.token.dep_ != "pobj":
        return when
    coming = f"{date.fromisoformat(when.start) + timedelta(days=7)}"
    return When(edtf=coming, start=coming, end=coming, said=when.said, anchor=when.anchor)


def possible(layers: Layers, when: When | None, status: Status) -> When | None:
    """A contact that was held lies not after the day of publication (time zones allowed for): such a date is of something
    else ("142 years later")."""
    today, _ = anchor_of(layers.document)
    if status != "held" or today is None or when is None or when.start is None:
        return when
    return None if when.start > f"{today + timedelta(days=1)}" else when


def published_on(layers: Layers) -> When | None:
    """The day of publication, for what a speaker tells as going on ("a pleasure to have you here")."""
    day, anchor = anchor_of(layers.document)
    return When(edtf=f"{day}", start=f"{day}", end=f"{day}", anchor=anchor) if day else None


def beside_told(layers: Layers, group: tuple[Party, ...]) -> When | None:
    """The date right after a name of a list ("meetings with Tolen ten days ago and Sool last week"), on the same line."""
    end = max(p.mention.end for p in group)
    after = (t for t in layers.times if 0 <= t.span.start - end <= 2 and t.kind == "date")
    return next((t.when for t in after if "\n" not in layers.text[end : t.span.start]), None)


def beside_placed(layers: Layers, cast: Cast, telling: Telling) -> str | None:
    """The place right after the name of the other side ("met with Foreign Minister Tolen in Port Sele"); None elsewhere."""
    if telling.shape == "visitor" or not telling.second:
        return None
    end = max(p.mention.end for p in telling.second)
    if end >= telling.sentence.span.end:
        return None
    for r in cast.within(Span(end, telling.sentence.span.end), attributive=True):
        if r.span.start >= end:
            placed = r.entities and cast.entity(r.entities[0]).kind in ("place", "country")
            return r.entities[0] if placed and IN.fullmatch(layers.text, end, r.span.start) else None
    return None


def since_told(layers: Layers, telling: Telling) -> When | None:
    """When the contact before took place, from "the first call since May"."""
    if not telling.first_since:
        return None
    for time in layers.times:
        if time.kind == "since" and telling.sentence.span.contains(time.span) and time.when and time.when.start:
            day, about = time.when.start, "~" if "~" in time.when.edtf else ""
            if about:  # "since the end of September": some day of that month
                month = day[:7]
                return When(
                    edtf=month, start=f"{month}-01", end=_month_end(month), said=(time.span,), anchor=time.when.anchor
                )
            first = time.when.edtf.split("/")[0]
            start, end = day, _last_day(first) or day
            return When(edtf=first, start=start, end=end, said=(time.span,), anchor=time.when.anchor)
    return None


def _last_day(edtf: str) -> str | None:
    """The last day of a year or month; None for a day."""
    if len(edtf) == 4:
        return f"{edtf}-12-31"
    return _month_end(edtf) if len(edtf) == 7 else None


def _month_end(month: str) -> str:
    year, number = int(month[:4]), int(month[5:7])
    return f"{month}-{monthrange(year, number)[1]:02d}"


def status_told(layers: Layers, telling: Telling, when: When | None) -> Status:
    """What the words say; else planned for a date after publication, held otherwise."""
    published = (layers.document.published or "")[:10]
    if telling.token.lemma_ in contact_lexicon().words.departures and telling.token.tag_ in ("VBZ", "VBP"):
        return "planned"
    begun = when is not None and when.start is not None and when.start < published
    if telling.status is None and not begun and SCHEDULE.search(layers.text, 0, OPENING):
        return "planned"  # "the secretary meets with Tolen"
    if when and when.start and when.end and published:
        if telling.status in (None, "held") and when.start > published and telling.token.tag_ != "VBD":
            return "planned"
        late = date.fromisoformat(published) - date.fromisoformat(when.end)
        if telling.status == "planned" and timedelta(0) < late < RECENT and telling.token.pos_ != "VERB":
            return "held"
    return telling.status or "held"
