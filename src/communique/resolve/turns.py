"""Speakers of turns in transcripts: "MR PRICE" is the Ned Price introduced before."""

from functools import lru_cache

from communique.lexicon.office_classes import classes_of
from communique.lexicon.states import states
from communique.lexicon.titles import title_words
from communique.model import Part
from communique.resolve.draft import Draft, Office
from communique.resolve.knowledge import holder
from communique.resolve.register import Register

ASKING = {"Q": "QUESTION"}
ROLES = frozenset(
    "QUESTION OPERATOR MODERATOR INTERPRETER STAFF GUEST PARTICIPANT HOST REPORTER ANSWER PRESS AUDIENCE VOICE".split()
)
GENDERS = {"mr": "m", "ms": "f", "mrs": "f", "miss": "f", "sir": "m"}
SMALL = frozenset(("the", "of", "for", "and", "to"))
SPOKESPERSON = "Spokesperson"  # who answers under a surname alone in an office's own transcript
LONGEST = 6  # words of a state's name


def speaker_of(part: Part, register: Register) -> Draft | None:
    """Whoever speaks a turn: somebody of the text where the label's name or office fits, else somebody new."""
    if part.label is None:
        return None
    label = " ".join(part.label.of(register.layers.text).replace("\u2019", "'").strip(" :.").split())
    if not label:
        return None
    upper = ASKING.get(label.upper(), label.upper())
    if upper.split()[0] in ROLES:
        return register.other("person", upper, None, "label of the turn")
    words = label.split()
    cut, gender, of = _title(words)
    title = " ".join(words[:cut])
    honorific = title.lower().strip(".") in GENDERS
    office = None
    if cut and not honorific:
        noun = title.lower().split(" of ")[0].split()[-1]
        office = Office(_as_title(title), noun, classes_of(title), of, "", None)
    if cut == len(words):
        return _by_office(register, title, office, upper)
    name = " ".join(w if not w.isupper() or len(w.strip(".")) < 2 else _proper(w) for w in words[cut:])
    draft = register.named(name, office, gender, "label of the turn")
    if draft:
        if office:
            draft.add_office(office)
            register.know(draft)
            if of:
                draft.country = of[0]
            elif not draft.country and not draft.known and office.classes != ("foreign minister",):
                draft.country = register.acts_for(office)
        register.know(draft)
        if not draft.known and not office and " " not in name and register.around.official:
            register.know_as(draft, SPOKESPERSON, register.around.home)
    return draft


def _title(words: list[str]) -> tuple[int, str, tuple[str, ...]]:
    """How many leading words are a title or honorific, the gender that it tells, and the state in it."""
    lexicon = title_words()
    cut, k, gender = 0, 0, "-"
    of: tuple[str, ...] = ()
    while k < len(words):
        lower = words[k].lower().strip(".,")
        code, width = _state_at(words, k)
        if code and (k == 0 or words[k - 1].lower() in SMALL):
            of = of or (code,)
            k += width
            cut = k if k > width else cut  # a nationality alone is no title
            continue
        known = lower in lexicon.honorifics or lower in lexicon.office or lower in lexicon.role or lower in SMALL
        if not (known or lower in lexicon.modifiers or lower in lexicon.topics):
            break
        gender, k = GENDERS.get(lower, gender), k + 1
        cut = k
    return cut, gender, of if cut else ()


def _state_at(words: list[str], k: int) -> tuple[str, int]:
    """The code of the state that the words from k on name, and how many they are; ("", 0) for none."""
    names = _names()
    for width in range(min(LONGEST, len(words) - k), 0, -1):
        code = names.get(" ".join(words[k : k + width]).lower())
        if code:
            return code, width
    return "", 0


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Codes of states by name, other name and nationality, in lower case."""
    return {n.lower(): s.iso3 for s in states().values() for n in (s.name, *s.aliases, *s.adjectives)}


def _as_title(title: str) -> str:
    """A title as text writes it: "FOREIGN MINISTER" as "Foreign Minister"; one in ordinary letters stays."""
    if not title.isupper():
        return title
    return " ".join(w.lower() if w.lower() in SMALL else _proper(w) for w in title.split())


def _by_office(register: Register, title: str, office: Office | None, label: str) -> Draft:
    """The holder that a bare title as a label means: the publisher's own, somebody of the text, else the label itself."""
    around = register.around
    place = office.states[0] if office and office.states else around.home if around.official else ""
    if office and place:
        spells, reason = holder(title, place, around.day)
        if spells:
            return register.known(spells, reason)
    for draft in register.people.drafts:
        if office and set(office.classes) & draft.classes():
            return draft
    return register.other("person", label, around.home if around.official else None, "label of the turn")


def _proper(word: str) -> str:
    """PRICE as Price, O'BRIEN as O'Brien, AL-FALIH as Al-Falih."""
    return "".join(p.capitalize() for p in _pieces(word))


def _pieces(word: str) -> list[str]:
    out, piece = [], ""
    for c in word:
        if c.isalpha():
            piece += c
        else:
            out += [piece, c]
            piece = ""
    return [p for p in [*out, piece] if p]
