"""Transcripts: each paragraph of a turn is a statement by whoever has the floor."""

import re

from communique.annotate.layers import Layers
from communique.extract.statements.draft import Draft
from communique.extract.statements.setting import Setting, Turn
from communique.model import Span, Spans, trim

# Stage directions: "(Laughter.)", "(Via interpreter)", "* * *"
NOISE = re.compile(
    r"[(\[](?:laughter|applause|via interpreter|through interpreter|in progress|cross-?talk|a minute of silence)[^()\[\]]*[)\]]"
    r"|<…>|\* \* \*",
    re.IGNORECASE,
)
CERTAIN = 0.99
UNKNOWN = 0.9  # somebody speaks, but the label names nobody known


def drafts(layers: Layers, setting: Setting) -> list[Draft]:
    """One draft for each paragraph of a turn, without stage directions."""
    out = []
    for at, turn in enumerate(setting.turns):
        content = _spoken(layers.text, turn.paragraph.span)
        if not content:
            continue
        out.append(
            Draft(
                content=content,
                cue=(),
                source=(turn.label,) if turn.label and turn.first else (),
                confidence=CERTAIN if turn.speakers else UNKNOWN,
                form="direct",
                turn=True,
                speakers=turn.speakers,
                channel=setting.spoken,
                addressee=_addressee(setting.turns, at),
            )
        )
    return out


def _spoken(text: str, span: Span) -> Spans:
    """The words said, stage directions left out."""
    out: list[Span] = []
    start = span.start
    for found in NOISE.finditer(text, span.start, span.end):
        if piece := trim(text, start, found.start()):
            out.append(piece)
        start = found.end()
    if piece := trim(text, start, span.end):
        out.append(piece)
    said = [p for p in out if any(c.isalnum() for c in p.of(text))]
    return tuple(said)


def _addressee(turns: tuple[Turn, ...], at: int) -> str | None:
    """To whom a turn speaks: a questioner to the official who answers, an official to the one who asked, one of two
    officials to the other. None where several could be meant."""
    turn = turns[at]
    if turn.role == "questioner":
        return _nearest(turns, at, "official")
    if turn.role == "steward":
        following = next((t for t in turns[at + 1 :] if t.label != turn.label), None)
        return _only(following) if following and following.role == "questioner" else None
    asked = _before(turns, at)
    if asked and asked.role != "official":
        return _only(asked) if asked.role == "questioner" else None
    officials = dict.fromkeys(e for t in turns if t.role == "official" for e in t.speakers)
    others = [e for e in officials if e not in turn.speakers]
    if len(others) == 1 and len(turn.speakers) == 1 and not any(t.role == "questioner" for t in turns):
        return others[0]
    return None


def _only(turn: Turn | None) -> str | None:
    return turn.speakers[0] if turn and len(turn.speakers) == 1 else None


def _before(turns: tuple[Turn, ...], at: int) -> Turn | None:
    """The last paragraph of the turn before this one."""
    label = turns[at].label
    return next((t for t in reversed(turns[:at]) if t.label != label), None)


def _nearest(turns: tuple[Turn, ...], at: int, role: str) -> str | None:
    """The single speaker of the next turn of `role`, else of the one before."""
    for turn in (*turns[at + 1 :], *reversed(turns[:at])):
        if turn.role == role:
            return _only(turn)
    return None
