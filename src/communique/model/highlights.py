"""A record as a piece of HTML for notebooks: the text with its items marked, then who met and who said what.

Everything from the document is escaped and isolated from the direction of the text around it; there is no script.
"""

from html import escape
from itertools import pairwise
from typing import TYPE_CHECKING

from communique.counts import counted
from communique.model.claim import Event, Statement
from communique.model.span import Span
from communique.model.spangroups import groups

if TYPE_CHECKING:
    from communique.model.record import Record

STYLES = {
    "triggers": ("background:#ffe08a", "tells a"),
    "contents": ("background:#d7ebff", "said:"),
    "cues": ("border-bottom:2px solid #3b6ea5", ""),
    "sources": ("border-bottom:2px dotted #3b6ea5", ""),
    "targets": ("outline:1px solid #8a8a8a", "position:"),
    "mentions": ("font-weight:600", ""),
}
"""Group: how its words are marked, what their label is introduced by. Told apart without colour too."""
LONGEST = 20_000  # code points shown


def to_html(record: "Record") -> str:
    """The record's text and items."""
    text = record.document.text[:LONGEST]
    title = escape(record.document.title or record.document.path or record.document.id)
    cut = (
        f"<p><i>{counted(len(record.document.text) - LONGEST, 'more character')}</i></p>"
        if len(text) == LONGEST
        else ""
    )
    about = " · ".join(escape(x) for x in (record.document.publisher, record.document.published) if x)
    return (
        f'<div style="max-width:60em;line-height:1.5"><b><bdi>{title}</bdi></b><br><small>{about}</small>'
        f'<p style="white-space:pre-wrap">{_marked(record, text)}</p>{cut}{_lists(record)}</div>'
    )


def _marked(record: "Record", text: str) -> str:
    """The text cut at every boundary, each stretch with the marks of the groups that cover it."""
    spans: list[tuple[Span, str, str]] = [
        (span, name, label) for name, items in groups(record) if name in STYLES for span, label, _ in items
    ]
    cuts = sorted({0, len(text), *(x for s, _, _ in spans for x in (s.start, s.end) if x < len(text))})
    starting: dict[int, list[tuple[Span, str, str]]] = {}
    for item in spans:
        starting.setdefault(item[0].start, []).append(item)
    out: list[str] = []
    open_: list[tuple[Span, str, str]] = []
    for start, end in pairwise(cuts):
        open_ = [i for i in (*open_, *starting.get(start, ())) if i[0].end > start]
        words = f"<bdi>{escape(text[start:end])}</bdi>" if text[start:end].strip() else escape(text[start:end])
        if open_:
            names = dict.fromkeys(name for _, name, _ in open_)
            style = ";".join(STYLES[n][0] for n in names)
            labels = dict.fromkeys(f"{STYLES[n][1]} {label}".strip() for _, n, label in open_)
            words = f'<span style="{style}" title="{escape("; ".join(labels))}">{words}</span>'
        out.append(words)
    return "".join(out)


def _lists(record: "Record") -> str:
    contacts = "".join(f"<li>{_contact(record, e)}</li>" for e in record.contacts)
    statements = "".join(f"<li>{_statement(record, s)}</li>" for s in record.statements)
    parts = [("Contacts", contacts), ("Statements", statements)]
    return "".join(f"<details><summary>{name}</summary><ul>{items}</ul></details>" for name, items in parts if items)


def _contact(record: "Record", event: Event) -> str:
    who = ", ".join(_name(record, p.entity) for p in event.participants)
    when = f", {escape(event.when.edtf)}" if event.when else ""
    return f"{event.action} ({event.status}{when}): {who}"


def _statement(record: "Record", statement: Statement) -> str:
    speakers = ", ".join(_name(record, i) for i in statement.speakers) or "nobody named"
    via = "".join(f" via {_name(record, i)}" for i in statement.via)
    return f"{speakers}{via}: “<bdi>{escape(record.words(statement.content))}</bdi>”"


def _name(record: "Record", entity: str) -> str:
    return f"<bdi>{escape(record.entity(entity).name)}</bdi>"
