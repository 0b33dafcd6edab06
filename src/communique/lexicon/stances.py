"""Stance frames: cues, what they say, where their target stands. Data in stances.toml."""

import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any, Literal, get_args

from communique.errors import LexiconError
from communique.model.claim import Stance

FrameKind = Literal["verb", "noun", "adj", "modal"]
_TAKE = re.compile(r"(?:obj|to|in|ing|that|subj|clause|predicate|obj\+to|prep:[a-z]+(?:\|[a-z]+)*(?:\+to)?)\Z")
KEYS = frozenset("id stance pos cues take heads unless particle negated holder weak yields barred".split())
_DOUBLED = re.compile(r"(?:mit|plan|regret|deter|abhor|rebut)\Z")


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame. take: where the target stands, in order of preference; heads, unless: target heads that are required or
    barred, empty for any; particle: a word that belongs to the cue; negated: only under negation;
    holder: the clause's subject or the speaker; weak: often no stance at all;
    yields: to a cue that heads the target; barred: prepositions before the cue with which it says something else."""

    id: str
    stance: Stance
    kind: FrameKind
    cues: tuple[str, ...]
    take: tuple[tuple[str, frozenset[str]], ...]
    heads: frozenset[str]
    unless: frozenset[str]
    particle: str
    negated: bool
    holder: str
    weak: bool
    yields: bool
    barred: frozenset[str]


@dataclass(frozen=True, slots=True)
class Schedule:
    """Words, in base form, of what is merely going to happen or be said: verbs, and events that light verbs go with."""

    verbs: frozenset[str]
    light: frozenset[str]
    events: frozenset[str]


@dataclass(frozen=True, slots=True)
class Stances:
    """All frames, findable by the inflected cue in lower case."""

    frames: tuple[Frame, ...]
    by_form: dict[str, tuple[Frame, ...]]
    schedule: "Schedule"


def inflections(verb: str) -> list[str]:
    """The regular forms of an English verb, base form first."""
    if verb.endswith("e"):
        return [verb, verb + "s", verb + "d", verb[:-1] + "ing"]
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return [verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"]
    if _DOUBLED.search(verb):
        return [verb, verb + "s", verb + verb[-1] + "ed", verb + verb[-1] + "ing"]
    s = "es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s"
    return [verb, verb + s, verb + "ed", verb + "ing"]


def plurals(noun: str) -> list[str]:
    """Singular and regular plural."""
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return [noun, noun[:-1] + "ies"]
    return [noun] if noun.endswith("s") else [noun, noun + "s"]


def _frame(raw: dict[str, Any]) -> Frame:
    name = raw.get("id")
    if not isinstance(name, str):
        raise LexiconError("stances.toml: a frame without id")
    if raw.get("stance") not in get_args(Stance):
        raise LexiconError(f"stances.toml: {name}: unknown stance {raw.get('stance')!r}")
    if raw.get("pos") not in get_args(FrameKind):
        raise LexiconError(f"stances.toml: {name}: unknown pos {raw.get('pos')!r}")
    unknown = sorted(set(raw) - KEYS)
    if unknown:
        raise LexiconError(f"stances.toml: {name}: unknown keys {unknown}")
    if raw.get("holder", "subject") not in ("subject", "speaker"):
        raise LexiconError(f"stances.toml: {name}: unknown holder {raw['holder']!r}")
    if not raw.get("cues") or not raw.get("take"):
        raise LexiconError(f"stances.toml: {name}: needs cues and take")
    take = []
    for item in raw["take"]:
        if not _TAKE.match(item):
            raise LexiconError(f"stances.toml: {name}: cannot read take {item!r}")
        where, _, words = item.partition(":")
        tail = "+to" if words.endswith("+to") else ""
        take.append((where + tail, frozenset(words.removesuffix("+to").split("|")) if words else frozenset()))
    return Frame(
        id=name,
        stance=raw["stance"],
        kind=raw["pos"],
        cues=tuple(raw["cues"]),
        take=tuple(take),
        heads=frozenset(raw.get("heads", ())),
        unless=frozenset(raw.get("unless", ())),
        particle=raw.get("particle", ""),
        negated=bool(raw.get("negated", False)),
        holder=raw.get("holder", "subject"),
        weak=bool(raw.get("weak", False)),
        yields=bool(raw.get("yields", False)),
        barred=frozenset(raw.get("barred", ())),
    )


def parse(source: str) -> Stances:
    """Stances from the text of a TOML file. Raises LexiconError with the frame's id and what is wrong."""
    try:
        data = tomllib.loads(source)
    except tomllib.TOMLDecodeError as error:
        raise LexiconError(f"stances.toml: {error}") from None
    irregular: dict[str, list[str]] = data.get("forms", {})
    frames = tuple(_frame(raw) for raw in data.get("frame", ()))
    if len({f.id for f in frames}) != len(frames):
        raise LexiconError("stances.toml: two frames share an id")
    by_form: dict[str, list[Frame]] = {}
    for frame in frames:
        for cue in frame.cues:
            forms = [cue]
            if frame.kind == "verb":
                forms = [cue, *irregular[cue]] if cue in irregular else inflections(cue)
            elif frame.kind == "noun":
                forms = plurals(cue)
            for form in dict.fromkeys(forms):
                by_form.setdefault(form, []).append(frame)
    raw = data.get("schedule", {})
    if unknown := sorted(set(raw) - {"verbs", "light", "events"}):
        raise LexiconError(f"stances.toml: schedule: unknown keys {unknown}")
    schedule = Schedule(*(frozenset(raw.get(key, ())) for key in ("verbs", "light", "events")))
    return Stances(frames, {k: tuple(v) for k, v in by_form.items()}, schedule)


@lru_cache(maxsize=1)
def stances() -> Stances:
    """The frames that ship, read once."""
    return parse(files("communique.lexicon").joinpath("stances.toml").read_text(encoding="utf-8"))
