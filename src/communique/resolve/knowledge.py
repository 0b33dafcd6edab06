"""What the table of offices knows of somebody: one person, or a reason why not."""

from collections.abc import Iterable
from datetime import date

from communique.lexicon.bodies import bodies
from communique.lexicon.first_names import first_names
from communique.lexicon.office_classes import classes_of
from communique.lexicon.offices import SURNAME_FIRST, offices
from communique.lexicon.person_names import core, fold
from communique.lexicon.spells import Spell
from communique.lexicon.states import states
from communique.model import Role
from communique.resolve.draft import Draft, Office

FAMOUS = frozenset(
    ("head of state", "head of government", "foreign minister", "secretary of state", "secretary-general")
)
RANKS = tuple(
    frozenset(r.split()) for r in ("president", "king queen monarch", "emir amir", "sultan", "pope", "emperor empress")
)
CROWN = "GBR"
CABINET = frozenset(
    ("minister", "secretary of state", "defence minister", "finance minister", "interior minister", "foreign minister")
)


def look_up(name: str, titles: Iterable[Office], day: date | None, country: str | None) -> tuple[list[Spell], str]:
    """Spells of the one person of the table whom name, titles and day fit; [] with the reason otherwise.

    A surname alone needs a title that fits or one of the best-known offices on that day; a full name needs a title or state
    that does not contradict.
    """
    spells = offices().named(name)
    if not spells:
        return [], "not in the table of offices"
    on = day.isoformat() if day else ""
    full = len(core(fold(name))) > 1
    wanted = [o for o in titles if o.classes]
    fitting = spells
    if wanted:
        fitting = [s for s in spells if any(suits(o, s) for o in wanted)]
        if not fitting and full and country:
            fitting = [s for s in spells if _state(s) == country]
    elif country:
        fitting = [s for s in spells if _state(s) == country]
    if on:
        running = [s for s in fitting if s.runs(on)]
        if not full and not wanted:
            running = [s for s in running if FAMOUS & set(s.classes) and s.sure(on) and _surname(name, s)]
        fitting = running or (fitting if full and (wanted or country) else [])
    elif not full:
        fitting = [s for s in fitting if wanted or country]
    people = {(s.person, s.wikidata) for s in fitting}
    if len({p for p, _ in people}) != 1:
        return [], "several people of the table fit" if people else "nobody of the table fits"
    return fitting, f"the only {'holder' if wanted else 'person'} of that name known" + (f" on {on}" if on else "")


def suits(office: Office, spell: Spell) -> bool:
    """Whether a title of the text can name a spell of the table."""
    if office.states and _state(spell) not in office.states:
        return False
    if office.body and spell.of != office.body and bodies()[office.body].country != _state(spell):
        return False
    kinds = set(spell.classes)
    if kinds & set(office.classes):
        return True
    if "deputy secretary" in office.classes and spell.title.lower().startswith("deputy secretary"):
        return True
    if "minister" in office.classes and office.noun in ("minister", "secretary"):
        return (bool(kinds & CABINET) and office.noun in spell.title.lower()) or (
            office.noun == "minister" and any(k.endswith("minister") for k in kinds)
        )
    return "leader" in office.classes and bool(kinds & {"head of state", "head of government"})


def _surname(name: str, spell: Spell) -> bool:
    """Whether one word is a person's surname, and no first name: "Simon" alone tells nobody."""
    word = core(fold(name))[-1]
    forms = [core(fold(form)) for form in offices().forms(spell.person)]
    if name in first_names():
        return False
    return any(word == form[-1] or (spell.of in SURNAME_FIRST and word == form[0]) for form in forms)


def same_rank(noun: str, words: set[str]) -> bool:
    """Whether titles with these words can be meant by a noun that only some heads of state bear: no president is "the King"."""
    rank = next((r for r in RANKS if noun in r), None)
    return rank is None or bool(rank & words) or not any(r & words for r in RANKS)


def holder(title: str, of: str, day: date | None, to: str = "") -> tuple[list[Spell], str]:
    """Spells of the one person who held an office in a state or body on that day. to: the state an envoy is sent to."""
    if day is None:
        return [], "no date to look the office up by"
    on = day.isoformat()
    for name in classes_of(title):
        running = [s for s in offices().holders(name, of, on) if s.sure(on)]
        running = [s for s in running if not s.until or s.until > on] or running
        running = [
            s
            for s in running
            if (not to or s.to in ("", to)) and all(same_rank(n, _words(s.title)) for n in _words(title))
        ]
        if len({s.person for s in running}) > 1:
            nouns = set(title.lower().split())
            running = [s for s in running if nouns & set(s.title.lower().split())]
        if len({s.person for s in running}) == 1:
            return running[:1], f"held the office on {on}"
        if running:
            return [], "several held that office then"
    return [], "nobody known in that office then"


def link(draft: Draft, spells: list[Spell], reason: str, day: date | None) -> None:
    """Writes what the table knows onto a draft: usual name, Wikidata id, gender, state, offices at the day."""
    first = spells[0]
    said, usual = core(fold(draft.name)), core(fold(first.person))
    if len(said) < 2 or said[-1] == usual[-1] or set(usual) <= set(said):
        draft.name = first.person  # a full name of the text that differs more stands as the text has it
    draft.wikidata = next((s.wikidata for s in spells if s.wikidata), None)
    if first.gender != "-":
        draft.gender = first.gender
    if draft.country is None:
        draft.country = _own_state(spells) or None
    draft.decision = reason
    on = day.isoformat() if day else ""
    for spell in spells:
        if spell.classes and (not on or spell.runs(on)) and len(draft.known) < 4:
            draft.known.append(
                Role(
                    title=spell.title, of=_name(spell.of), since=spell.since or None, until=spell.until or None, said=()
                )
            )


def _own_state(spells: list[Spell]) -> str:
    """The state that somebody acts for; who reigns over several realms acts for the United Kingdom unless the text says so."""
    codes = [_state(s) for s in spells]
    return CROWN if CROWN in codes else codes[0]


def _words(title: str) -> set[str]:
    return set(title.lower().replace("-", " ").split())


def _state(spell: Spell) -> str:
    """Code of the state that a holder acts for, "" for an international body's."""
    return spell.of if spell.of in states() else bodies()[spell.of].country


def _name(of: str) -> str:
    return states()[of].name if of in states() else of
