"""Answering "who is that?": a name, a title or an office looked up in the table of offices on a day, with reasons."""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import msgspec

from communique.lexicon.bodies import bodies
from communique.lexicon.office_classes import classes_of
from communique.lexicon.offices import offices
from communique.lexicon.person_names import core, fold, same_name
from communique.lexicon.spells import Spell
from communique.lexicon.states import states
from communique.lexicon.titles import title_words

WORD = re.compile(r"[^\W_]+(?:[.'\u2019-][^\W_]+)*\.?")
SMALL = frozenset("of the for and to a an in on at who is was s".split())
GENERAL = frozenset(("minister", "leader"))
SURNAMES = frozenset("bishop king prince major marshal pope judge price bush chief".split())  # as the last word, a name
LONGEST_NAME = 8
STALE = 400  # days beyond the last sighting after which an office without a known end is no longer answered


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who may be meant. since, until: as precise as known, "" for open; how: where it is known from.

    score: the higher the better, comparable within one answer only. reasons: what speaks for and against, in words.
    """

    person: str
    title: str
    of: str
    country: str
    since: str
    until: str
    wikidata: str
    how: str
    score: float
    reasons: tuple[str, ...]


class WhoAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to a question. answer: None where nobody or more than one fits; reason says why; candidates: best first."""

    question: str
    on: date | None
    answer: Candidate | None
    reason: str
    candidates: tuple[Candidate, ...]


class _Asked(msgspec.Struct, frozen=True):
    """A question taken apart: states or bodies in their order, where an envoy is sent, title words, classes, name."""

    parties: tuple[str, ...]
    to: str
    title: tuple[str, ...]
    classes: tuple[str, ...]
    name: str


def who(text: str, on: date | None = None) -> WhoAnswer:
    """Who is meant by "President Aliyev", "the Armenian prime minister" or "UN Secretary-General" on a day.

    Without a day, whoever is last known in office. Abstains (answer None) where two fit equally well.
    """
    asked = _take_apart(text)
    if not asked.parties and not asked.name:
        return _answer(text, on, None, "no name, state or body in the question is known", ())
    day = on.isoformat() if on else ""
    scored = [c for c in (_score(s, asked, day) for s in _pool(asked)) if c is not None]
    ranked = _best_of_each(scored)
    if not ranked:
        return _answer(text, on, None, "nobody in the table fits" + (f" on {day}" if day else ""), ())
    best = [c for c in ranked if c.score >= ranked[0].score - 0.01]
    if len(best) > 1:
        names = ", ".join(c.person for c in best[:3])
        return _answer(text, on, None, f"{len(best)} fit equally well: {names}", tuple(ranked[:5]))
    if ranked[0].score < 1:
        return _answer(text, on, None, ranked[0].reasons[-1], tuple(ranked[:5]))
    return _answer(text, on, ranked[0], "; ".join(ranked[0].reasons), tuple(ranked[:5]))


def _answer(
    text: str, on: date | None, answer: Candidate | None, reason: str, ranked: tuple[Candidate, ...]
) -> WhoAnswer:
    return WhoAnswer(question=text, on=on, answer=answer, reason=reason, candidates=ranked)


@lru_cache(maxsize=1)
def _parties() -> dict[tuple[str, ...], str]:
    """Codes of states and names of bodies by their folded names, adjectives, capitals and seats."""
    out: dict[tuple[str, ...], str] = {}
    for body in bodies().values():
        for name in (body.name, *body.aliases):
            out.setdefault(_plain(name), body.name)
    for state in states().values():
        for name in (*state.seats, *state.capitals, *state.people, *state.adjectives, *state.aliases, state.name):
            out[_plain(name)] = state.iso3
    out.pop((), None)
    return out


def _plain(text: str) -> tuple[str, ...]:
    return tuple(w for w in fold(text.replace(".", "")) if w != "the")


def _take_apart(text: str) -> _Asked:
    words = [w.removesuffix("'s").removesuffix("\u2019s") for w in WORD.findall(text)]
    known, lexicon = _parties(), title_words()
    parties: list[str] = []
    title: list[str] = []
    name: list[str] = []
    to, i = "", 0
    of_phrase = False  # after "of": capitalised words belong to the title ("Governor of Alaska")
    while i < len(words):
        for n in range(min(LONGEST_NAME, len(words) - i), 0, -1):
            key = _plain(" ".join(words[i : i + n]))
            if key in known and (n > 1 or words[i][0].isupper()) and not (n == 1 and name and i == len(words) - 1):
                if (i and words[i - 1].lower() == "to") or (
                    i > 1 and words[i - 1].lower() == "the" and words[i - 2].lower() == "to"
                ):
                    to = known[key]
                else:
                    parties.append(known[key])
                i, of_phrase = i + n, False
                break
        else:
            lower = words[i].lower().rstrip(".")
            titular = (
                lower in lexicon.office
                or lower in lexicon.modifiers
                or lower in lexicon.topics
                or lower in lexicon.role
            )
            if not titular and lower.endswith("s"):
                titular = lower[:-1] in lexicon.topics
            capital = words[i][0].isupper() or ("-" in lower and not words[i].islower())
            if lower in SMALL:
                title.append(lower)
                of_phrase = of_phrase or lower in ("of", "for", "to")
            elif lower in lexicon.honorifics and not title:
                pass
            elif (
                of_phrase or not capital or (titular and not (title and i + 1 == len(words) and lower in SURNAMES))
            ) and not name:
                title.append(lower)
            else:
                name.append(words[i])
            i += 1
    phrase = " ".join(title)
    if to and not parties:
        parties, to = [to], ""
    return _Asked(tuple(dict.fromkeys(parties)), to, _title_words(title), classes_of(phrase), " ".join(name))


