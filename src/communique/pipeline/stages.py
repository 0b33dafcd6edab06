"""From a document to its claims: every stage, in order. Read this page first.

    paragraphs   where the readable text is; page chrome is left out from here on
    parse        sentences, tokens, dependencies                                    (spaCy)
    quotes       what stands in quotation marks
    times        words that name a time, anchored to the publication date
    tags         who is said to say what; stance and contact words                  (our model)
    cast         who is in the text, and which words denote whom
    statements   attributions joined, nested, given speakers, chain, channel, addressee
    contacts     calls, meetings, visits, talks …: one for each real contact
    events       what else the parties do to each other (PLOVER)
    positions    what each side holds

A stage names the layers it needs and those it gives; `check` refuses a list in which a need comes before its giver. Work is
imported where it is done, so that looking at this list costs nothing.
"""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from communique.pipeline.reading import Reading


class Stage(NamedTuple):
    """One step: its name, the layers that it needs, those that it gives, and the work."""

    name: str
    needs: tuple[str, ...]
    gives: tuple[str, ...]
    run: Callable[[Reading], None]


def _paragraphs(r: Reading) -> None:
    from communique.annotate.paragraphs import split

    r.layers.paragraphs = split(r.document)


def _parse(r: Reading) -> None:
    from communique.annotate.parse import parse

    r.layers.sentences = parse(r.layers.paragraphs, r.document.text)


def _quotes(r: Reading) -> None:
    from communique.annotate.quotes import find_quotes

    r.layers.quotes = find_quotes(r.document.text, r.layers.paragraphs)


def _times(r: Reading) -> None:
    from communique.annotate.times import find_times, undated

    r.layers.times = find_times(r.layers)
    r.issues += undated(r.layers.times)


def _tags(r: Reading) -> None:
    from communique.annotate.tagger import tag

    tags = tag(r.layers, r.settings.threshold)
    r.layers.attributions, r.stances, r.triggers = tags.attributions, tags.stances, tags.triggers


def _cast(r: Reading) -> None:
    from communique.resolve import resolve

    r.cast, r.parts, issues = resolve(r.layers)
    r.issues += issues


def _statements(r: Reading) -> None:
    from communique.extract.statements import find_statements, reread

    r.statements, issues = find_statements(
        r.layers, r.cast, lambda passages: reread.by_tagger(passages, r.settings.threshold)
    )
    r.issues += issues


def _contacts(r: Reading) -> None:
    from communique.extract.contacts import find_contacts

    r.contacts, issues = find_contacts(r.layers, r.cast)
    r.issues += issues


def _events(r: Reading) -> None:
    from communique.extract.events import find_events

    r.events, issues = find_events(r.layers, r.cast)
    r.issues += issues


def _positions(r: Reading) -> None:
    from communique.extract.positions import find_positions

    r.positions, issues = find_positions(r.layers, r.cast, r.statements, r.stances)
    r.issues += issues


STAGES = (
    Stage("paragraphs", (), ("paragraphs",), _paragraphs),
    Stage("parse", ("paragraphs",), ("sentences",), _parse),
    Stage("quotes", ("paragraphs",), ("quotes",), _quotes),
    Stage("times", ("paragraphs", "sentences"), ("times",), _times),
    Stage("tags", ("paragraphs",), ("attributions", "stances", "triggers"), _tags),
    Stage("cast", ("paragraphs", "sentences", "quotes"), ("cast", "parts"), _cast),
    Stage(
        "statements", ("attributions", "quotes", "sentences", "times", "cast", "parts"), ("statements",), _statements
    ),
    Stage("contacts", ("sentences", "times", "cast"), ("contacts",), _contacts),
    Stage("events", ("sentences", "times", "cast"), ("events",), _events),
    Stage("positions", ("sentences", "cast", "statements", "stances"), ("positions",), _positions),
)


def check(stages: Iterable[Stage]) -> None:
    """Raise ValueError where a stage needs a layer that no earlier one gives, or gives one that is there already."""
    there: set[str] = set()
    for stage in stages:
        missing = [need for need in stage.needs if need not in there]
        twice = [given for given in stage.gives if given in there]
        if missing or twice:
            raise ValueError(f"stage {stage.name}: needs {missing} before they are given; gives {twice} again")
        there.update(stage.gives)
