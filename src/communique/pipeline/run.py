"""Run the stages over one document. A stage that fails leaves its layer empty and an issue; the document goes on."""

import logging
from typing import TypeVar

from msgspec.structs import replace

from communique.annotate.layers import Layers
from communique.model import Document, Event, Issue, Position, Reader, Record, Statement
from communique.pipeline.reading import Reading
from communique.pipeline.stages import STAGES, Stage, check
from communique.settings import Settings
from communique.version import VERSION

Claim = TypeVar("Claim", Statement, Event, Position)
log = logging.getLogger("communique")
check(STAGES)


def read_document(
    document: Document,
    settings: Settings = Settings(),
    notes: tuple[Issue, ...] = (),
    stages: tuple[Stage, ...] = STAGES,
) -> Record:
    """The record of one document. notes: what reading it in left to say; they lead the issues. Never raises for a text."""
    from communique.annotate.parse import memory_zone

    with memory_zone():  # thousands of documents in one process take no more memory than one
        reading = run_stages(document, settings, stages)
    return Record(
        document=replace(document, parts=reading.parts or document.parts),
        reader=reader(settings),
        entities=tuple(reading.cast.entities.values()),
        statements=_once(reading.statements),
        events=_once(reading.contacts + reading.events),
        positions=_once(reading.positions),
        issues=notes + tuple(reading.issues),
    )


def reader(settings: Settings) -> Reader:
    """Who reads with these settings: this version, its models, the settings' hash and that of the user's own files."""
    return Reader(version=VERSION, model=_models(), settings=_settings(settings))


def _once(claims: "tuple[Claim, ...]") -> "tuple[Claim, ...]":
    """Each claim once: the same words claimed twice to the same effect have the same id."""
    return tuple({claim.id: claim for claim in claims}.values())


def run_stages(document: Document, settings: Settings, stages: tuple[Stage, ...] = STAGES) -> Reading:
    """The stages' work on one document, with every layer kept: for inspection, tests and measuring."""
    reading = Reading(document=document, settings=settings, layers=Layers(document))
    if document.language not in (None, "en"):
        reading.issues.append(
            Issue(stage="language", reason=f"written in '{document.language}'; only English is read for claims")
        )
        return reading
    for stage in stages:
        try:
            stage.run(reading)
        except Exception as error:  # a defect of ours must not lose the document: it is reported in the record instead
            log.debug("stage %s failed on %s", stage.name, document.path or document.id, exc_info=True)
            reading.issues.append(Issue(stage=stage.name, reason=f"this step failed: {type(error).__name__}: {error}"))
    return reading


def _settings(settings: Settings) -> str:
    """The settings' hash, with the digest of the user's own actors and states where there are any."""
    from communique.errors import LexiconError
    from communique.lexicon.own_files import digest

    try:
        own = digest()
    except LexiconError:
        own = "unreadable"  # the stages that needed the files have said so
    return f"{settings.hash()}+{own}" if own else settings.hash()


def _models() -> str:
    from communique.annotate import parse, tagger

    return f"{tagger.model_name()} {parse.model_name()}"
