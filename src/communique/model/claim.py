"""What a record claims: statements, events, positions. Every span is backed by the text."""

from typing import Literal

import msgspec

from communique.model.span import Spans
from communique.model.when import When

Form = Literal["direct", "indirect", "mixed"]
Channel = Literal[
    "readout",
    "statement",
    "briefing",
    "press conference",
    "interview",
    "call",
    "meeting",
    "speech",
    "letter",
    "social media",
    "report",
]
Action = Literal[
    "call", "meeting", "visit", "talks", "summit", "message", "mediation",
    "agreement", "support", "concession", "cooperation", "aid", "retreat", "request", "accusation", "rejection",
    "threat", "protest", "sanction", "mobilization", "coercion", "assault",
]  # fmt: skip
Code = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Status = Literal["held", "planned", "proposed", "cancelled", "denied", "hypothetical"]
Side = Literal["actor", "recipient", "both"]
Stance = Literal["support", "oppose", "welcome", "condemn", "concern", "call-for", "commit", "reject", "recognize"]


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """Something said or written, attributed. speakers: whose words they ultimately are; via: who relayed them, nearest the
    speaker first. confidence: calibrated probability, None when unknown."""

    id: str
    form: Form
    content: Spans
    cue: Spans = ()
    source: Spans = ()
    speakers: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    channel: Channel | None = None
    addressee: str | None = None
    when: When | None = None
    within: str | None = None
    confidence: float | None = None


class Participant(msgspec.Struct, frozen=True, kw_only=True):
    """Who took part in an event, on which side, and the words that say so."""

    entity: str
    side: Side
    mention: Spans = ()


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """A contact (code CONSULT) or another PLOVER event. trigger: its clearest words; evidence: the sentences."""

    id: str
    action: Action
    code: Code
    mode: str | None = None
    status: Status = "held"
    participants: tuple[Participant, ...] = ()
    when: When | None = None
    where: str | None = None
    trigger: Spans = ()
    evidence: Spans = ()
    topics: tuple[Spans, ...] = ()
    confidence: float | None = None


class Position(msgspec.Struct, frozen=True, kw_only=True):
    """What an actor holds about something; the target is quoted, never paraphrased."""

    id: str
    holders: tuple[str, ...]
    stance: Stance
    target: Spans
    evidence: Spans = ()
    statement: str | None = None
    confidence: float | None = None
