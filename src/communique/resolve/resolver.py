"""From layers to the cast of a document."""

import msgspec

from communique.annotate.layers import Layers
from communique.annotate.mentions import find
from communique.lexicon.states import states
from communique.model import Entity, Issue, Part, Span
from communique.resolve.cast import Cast, Reference
from communique.resolve.draft import Draft
from communique.resolve.reading import FORMS, Reading, to_reference


def resolve(layers: Layers) -> tuple[Cast, tuple[Part, ...], tuple[Issue, ...]]:
    """Entities and references of a document, its parts with the speakers of turns filled in, and what stayed undecided."""
    phrases, columns = find(layers)
    reading = Reading(layers)
    reading.read(phrases, columns)
    speakers = reading.speakers
    ids, entities = _entities(layers, reading, speakers)
    references = tuple(
        to_reference(phrase, tuple(dict.fromkeys(ids[id(d)] for d in drafts)), reason)
        for phrase, drafts, reason in reading.references
    )
    labels = tuple(
        Reference(part.label, part.label, (ids[id(draft)],), "name", "label of the turn")
        for part, draft in zip(layers.document.parts, speakers, strict=True)
        if part.label and draft
    )
    references = tuple(sorted((*references, *labels), key=lambda r: (r.head.start, r.head.end)))
    parts = tuple(
        msgspec.structs.replace(part, speaker=ids[id(draft)]) if draft else part
        for part, draft in zip(layers.document.parts, speakers, strict=True)
    )
    return Cast(entities, references), parts, _issues(references)


def _entities(
    layers: Layers, reading: Reading, speakers: list[Draft | None]
) -> tuple[dict[int, str], dict[str, Entity]]:
    """Ids by draft identity, and the entities that are mentioned at least once."""
    for phrase, drafts, _ in reading.references:
        for draft in drafts:
            draft.mentions.setdefault(phrase.span, FORMS.get(phrase.kind, "name"))
    for part, speaker in zip(layers.document.parts, speakers, strict=True):
        if speaker and part.label:
            speaker.mentions.setdefault(part.label, "name")
    of = {s.iso3: s.name for s in states().values()}
    ids: dict[int, str] = {}
    entities: dict[str, Entity] = {}
    for draft in reading.register.drafts():
        if not draft.mentions:
            continue
        entity = draft.finish(layers.document, of)
        if entity.id in entities:  # two drafts came to the same name: one entity
            before = entities[entity.id]
            mentions = tuple(sorted({*before.mentions, *entity.mentions}))
            entity = msgspec.structs.replace(before, mentions=mentions)
        entities[entity.id] = entity
        ids[id(draft)] = entity.id
    return ids, entities


def _issues(references: tuple[Reference, ...]) -> tuple[Issue, ...]:
    """What could be read in several ways: an open title or pronoun is an issue; unknown capitalised words are not."""
    out = []
    for reference in references:
        if (
            not reference.entities
            and reference.form in ("title", "pronoun", "name")
            and reference.reason.startswith("several")
        ):
            out.append(
                Issue(stage="resolve", reason=reference.reason, spans=(Span(reference.span.start, reference.span.end),))
            )
    return tuple(out)
