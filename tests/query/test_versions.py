"""Changed texts: what of a record an edit touches, lists of changed pages, the command; the versions kept of 2021."""

import json
import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import Engine
from tests.factory import Maker, call_record
from tests.store.conftest import empty, server, store, template  # noqa: F401  (fixtures)

from communique.cli.main import main
from communique.errors import UsageError
from communique.model import Record
from communique.query.comparing.edits import edits
from communique.query.versions import changed_pages, changes, changes_of, described, rows_of, versions
from communique.store.engine import open_store
from communique.store.reader import one_document
from communique.store.writer import add_many

URL = "https://larn.example/1"


def page(said: str, after: str = "", **fields: Any) -> Record:
    """A page on which Dask says something."""
    made = Maker(
        f"Orlan Dask said that {said}. {after}".strip(), url=URL, publisher="Larn Courier", title="Dask", **fields
    )
    dask = made.entity("Orlan Dask", country="VLD")
    made.statement(said, cue="said", source="Orlan Dask", speakers=(dask,))
    return made.record()


FIRST = page("20 lorries waited at the crossing")
SECOND = page("30 lorries waited at the crossing")
THIRD = page("30 lorries waited at the crossing", "A ferry sank near Harn.")


def test_an_edit_inside_a_statement_touches_it() -> None:
    found = changes(FIRST, SECOND)
    assert found.described == "number changed: “20” → “30”"
    (item,) = found.items
    assert (item.kind, item.became, item.fields) == ("statement", "altered", ("words",))
    assert (item.before, item.after) == (FIRST.statements[0].id, SECOND.statements[0].id)
    assert (item.was, item.now) == ("20 lorries waited at the crossing", "30 lorries waited at the crossing")


def test_an_edit_beside_a_statement_does_not() -> None:
    found = changes(SECOND, THIRD)
    assert found.described == "sentence added: “A ferry sank near Harn.”"
    assert found.items == ()


def test_items_that_went_or_came_with_their_words() -> None:
    silent = Maker("A ferry sank near Harn.", url=URL).record()
    gone, new = changes(THIRD, silent), changes(silent, THIRD)
    assert [i.became for i in gone.items] == ["gone"]
    assert [i.became for i in new.items] == ["new"]
    assert gone.items[0].was == new.items[0].now == "30 lorries waited at the crossing"


def test_a_contact_whose_sentence_was_edited() -> None:
    before = call_record()
    text = before.document.text.replace("to discuss the reopening", "to discuss the closing")
    made = Maker(text)
    dask, tolen = made.entity("Orlan Dask", country="VLD"), made.entity("Mira Tolen", country="KES")
    line = text.split("\n")[2]
    made.event(
        "call", "called", line, {dask: "actor", tolen: "recipient"}, topics=[["the closing of the Ormund crossing"]]
    )
    items = {(i.kind, i.became): i.fields for i in changes(before, made.record()).items}
    assert items["contact", "altered"] == ("words", "when", "topics")


def test_what_is_no_text_is_said_so() -> None:
    assert described([]) == "nothing but what is not text"
    assert changes(FIRST, FIRST).edits == ()


def test_a_title_alone() -> None:
    text = "Orlan Dask spoke."
    before = Maker(text, title="Dask  speaks").record()
    after = Maker(text, title="Dask speaks at last").record()
    other = Maker(f"{text}\nAt last.", title="Dask speaks").record()
    found = changes(before, after)
    assert [(e.kind, e.was, e.now) for e in found.edits] == [("title", "Dask speaks", "Dask speaks at last")]
    assert found.described == "title of the page changed: “at last”" and not found.items
    capitals = changes(after, Maker(text, title="Dask Spoke at last").record())
    assert capitals.described == "title of the page changed: “speaks” → “Spoke”"
    assert [e.kind for e in edits(before, other)] == ["paragraph added"]  # blanks are no other title
    assert [e.kind for e in edits(after, other)] == ["title", "paragraph added"]


def test_a_title_that_stands_in_the_text_is_told_once() -> None:
    before, after = (Maker(f"{t}\n\nA ferry sank near Harn.", title=t).record() for t in ("Ferry sinks", "Ferry sank"))
    assert [e.was for e in edits(before, after)] == ["sinks"]


def test_blanks_alone() -> None:
    before, after = (Maker(t).record() for t in ("One line.\nAnother line.", "One line.\n\nAnother line."))
    assert [e.kind for e in edits(before, after)] == ["layout"]


