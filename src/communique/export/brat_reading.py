"""Read a brat folder back into records: as gold, or after people worked on it.

What people changed in brat counts: spans, types, roles, attributes. What only our notes say (ids, dates, roles held) is taken
from them where they are still there. A document that makes no sense is a SourceError that names the line.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from communique.errors import FormatError, SourceError
from communique.export.brat import SIDES, TYPES
from communique.model import (
    Document,
    Entity,
    Event,
    Mention,
    Participant,
    Position,
    Reader,
    Record,
    Span,
    Spans,
    Statement,
)
from communique.model.ids import claim_id, document_id, entity_id

KINDS = {name: kind for kind, name in TYPES.items()}
NUMBER = re.compile(r"\d+\Z")
READER = Reader(version="", model="people", settings="brat")


def read_folder(folder: Path) -> Iterator[Record]:
    """The record of every NAME.ann with its NAME.txt, in the order of names. Raises SourceError."""
    files = sorted(folder.glob("*.ann"))
    if not files:
        raise SourceError(str(folder), "has no .ann files")
    for file in files:
        try:
            text = file.with_suffix(".txt").read_bytes().decode("utf-8")
            lines = file.read_bytes().decode("utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise SourceError(str(file), str(error)) from error
        yield read_document(text, lines, str(file))


def read_document(text: str, lines: list[str], name: str = "brat") -> Record:
    """A record from a text and its annotation lines. Raises FormatError with the line."""
    return _Reading(text, lines, name).record()


class _Reading:
    def __init__(self, text: str, lines: list[str], name: str) -> None:
        self.text, self.name = text, name
        self.bound: dict[str, tuple[str, Spans]] = {}
        self.heads: dict[str, tuple[str, str, list[tuple[str, str]]]] = {}
        self.attributes: dict[str, dict[str, str]] = defaultdict(dict)
        self.notes: dict[str, dict[str, Any]] = defaultdict(dict)
        self.same: list[list[str]] = []
        for number, line in enumerate(lines, 1):
            try:
                self._line(line)
            except (ValueError, IndexError, KeyError) as error:
                raise FormatError(name, f"line {number}: {error or 'not standoff'}") from error

    def _line(self, line: str) -> None:
        key, _, rest = line.partition("\t")
        if not line.strip():
            return
        head, _, tail = rest.partition("\t")
        if key[0] == "T":
            kind, _, where = head.partition(" ")
            spans = tuple(Span(*map(int, piece.split())) for piece in where.split(";"))
            if any(s.end > len(self.text) for s in spans):
                raise ValueError("outside the text")
            self.bound[key] = (kind, spans)
        elif key[0] == "E":
            (kind, trigger), *roles = [tuple(part.split(":")) for part in head.split()]
            self.heads[key] = (kind, trigger, [(NUMBER.sub("", role), target) for role, target in roles])
        elif key[0] in "AM":
            name, target, *value = head.split()
            self.attributes[target][name] = value[0].replace("_", " ") if value else "true"
        elif key[0] == "*":
            self.same.append(head.split()[1:])
        elif key[0] == "#" and head.startswith("AnnotatorNotes "):
            try:
                note = json.loads(tail)
            except json.JSONDecodeError:
                return  # a person's own note
            if isinstance(note, dict):
                self.notes[head.split()[1]].update(note)

    def record(self) -> Record:
        """The record, its document as the note kept it where there is one."""
        told: dict[str, Any] = next(
            (n["document"] for n in self.notes.values() if isinstance(n.get("document"), dict)), {}
        )
        document = msgspec.convert(
            {"id": document_id(self.text), "raw_sha256": "", **told, "text": self.text}, Document
        )
        self.document = document.id
        entities = self._entities()
        statements, keys = [], {}
        for key in self._of("Statement"):
            statements.append((key, s := self._statement(key)))
            keys[key] = s.id
        return Record(
            document=document,
            reader=READER,
            entities=entities,
            statements=tuple(msgspec.structs.replace(s, within=self._linked(k, "Within", keys)) for k, s in statements),
            events=tuple(self._event(k) for k, h in self.heads.items() if h[0] not in ("Statement", "Position")),
            positions=tuple(self._position(k, keys) for k in self._of("Position")),
        )

    def _of(self, kind: str) -> list[str]:
        return [k for k, head in self.heads.items() if head[0] == kind]

    def _entities(self) -> tuple[Entity, ...]:
        groups = [g for g in self.same if g and self.bound[g[0]][0] in KINDS]
        single = {t for t, (kind, _) in self.bound.items() if kind in KINDS} - {t for g in groups for t in g}
        groups += [[t] for t in single]
        self.party: dict[str, str] = {}
        out = []
        for group in sorted(groups, key=lambda g: int(g[0][1:])):
            note = next((self.notes[t] for t in group if "name" in self.notes[t]), {})
            spans = [self._at(t)[0] for t in group]
            forms = note.get("forms", [])
            mentions = [Mention(s.start, s.end, forms[i] if i < len(forms) else "name") for i, s in enumerate(spans)]
            kind = KINDS[self.bound[group[0]][0]]
            name = note.get("name") or spans[0].of(self.text)
            rest = {k: v for k, v in note.items() if k not in ("forms", "document", "kind", "name", "id")}
            key = note.get("id") or entity_id(self.document, kind, name)
            fields = {"id": key, "kind": kind, "name": name, **rest}
            out.append(msgspec.structs.replace(msgspec.convert(fields, Entity), mentions=tuple(sorted(mentions))))
            self.party.update(dict.fromkeys(group, key))
        return tuple(out)

    def _spans(self, key: str, role: str) -> Spans:
        return tuple(s for name, t in self.heads[key][2] if name == role for s in self._at(t))

    def _who(self, key: str, role: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.party[t] for name, t in self.heads[key][2] if name == role))

    def _linked(self, key: str, role: str, keys: dict[str, str]) -> str | None:
        return next((keys.get(t) for name, t in self.heads[key][2] if name == role), None)

    def _trigger(self, key: str) -> Spans:
        return self._at(self.heads[key][1])

    def _at(self, bound: str) -> Spans:
        """Where a text-bound annotation stands: as it was before it was cut at line breaks, if nobody moved it since."""
        spans, note = self.bound[bound][1], self.notes[bound]
        if "spans" in note and note.get("pieces") == ";".join(f"{s.start} {s.end}" for s in spans):
            return msgspec.convert(note["spans"], Spans)
        return spans

    def _claim(self, key: str, kind: str, fields: dict[str, Any], type_: type[Any]) -> Any:
        note = self.notes[key]
        spans = self._trigger(key)
        fields["id"] = note.get("id") or claim_id(kind, self.document, spans)
        fields["confidence"] = note.get("confidence")
        if note.get("when"):
            fields["when"] = note["when"]
        return msgspec.convert(msgspec.to_builtins(fields), type_)

    def _statement(self, key: str) -> Statement:
        values = self.attributes[key]
        statement: Statement = self._claim(key, "statement", {
            "form": values.get("Form", "indirect"), "content": self._trigger(key), "cue": self._spans(key, "Cue"),
            "source": self._spans(key, "Source"), "speakers": self._who(key, "Speaker"), "via": self._who(key, "Via"),
            "channel": values.get("Channel"), "addressee": next(iter(self._who(key, "Addressee")), None),
        }, Statement)  # fmt: skip
        return statement

    def _event(self, key: str) -> Event:
        values, kind = self.attributes[key], self.heads[key][0]
        sides = {name: side for side, name in SIDES.items()}
        kept = self.notes[key].get("mentions", [])
        found = [(self.party[t], sides[role]) for role, t in self.heads[key][2] if role in sides]
        participants = [
            Participant(entity=e, side=side, mention=msgspec.convert(kept[i], Spans) if i < len(kept) else ())  # type: ignore[arg-type]
            for i, (e, side) in enumerate(found)
        ]
        event: Event = self._claim(key, "event", {
            "action": values.get("Action", "talks"), "code": kind.upper(), "mode": self.notes[key].get("mode"),
            "status": values.get("Status", "held"), "participants": participants, "trigger": self._trigger(key),
            "where": next(iter(self._who(key, "Where")), None), "evidence": self._spans(key, "Evidence"),
            "topics": [self._at(t) for role, t in self.heads[key][2] if role == "Topic"],
        }, Event)  # fmt: skip
        return event

    def _position(self, key: str, keys: dict[str, str]) -> Position:
        position: Position = self._claim(key, "position", {
            "holders": self._who(key, "Holder"), "stance": self.attributes[key].get("Stance", "support"),
            "target": self._trigger(key), "evidence": self._spans(key, "Evidence"),
            "statement": self._linked(key, "Statement", keys),
        }, Position)  # fmt: skip
        return position
