"""What the document as a whole says about its statements: owner, relays, channel, turns."""

import re
from dataclasses import dataclass, field

from communique.annotate.layers import Layers, Paragraph
from communique.lexicon.channels import channels
from communique.model import Span
from communique.model.claim import Channel
from communique.resolve.cast import Cast

ATTRIBUTABLE = re.compile(r"\battribut(?:able|ed)\s+(?:\w+\s+)?to\b", re.IGNORECASE)
RELEASED = re.compile(
    r"\b(?:statement|declaration|communiqu[eé]|text|release)\b.{0,120}?\b(?:(?:released|issued|made|adopted|agreed)\s+by|by)\b",
    re.IGNORECASE,
)
OWN_WORDS = re.compile(r"\b(?:statement|declaration|communiqu[eé])\b", re.IGNORECASE)
BODY: dict[str, Channel] = {"readout": "readout", "statement": "statement", "speech": "speech"}
COURTESY = re.compile(r"(?:MR|MS|MRS|DR)\b\.?", re.IGNORECASE)
LONGEST_FRAME = 400  # code points; a longer paragraph tells a story, it does not introduce a text
OPENING = 3000  # code points looked at for the occasion of a transcript


@dataclass(frozen=True, slots=True)
class Turn:
    """One paragraph of a speaker's turn. first: right after its label; role: official, questioner, steward."""

    paragraph: Paragraph
    label: Span | None
    speakers: tuple[str, ...]
    role: str
    first: bool


@dataclass(slots=True)
class Setting:
    """official: not a news report; owner: who says "we" in it; relays: through whom its statements come; frames: lines
    that introduce a text and say nothing; spoken: the channel of its turns; body: that of the rest;
    released: whether a line says who put the text out."""

    official: bool
    kind: str
    owner: tuple[str, ...] = ()
    relays: tuple[str, ...] = ()
    frames: tuple[Span, ...] = ()
    turns: tuple[Turn, ...] = ()
    spoken: Channel | None = None
    body: Channel | None = None
    released: bool = False
    by_paragraph: dict[int, Turn] = field(default_factory=dict)


def read(layers: Layers, cast: Cast) -> Setting:
    """The setting of a document."""
    setting = Setting(official=layers.document.kind != "news", kind=layers.document.kind)
    setting.turns = _turns(layers, cast)
    setting.by_paragraph = {t.paragraph.index: t for t in setting.turns}
    if setting.turns:
        setting.spoken = _spoken(layers, cast, setting.turns)
    setting.body = BODY.get(layers.document.kind)
    frames = []
    for paragraph in layers.paragraphs:
        words = paragraph.span.of(layers.text)
        if paragraph.part.role == "turn" or len(words) > LONGEST_FRAME:
            continue
        if found := ATTRIBUTABLE.search(words):
            setting.relays = _people_after(cast, paragraph, found.end())
            frames.append(paragraph.span)
            setting.official, setting.body = True, setting.body or "readout"
        elif (
            setting.official
            and words.endswith((":", "."))
            and (found := RELEASED.match(words) or _begun(layers, paragraph))
        ):
            setting.owner = _people_after(cast, paragraph, found.end())
            setting.released = True
            setting.body = "statement" if OWN_WORDS.search(words) else setting.body
            frames.append(paragraph.span)
    signer = _signer(layers, cast) if setting.official and not setting.turns else ()
    if signer and not setting.owner:
        setting.owner = signer
        setting.relays = setting.relays or signer
    setting.frames = tuple(frames)
    return setting


def _people_after(cast: Cast, paragraph: Paragraph, at: int) -> tuple[str, ...]:
    start = paragraph.span.start + at
    return cast.at((Span(start, paragraph.span.end),)) if start < paragraph.span.end else ()


