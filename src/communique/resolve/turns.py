"""Speakers of turns in transcripts: "MR PRICE" is the Ned Price introduced before."""

from communique.lexicon.office_classes import classes_of
from communique.lexicon.titles import title_words
from communique.model import Part
from communique.resolve.draft import Draft, Office
from communique.resolve.reading import Reading

ANONYMOUS = {"Q": "QUESTION", "QUESTION": "QUESTION"}
ROLES = frozenset(
    "QUESTION OPERATOR MODERATOR INTERPRETER STAFF GUEST PARTICIPANT HOST REPORTER ANSWER PRESS AUDIENCE".split()
)
GENDERS = {"mr": "m", "ms": "f", "mrs": "f", "miss": "f", "sir": "m"}
PARTICLES = frozenset("al el bin de da di du van von der den la le".split())


def speaker_of(part: Part, reading: Reading) -> Draft | None:
    """The draft of whoever speaks a turn; made when the text names nobody else of that name."""
    if part.label is None:
        return None
    label = " ".join(part.label.of(reading.layers.text).replace("\u2019", "'").strip(" :.").split())
    if not label:
        return None
    upper = ANONYMOUS.get(label.upper().strip("."), label.upper())
    if upper.split()[0] in ROLES:
        return reading.other("person", upper, None, "label of the turn")
    words = label.split()
    lexicon = title_words()
    cut, gender = 0, "-"
    for k, word in enumerate(words):
        lower = word.lower().strip(".,")
        if (
            lower in lexicon.honorifics
            or lower in lexicon.office
            or lower in lexicon.modifiers
            or lower in lexicon.topics
            or lower in lexicon.role
            or lower in ("the", "of", "for", "and")
        ):
            gender = GENDERS.get(lower, gender)
            cut = k + 1
        else:
            break
    title = " ".join(words[:cut])
    name = " ".join(w if not (w.isupper() and len(w) > 1) else _proper(w) for w in words[cut:])
    honorific = title.lower().strip(".") in GENDERS
    office = (
        Office(title.title(), words[cut - 1].lower(), classes_of(title), (), "", None)
        if cut and not honorific
        else None
    )
    if not name:
        for draft in reading.people.drafts:
            if office and set(office.classes) & draft.classes():
                return draft
        return reading.other("person", upper, None, "label of the turn")
    draft, reason = reading.people.find(name, office, gender)
    if draft is None and not reason.startswith("several"):
        draft = reading.people.add(Draft("person", name, gender=gender, decision="label of the turn"), name)
    if draft and office:
        draft.add_office(office)
    if draft:
        reading.know(draft)
    return draft


def _proper(word: str) -> str:
    """PRICE as Price, O'BRIEN as O'Brien, AL-FALIH as Al-Falih; McKEON stays."""
    return "".join(p.capitalize() if p.isalpha() else p for p in _pieces(word))


def _pieces(word: str) -> list[str]:
    out, piece = [], ""
    for c in word:
        if c.isalpha():
            piece += c
        else:
            out += [piece, c]
            piece = ""
    return [p for p in [*out, piece] if p]
