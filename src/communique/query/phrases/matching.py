"""Find a phrase again in other forms.

A form is a row of stems with what may stand between them. Next to each other: nothing, one inserted word, or up to two that are
joined to the first ("free, open and safe waters"). Over a preposition: a preposition, and one inserted word. Over a pronoun or
verb: the same one. Joined by a comma or "and": up to three inserted words, as in a longer list. Joined parts may stand in any
order, and so may two words or more before the noun that ends the phrase. Determiners and owners are left out everywhere, and a
form never runs over the end of a clause.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import permutations
from typing import NamedTuple

from communique.query.phrases.words import Token, tokens

INSERTED, INSERTED_BESIDE, INSERTED_JOINED = 1, 2, 3  # words of other meaning between two of the phrase
REACH = 8  # tokens from one word of a phrase to the next
MOST_TURNED = 3  # words before a noun that may stand in any order
MOST_JOINED = 4  # parts that may stand in any order; of more, only the order given counts


class Step(NamedTuple):
    """A word of a form and what leads to it from the one before: the tokens between, without determiners."""

    stem: str
    over: tuple[str, ...]
    how: str  # "next", "small", "joins" or "breaks"


class Form(NamedTuple):
    """One way to say a phrase: `phrase` names it, `steps` are its words in order."""

    phrase: str
    steps: tuple[Step, ...]


class Found(NamedTuple):
    """A place where a phrase stands. variant: its words there, folded, levelled, without determiners."""

    phrase: str
    start: int
    end: int
    variant: str


def key(text: str) -> str:
    """What all variants of a phrase share: its stems in order of the alphabet."""
    return " ".join(sorted(t.stem for t in _needed(tokens(text))))


def forms(phrase: str, text: str) -> list[Form]:
    """The ways to say a phrase. phrase: its name in what is found; text: as somebody wrote it. [] for one without words."""
    words = tokens(text)
    parts = _parts(words)
    orders = [parts]
    if 1 < len(parts) <= MOST_JOINED:
        head, first = _split(parts[0], last=True)  # "support for sovereignty and …": what is joined stands after "for"
        orders += [_leading(head, list(p)) for p in permutations([first, *parts[1:]])]
        last, tail = _split(parts[-1], last=False)  # "free and open waters": what is joined may stand before "waters"
        if tail and not head:
            orders += [_trailing(list(p), tail) for p in permutations([*parts[:-1], last])]
    orders += [[*parts[:-1], turned] for turned in _turned(parts[-1])] if parts else []
    return [Form(phrase, steps) for steps in dict.fromkeys(_steps(order) for order in orders) if steps]


Piece = list[Step]


def _needed(words: Sequence[Token]) -> list[Token]:
    """The words that carry the phrase: those with meaning; all of them where fewer than two have any."""
    carrying = [t for t in words if t.part == "word"]
    return carrying if len(carrying) > 1 else [t for t in words if t.part not in ("joins", "ends", "left out")]


def _parts(words: Sequence[Token]) -> list[Piece]:
    """The phrase cut where it is joined."""
    needed = set(_needed(words))
    parts: list[Piece] = [[]]
    over: list[Token] = []
    for token in words:
        if token not in needed:
            over.append(token)
            continue
        between = [t for t in over if t.part not in ("left out", "ends")]
        if any(t.part == "joins" for t in between) and parts[-1]:
            parts.append([])
        how = "breaks" if any(t.part == "breaks" for t in between) else "small" if between else "next"
        parts[-1].append(Step(token.stem, tuple(t.stem for t in between if t.part != "joins"), how))
        over = []
    return parts if parts[0] else []


def _split(part: Piece, last: bool) -> tuple[Piece, Piece]:
    """Cut before the last word that a preposition leads to; or, of a part of several words, behind its first."""
    if last:
        cut = max((i for i, step in enumerate(part) if i and step.how == "small"), default=0)
        return part[:cut], part[cut:]
    return (part[:1], part[1:]) if len(part) > 1 else (part, [])


def _turned(part: Piece) -> list[Piece]:
    """The other orders of what stands before the noun at the end: "rules-based international", "international rules-based"."""
    start = max((i for i, step in enumerate(part) if step.how != "next"), default=0)
    before = part[start:-1]
    if not 1 < len(before) <= MOST_TURNED:
        return []
    orders = []
    for first, *others in permutations(before):
        led = before[0]._replace(stem=first.stem)
        orders.append([*part[:start], led, *(step._replace(how="next", over=()) for step in others), part[-1]])
    return orders


def _leading(head: Piece, parts: list[Piece]) -> list[Piece]:
    if not head:
        return parts
    bound = Step(parts[0][0].stem, (), "small")
    return [[*head, bound, *parts[0][1:]], *parts[1:]]


def _trailing(parts: list[Piece], tail: Piece) -> list[Piece]:
    return [*parts[:-1], [*parts[-1], *tail]]


def _steps(parts: list[Piece]) -> tuple[Step, ...]:
    steps: list[Step] = []
    for part in parts:
        first = part[0]
        steps += [Step(first.stem, (), "joins" if steps else "next"), *part[1:]]
    return tuple(steps)


class Matcher:
    """Finds many phrases in a text in one go: forms are looked up by their first word."""

    def __init__(self, wanted: Iterable[Form]) -> None:
        self.first: dict[str, dict[str, list[Form]]] = defaultdict(lambda: defaultdict(list))
        for form in wanted:
            second = form.steps[1].stem if len(form.steps) > 1 else ""
            self.first[form.steps[0].stem][second].append(form)

    def find(self, words: Sequence[Token]) -> list[Found]:
        """Every place where a phrase stands, in order; of overlapping places of one phrase the shortest."""
        places = defaultdict(list)
        for at, token in enumerate(words):
            seconds = self.first.get(token.stem)
            if not seconds or token.part == "ends":
                continue
            near = {"", *(t.stem for t in words[at + 1 : at + 1 + REACH])}
            for second in near & seconds.keys() if len(near) < len(seconds) else [s for s in seconds if s in near]:
                for form in seconds[second]:
                    end = _follow(words, at, form.steps)
                    if end is not None:
                        places[form.phrase].append((end - at, at, end))
        found = [
            Found(phrase, words[at].start, words[end].end, variant(words[at : end + 1]))
            for phrase, here in places.items()
            for at, end in _apart(here)
        ]
        return sorted(found, key=lambda f: (f.start, f.end, f.phrase))


def _apart(places: list[tuple[int, int, int]]) -> Iterator[tuple[int, int]]:
    taken: list[tuple[int, int]] = []
    for _, at, end in sorted(places):
        if all(end < a or at > b for a, b in taken):
            taken.append((at, end))
            yield at, end


def _follow(words: Sequence[Token], at: int, steps: Sequence[Step]) -> int | None:
    """Where a form that begins at a word ends; None where it does not stand there."""
    for step in steps[1:]:
        reached = _reach(words, at, step)
        if reached is None:
            return None
        at = reached
    return at


def _reach(words: Sequence[Token], at: int, step: Step) -> int | None:
    """Where a step leads from a word: the next place of its stem that may be reached; None where there is none."""
    between: list[Token] = []
    for i in range(at + 1, min(at + 1 + REACH, len(words))):
        token = words[i]
        if token.stem == step.stem and _led(step, between):
            return i
        if token.part == "ends":
            return None
        if token.part != "left out":
            between.append(token)
    return None


def _led(step: Step, between: Sequence[Token]) -> bool:
    """Whether what stands between two words, without determiners, is what may lead from the one to the other."""
    parts = [t.part for t in between]
    inserted, joined = parts.count("word"), "joins" in parts
    if step.how == "breaks":
        return tuple(t.stem for t in between if t.part != "joins") == step.over
    if "breaks" in parts:
        return False
    if step.how == "joins":
        return joined and inserted <= INSERTED_JOINED and parts.count("small") <= 1
    if step.how == "small":
        return "small" in parts and inserted <= INSERTED
    if "small" in parts or parts[-1:] == ["joins"]:
        return False
    return inserted <= (INSERTED_BESIDE if parts[:1] == ["joins"] else 0 if joined else INSERTED)


def variant(words: Sequence[Token]) -> str:
    """The form of some words: folded, levelled, without determiners and owners, joined by "and"."""
    said: list[str] = []
    for token in words:
        stem = "and" if token.part == "joins" else token.stem
        if token.part != "left out" and not (stem == "and" and said and said[-1] == "and"):
            said.append(stem)
    return " ".join(said)