def _begun(layers: Layers, paragraph: Paragraph) -> re.Match[str] | None:
    """A line that names who released the text that the next line begins ("Begin text:")."""
    following = layers.paragraphs[paragraph.index + 1 : paragraph.index + 2]
    if following and re.match(r"begin text", following[0].span.of(layers.text), re.IGNORECASE):
        return RELEASED.search(paragraph.span.of(layers.text))
    return None


def _signer(layers: Layers, cast: Cast) -> tuple[str, ...]:
    """Whose text it is: the person whose name and office alone make one of the first lines."""
    for paragraph in layers.paragraphs[:3]:
        words = paragraph.span.of(layers.text)
        if len(words) > 120 or words.endswith((".", ":", "?")):
            continue
        found = cast.at((paragraph.span,))
        if len(found) == 1 and cast.entity(found[0]).kind == "person" and cast.entity(found[0]).roles:
            named = cast.within(paragraph.span)[0]
            if named.head.start - paragraph.span.start <= len(words) // 2:
                return found
    return ()


def _turns(layers: Layers, cast: Cast) -> tuple[Turn, ...]:
    out: list[Turn] = []
    heard: set[int] = set()
    named = {m.span: e.id for e in cast.entities.values() for m in e.mentions}
    for paragraph in layers.paragraphs:
        part = paragraph.part
        if part.role != "turn":
            continue
        words = part.label.of(layers.text) if part.label else ""
        role = "questioner" if channels().questioner.match(words) else "official"
        role = "steward" if channels().steward.match(words) else role
        speakers: tuple[str, ...] = (part.speaker,) if part.speaker else ()
        if part.label and not speakers:
            speakers = (named[part.label],) if part.label in named else cast.at((part.label,))
        out.append(Turn(paragraph, part.label, speakers, role, part.start not in heard))
        heard.add(part.start)
    if out and len(heard) > 1:
        out = [*_unlabelled(layers, out), *out]
    return tuple(out)


def _unlabelled(layers: Layers, turns: list[Turn]) -> list[Turn]:
    """Sentences before the first label: the end of a turn begun before the excerpt, the official's if he is asked next."""
    first = turns[0]
    if first.role == "official":
        return []
    official = next((t for t in turns if t.role == "official"), None)
    before = [
        p
        for p in layers.paragraphs
        if p.span.end <= first.paragraph.part.start
        and p.part.role == "body"
        and layers.text[p.span.end - 1] in '.?!”"'
        and sum(s.paragraph == p.index for s in layers.sentences) > 0
    ]
    return [Turn(p, None, official.speakers if official else (), "official", False) for p in before]


def _spoken(layers: Layers, cast: Cast, turns: tuple[Turn, ...]) -> Channel:
    """The channel of a transcript, from its title and opening, its labels, and the offices of those who speak."""
    lexicon = channels()
    title = layers.document.title or ""
    if channel := lexicon.of_occasion(title):
        return channel
    asked = any(t.role == "questioner" for t in turns)
    stewarded = any(t.role == "steward" for t in turns)
    officials = {e for t in turns if t.role == "official" for e in t.speakers}
    spokesperson = any(lexicon.spokesperson.search(r.title) for e in officials for r in cast.entity(e).roles)
    first = turns[0].paragraph.part.start if turns[0].label else turns[0].paragraph.span.start
    before = layers.text[:first]
    opening = layers.text[:OPENING]
    if asked:
        courtesy = any(t.role == "official" and t.label and COURTESY.match(t.label.of(layers.text)) for t in turns)
        if spokesperson or stewarded or courtesy or lexicon.spokesperson.search(before):
            return "briefing"
        channel = lexicon.of_occasion(opening)
        return channel if channel in ("briefing", "interview") else "press conference"
    channel = lexicon.of_occasion(opening if stewarded else before)
    if channel and channel != "interview":
        return channel
    if spokesperson:
        return "briefing"
    if first and len({e for e in cast.at((Span(0, first),)) if cast.entity(e).kind == "person"}) == 2:
        return "press conference"  # the opening lines name both who appear
    return "meeting" if len(officials) == 2 and not stewarded else "speech"