def _title_words(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({w.removesuffix("s") for word in words for w in fold(word) if w not in SMALL}))


def _pool(asked: _Asked) -> list[Spell]:
    table = offices()
    if asked.name:
        return table.named(asked.name)
    return table.of_party(asked.parties[0]) + [s for p in asked.parties[1:] for s in table.of_party(p)]


def _score(spell: Spell, asked: _Asked, day: str) -> Candidate | None:
    """A candidate with its score, or None where the spell does not fit at all."""
    score, reasons = 0.0, []
    if asked.name:
        whole = len(core(fold(asked.name))) > 1
        score += 2 if whole else 1
        reasons.append(f"named {spell.person}")
    if asked.parties:
        if not _party_fits(spell, asked):
            return None
        score += 1
    if asked.title:
        words = _title_words(spell.title.replace("-", " ").split())
        if words == asked.title:
            score += 2.5
        elif set(asked.classes) - GENERAL & set(spell.classes) or _loosely(asked, spell):
            score += 2 - 0.05 * len(set(words) ^ set(asked.title))
        elif len(set(words) & set(asked.title)) >= 0.75 * len(set(words) | set(asked.title)):
            score += 1
        elif not asked.name:
            return None
        else:
            score -= 2
        reasons.append(f"{spell.title} of {_name(spell.of)}")
    if day:
        if not spell.runs(day):
            return None
        span = f"{spell.since or '?'} to {spell.until or 'open'}"
        if spell.sure(day):
            score += 1
            if spell.until and day >= spell.until:
                score -= 0.5  # the day of the handover goes to the successor
            reasons.append(f"in office {span}")
        elif not spell.until and _days(spell.seen, day) > STALE and not asked.name:
            score = min(score, 0.5)
            reasons.append(f"last seen in office on {spell.seen}, too long before")
        else:
            reasons.append(f"in office {span}, last seen {spell.seen}")
    elif not spell.until:
        score += 0.5
        reasons.append(f"last seen in office on {spell.seen}")
    if not reasons or (not asked.title and not asked.name):
        return None
    country = spell.of if spell.of in states() else bodies()[spell.of].country
    return Candidate(
        person=spell.person, title=spell.title, of=_name(spell.of), country=country, since=spell.since, until=spell.until,
        wikidata=spell.wikidata, how=spell.how, score=round(score, 3), reasons=tuple(reasons),
    )  # fmt: skip


def _party_fits(spell: Spell, asked: _Asked) -> bool:
    if asked.to:
        return spell.of in asked.parties and spell.to == asked.to
    if "ambassador" in asked.title and spell.to and not asked.name:
        return len(asked.parties) > 1 and spell.of == asked.parties[0] and spell.to == asked.parties[1]
    places = {spell.of, bodies()[spell.of].country if spell.of in bodies() else spell.of}
    return any(p in places for p in asked.parties)


def _loosely(asked: _Asked, spell: Spell) -> bool:
    """Whether a bare "minister" or "secretary" can be this office, which only a name beside it allows."""
    if not asked.name or not GENERAL & set(asked.classes):
        return False
    return any(c.endswith("minister") or c == "secretary of state" for c in spell.classes)


def _best_of_each(candidates: list[Candidate]) -> list[Candidate]:
    """The best candidate for each person, best first; ties in the order of the names."""
    best: list[Candidate] = []
    for c in sorted(candidates, key=lambda c: (-c.score, c.person, c.since)):
        if not any(c.person == b.person or same_name(fold(c.person), fold(b.person)) for b in best):
            best.append(c)
    return best


def _days(earlier: str, later: str) -> int:
    def day(text: str) -> date:
        year, month, number = (text + "-01-01")[:10].split("-")[:3]
        return date(int(year), int(month), int(number))

    return (day(later) - day(earlier)).days if earlier[:4].isdigit() and earlier[:4] < "9999" else 0


def _name(of: str) -> str:
    return states()[of].name if of in states() else of
