"""Rows of an answer: as a list for people, JSON Lines, JSON, CSV or a Markdown table."""

import csv
import json
from collections.abc import Sequence
from typing import Any, Literal, TextIO

from communique.counts import counted
from communique.present.escape import cell, harmless, markdown
from communique.present.labels import STANCES, day_in_words, days_in_words, document_name

Form = Literal["report", "jsonl", "json", "csv", "md"]
FORMS: tuple[Form, ...] = ("report", "jsonl", "json", "csv", "md")
Row = dict[str, Any]
SHORT = 300  # characters of words in a list for people


def write_rows(rows: list[Row], form: Form, out: TextIO, columns: Sequence[str]) -> None:
    """Write rows that have the same columns. Lists are joined by "; " where the format has no lists.

    columns: the header of a table without rows (`present.columns`).
    """
    header = list(rows[0] if rows else columns)
    if form == "jsonl":
        out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    elif form == "json":
        out.write(json.dumps(rows, ensure_ascii=False, indent=2) + "\n")
    elif form == "csv":
        table = csv.writer(out, lineterminator="\n")
        table.writerow(header)
        table.writerows([_cell(v) for v in row.values()] for row in rows)
    elif form == "md":
        if header:
            out.write("| " + " | ".join(header) + " |\n|" + " --- |" * len(header) + "\n")
        for row in rows:
            out.write("| " + " | ".join(markdown(_plain(v)) for v in row.values()) + " |\n")
    else:
        out.writelines(f"{line}\n" for row in rows for line in _lines(row))


def _cell(value: object) -> str:
    return _plain(value) if isinstance(value, int | float) else cell(_plain(value))


def _plain(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)


def _lines(row: Row) -> list[str]:
    """What a person wants of a row: day, what, who; its words; where it stands."""
    day = day_in_words(row.get("day"))
    if "action" in row:
        when = days_in_words(row["first_day"], row["last_day"], row["day"])
        head = " · ".join(x for x in (when, row["action"], " – ".join(row["who"]), planned(row["status"])) if x)
    elif "speakers" in row:
        chain = " → ".join([" and ".join(row["speakers"]) or "nobody named", *(f"via {v}" for v in row["via"])])
        head = " · ".join(x for x in (day, chain, row["channel"]) if x)
    elif "stance" in row:
        head = f"{day} · {held(row)}"
    else:
        version = f", version {row['version']}" if row.get("version", 1) > 1 else ""
        name = document_name(row["title"], row["path"], row["address"], row["id"])
        head = f"{day} · {name} · {row['kind']}{version}"
    lines = [harmless(head)]
    words = row.get("words")
    if words:
        lines.append("    " + harmless(f"“{shortened(str(words))}”"))
    if told := _copies(row):
        lines.append("    " + harmless(told))
    where = [row.get("publisher"), row.get("address") or row.get("path") or row.get("title")]
    key = f"{row['document']} {row['id']}" if "document" in row else row["id"]
    lines.append("    " + harmless(" · ".join([*(str(w) for w in where if w), key])))
    return [*lines, ""]


def shortened(words: str) -> str:
    """The beginning of long words, on one line."""
    short = " ".join(words.split())
    return short if len(short) <= SHORT + 5 else f"{short[:SHORT]}…"


def planned(status: str) -> str:
    """The status of a contact where it needs telling: "" of one that was held."""
    return "" if status == "held" else status


def held(row: Row) -> str:
    """A position: "Orlan Dask calls for their immediate release"; of several, "A and B: calls for …"."""
    who = " and ".join(row["holders"]) or "nobody named"
    return f"{who}{':' if len(row['holders']) > 1 else ''} {STANCES.get(row['stance'], row['stance'])} {row['target']}"


def _copies(row: Row) -> str | None:
    """What a row says of copies."""
    if "differs" in row:
        return "published first" if row["first"] else f"{row['alike']:.0%} alike: {row['differs']}"
    if "texts" in row:
        names = ", ".join(row["publishers"])
        first = f"first on {row['first_day'] or 'an unknown day'}: {row['first_publisher'] or row['first']}"
        return f"{counted(row['texts'], 'text')} of one origin{f' ({names})' if names else ''}; {first}"
    return None
