"""Speakers of turns in transcripts: "MR PRICE" is the Ned Price introduced before."""

from communique.lexicon.office_classes import classes_of
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
    cut, gender = _title(words)
    title = " ".join(words[:cut])
    honorific = title.lower().strip(".") in GENDERS
    office = None
    if cut and not honorific:
        office = Office(title.title(), words[cut - 1].lower(), classes_of(title), (), "", None)
    if cut == len(words):
        return _by_office(register, title, office, upper)
    name = " ".join(w if not w.isupper() or len(w.strip(".")) < 2 else _proper(w) for w in words[cut:])
    draft = register.named(name, office, gender, "label of the turn")
    if draft:
        if office:
            draft.add_office(office)
            register.know(draft)
            draft.country = draft.country or (
                register.acts_for(office) if office.classes != ("foreign minister",) else None
            )
        register.know(draft)
    return draft


def _title(words: list[str]) -> tuple[int, str]:
    """How many leading words are a title or honorific, and the gender that it tells."""
    lexicon = title_words()
    cut, gender = 0, "-"
    for k, word in enumerate(words):
        lower = word.lower().strip(".,")
        known = lower in lexicon.honorifics or lower in lexicon.office or lower in lexicon.role or lower in SMALL
        if not (known or lower in lexicon.modifiers or lower in lexicon.topics):
            break
        gender, cut = GENDERS.get(lower, gender), k + 1
    return cut, gender


def _by_office(register: Register, title: str, office: Office | None, label: str) -> Draft:
    """The holder that a bare title as a label means: the publisher's own, somebody of the text, else the label itself."""
    around = register.around
    if office and around.official and around.home:
        spells, reason = holder(title, around.home, around.day)
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