def test_a_text_largely_rewritten() -> None:
    words = [f"word{i}" for i in range(60)]
    other = [w if i % 3 else f"thing{i}" for i, w in enumerate(words)]
    found = changes(Maker(" ".join(words)).record(), Maker(" ".join(other)).record())
    assert re.fullmatch(r"largely rewritten: \d+ edits in \d+% of the text", found.described)


def keep(engine: Engine, *records: Record) -> list[str]:
    return [key for key, _ in add_many(engine, records)]


def test_changed_pages(store: Engine) -> None:  # noqa: F811
    unchanged = Maker("Nothing happened.", url="https://larn.example/2").record()
    keys = keep(store, FIRST, SECOND, unchanged, THIRD)
    with store.connect() as connection:
        rows = {r["id"]: r for r in changed_pages(connection)}
        assert set(rows) == {keys[1], keys[3]}
        assert (rows[keys[1]]["change"], rows[keys[1]]["kinds"]) == ("number changed: “20” → “30”", ["number"])
        assert (rows[keys[1]]["edits"], rows[keys[1]]["items"], rows[keys[1]]["version"]) == (1, 1, 2)
        assert rows[keys[3]]["previous"] == keys[1]
        assert changed_pages(connection, since="2999-01-01") == []
        assert len(changed_pages(connection, limit=1)) == 1
        assert [v["version"] for v in versions(connection, keys[3])] == [1, 2, 3]
        assert [v["id"] for v in versions(connection, keys[2])] == [keys[2]]
        assert changes_of(connection, keys[1]).before == keys[0]
        with pytest.raises(UsageError, match="no version before"):
            changes_of(connection, keys[0])
        assert one_document(connection, URL) == keys[3]
        assert one_document(connection, keys[0]) == keys[0]
        what = [(r["what"], r["kind"]) for r in rows_of(changes_of(connection, keys[1]))]
        assert what == [("edit", "number"), ("altered", "statement")]


def run(*arguments: str) -> Any:
    return CliRunner().invoke(main, ["changes", *arguments])


def test_command(tmp_path: Path) -> None:
    path = str(tmp_path / "a.db")
    engine = open_store(path)
    assert "no changed pages" in run("--db", path).output
    first, *_ = keep(engine, FIRST, SECOND, THIRD)
    engine.dispose()
    listed = run("--db", path)
    assert listed.exit_code == 0, listed.output
    assert "number changed: “20” → “30”" in listed.output
    assert "1 item of the record touched" in listed.output
    shown = run(URL, "--db", path).output
    assert "[-20-][+30+]" in shown and "[+A ferry sank near Harn.+]" in shown
    rows = json.loads(run(first, "--db", path, "--format", "json").output)
    assert [r["kind"] for r in rows] == ["number", "statement", "sentence added"]
    assert "is no day" in run("--since", "soon", "--db", path).output
    assert isinstance(run("nothing", "--db", path).exception, UsageError)


def text_of(item: Path) -> str:
    """The visible words of a kept version of a page."""
    found = re.search(r"<(content:encoded|description)>(.*?)</\1>", item.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    body = re.sub(r"<(?:/?p|br|/?li|/?h\d)[^>]*>", "\n", found[2].replace("<![CDATA[", "").replace("]]>", ""))
    return unescape(re.sub(r"<[^>]+>", "", body)).strip()


def test_edits_of_kept_pages_rebuild_the_later_text(shared: Path) -> None:
    """Every edit of the pages of 2021 put into the earlier version gives the words of the later one."""
    pages: dict[str, list[Path]] = {}
    for file in sorted((shared / "data" / "officials").glob("*/versions/*.xml"))[:80]:
        pages.setdefault(file.name.split("_v")[0], []).append(file)
    changed = 0
    for files in pages.values():
        one, other = (Maker(text_of(f) or "-").record() for f in (files[0], files[-1]))
        text, out, at = one.document.text, [], 0
        for edit in edits(one, other):
            if edit.before:
                out.append(text[at : edit.before.start])
                at = edit.before.end
            elif edit.after:
                left = len("".join("".join(other.document.text[: edit.after.start]).split()))
                while len("".join("".join([*out, text[at:at]]).split())) < left:
                    out.append(text[at])
                    at += 1
            out.append(edit.now)
            changed += edit.kind != "layout"
        rebuilt = "".join([*out, text[at:]])
        assert "".join(rebuilt.split()) == "".join(other.document.text.split()), files[0].name
    assert changed >= 10
