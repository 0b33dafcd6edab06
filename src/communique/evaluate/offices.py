"""Questions on office holders, drawn from files of spells, and how well `who` answers them.

Two kinds: "who held X of Y on D" and "who is 'Foreign Minister Z' on D". A question is asked only where the files have one
holder on that day; an answer is right when its name is that holder's.
"""

import csv
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from communique.lexicon.person_names import fold, same_name
from communique.lexicon.spells import office_of_row
from communique.resolve.who import WhoAnswer, who

ADDRESSED = {
    "head of state": "President",
    "head of government": "Prime Minister",
    "foreign minister": "Foreign Minister",
    "defence minister": "Defence Minister",
}
STATES = {"south-korea": "South Korea", "united-kingdom": "the United Kingdom", "us": "the United States",
          "uae": "the United Arab Emirates", "saudi": "Saudi Arabia"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Holding:
    """One spell of the files, with whole days."""

    person: str
    title: str
    state: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Question:
    """A question, its day and who is right."""

    text: str
    on: date
    holder: str


@dataclass(slots=True)
class Score:
    """Counts over questions; `wrong` keeps what went wrong."""

    asked: int
    answered: int
    right: int
    wrong: list[tuple[Question, WhoAnswer]]
    unanswered: list[tuple[Question, WhoAnswer]]

    @property
    def precision(self) -> float:
        """Share right of those answered."""
        return self.right / self.answered if self.answered else 0.0

    @property
    def coverage(self) -> float:
        """Share answered."""
        return self.answered / self.asked if self.asked else 0.0


def holdings(folder: Path) -> list[Holding]:
    """Spells of all everypolitician files of states in `folder`; those without whole dates are left out."""
    out: list[Holding] = []
    for path in sorted(folder.glob("*-*.csv")):
        stem = path.stem.rsplit("-", 1)[0]
        state = STATES.get(stem, stem.replace("-", " ").title())
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                since, until = _day(row["start"]), _day(row["end"])
                if since and until and since < until and row["person"].isprintable():
                    out.append(Holding(row["person"], row["position"], state, since, until))
    return out


def questions(spells: list[Holding], count: int, seed: int, since: date = date(2000, 1, 1)) -> list[Question]:
    """`count` questions, half of each kind, the same for the same seed."""
    rng = random.Random(seed)  # noqa: S311 (a sample, no secret)
    out: list[Question] = []
    by_office: dict[tuple[str, str], list[Holding]] = {}
    for spell in spells:
        by_office.setdefault((spell.state, spell.title), []).append(spell)
    addressed = [s for s in spells if _address(s.title)]
    while len(out) < count:
        named = len(out) % 2 == 1
        spell = rng.choice(addressed if named else spells)
        on = spell.since + timedelta(days=rng.randint(1, max(1, (spell.until - spell.since).days - 1)))
        if on < since:
            continue
        if named:
            surname = spell.person.split(",")[0].split()[-1]
            out.append(Question(f"{_address(spell.title)} {surname}", on, spell.person))
            continue
        holders = {s.person for s in by_office[spell.state, spell.title] if s.since <= on <= s.until}
        if len(holders) == 1:
            out.append(Question(f"{spell.title} of {spell.state}", on, spell.person))
    return out


def score(asked: list[Question]) -> Score:
    """Asks `who` each question."""
    result = Score(len(asked), 0, 0, [], [])
    for question in asked:
        answer = who(question.text, question.on)
        if answer.answer is None:
            result.unanswered.append((question, answer))
            continue
        result.answered += 1
        if _same(answer.answer.person, question.holder):
            result.right += 1
        else:
            result.wrong.append((question, answer))
    return result


def report(result: Score) -> Iterator[str]:
    """Lines for a person to read."""
    yield f"questions {result.asked}"
    yield f"answered  {result.coverage:.3f}  ({result.answered})"
    yield f"right     {result.precision:.3f}  of those answered ({result.right})"


def _address(title: str) -> str:
    kinds = office_of_row(title, "")
    return ADDRESSED.get(kinds[0], "") if kinds else ""


def _same(a: str, b: str) -> bool:
    x, y = fold(a.split(",")[0]), fold(b.split(",")[0])
    return x == y or same_name(x, y)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None
