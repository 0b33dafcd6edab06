"""The tools as an assistant's client calls them: in memory, and once over standard input and output."""

import asyncio
import builtins
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from mcp import Client, StdioServerParameters
from msgspec.structs import replace
from sqlalchemy import Engine
from tests.factory import call_record

from communique.assistants.server import make_server
from communique.cli.main import run
from communique.errors import MissingPartError
from communique.query.merging.run import refresh
from communique.store import reader, writer
from communique.store.engine import open_store

RECORD = call_record()


@pytest.fixture
def kept(store: Engine) -> Engine:
    """A store with two papers' reports of one call, merged."""
    other = replace(RECORD, document=replace(RECORD.document, publisher="Harbour Gazette"))
    list(writer.add_many(store, [RECORD, other]))
    refresh(store)
    return store


def ask(engine: Engine, tool: str, **arguments: Any) -> Any:
    """What a tool answers; a string for an error."""

    async def talk() -> Any:
        async with Client(make_server(engine)) as client:
            result = await client.call_tool(tool, arguments)
            return result.content[0].text if result.is_error else result.structured_content  # type: ignore[union-attr]

    return asyncio.run(talk())


def quotations(answer: Any) -> list[dict[str, Any]]:
    """Everything in an answer that quotes."""
    if isinstance(answer, dict):
        own = [answer] if {"words", "first", "last", "document"} <= answer.keys() else []
        return own + [q for value in answer.values() for q in quotations(value)]
    return [q for value in answer for q in quotations(value)] if isinstance(answer, list) else []


def backed(engine: Engine, answer: Any) -> list[str]:
    """The words of an answer, each looked up in its document."""
    found = quotations(answer)
    with engine.connect() as connection:
        for quotation in found:
            record = reader.record(connection, quotation["document"])
            assert record is not None
            assert record.document.text[quotation["first"] : quotation["last"]] == quotation["words"]
    return [quotation["words"] for quotation in found]


def test_the_tools_say_what_they_are_for_and_only_read(kept: Engine) -> None:
    async def talk() -> list[Any]:
        async with Client(make_server(kept)) as client:
            return (await client.list_tools()).tools

    tools = asyncio.run(talk())
    assert [tool.name for tool in tools] == ["search", "show", "contacts", "timeline", "compare"]
    assert all(tool.description and tool.annotations.read_only_hint for tool in tools)


@pytest.mark.parametrize(
    ("what", "count", "words"),
    [
        ("documents", 2, "Ormund"),
        ("contacts", 4, "called"),
        ("statements", 2, "reaffirmed"),
        ("positions", 2, "the Ormund agreement"),
    ],
)
def test_search_quotes_what_it_finds(kept: Engine, what: str, count: int, words: str) -> None:
    answer = ask(kept, "search", what=what, words="ormund", actors=["Dask"])
    assert len(answer["items"]) == count
    assert any(words in quoted for quoted in backed(kept, answer))


def test_show_gives_text_and_items(kept: Engine) -> None:
    (item, _) = ask(kept, "search")["items"]
    shown = ask(kept, "show", document=item["document"])
    assert shown["text"] == RECORD.document.text
    assert shown["counts"] == {"contacts": 2, "statements": 1, "positions": 1}
    (said,) = shown["statements"]
    assert (said["speakers"], said["via"]) == (["Orlan Dask"], ["Ilse Varga"])
    assert len(backed(kept, shown)) == 4
    assert ask(kept, "show", document=item["document"], start=100)["text"] == RECORD.document.text[100:]


def test_contacts_and_timeline_carry_their_reports(kept: Engine) -> None:
    answer = ask(kept, "contacts", actors=["Tolen"])
    assert sorted((c["action"], c["count"]) for c in answer["items"]) == [("call", 2), ("meeting", 2)]
    assert set(backed(kept, answer)) == {"called", "meet"}
    line = ask(kept, "timeline", between=["Orlan Dask", "Mira Tolen"], since="2025-03-01")
    assert [c["action"] for c in line["items"]] == ["call", "meeting"]
    assert backed(kept, line) == ["called", "called", "meet", "meet"]


def test_compare_lays_documents_and_reports_side_by_side(kept: Engine) -> None:
    names = [item["document"] for item in ask(kept, "search")["items"]]
    answer = ask(kept, "compare", documents=names)
    assert {side["publisher"] for side in answer["sides"]} == {"Meridian Wire", "Harbour Gazette"}
    assert {row["kind"] for row in answer["rows"]} == {"shared"}
    assert len(backed(kept, answer)) >= 2 * len(answer["rows"])


@pytest.mark.parametrize(
    ("tool", "arguments", "line"),
    [
        ("search", {"actors": ["Nobody"]}, "nobody called 'Nobody'"),
        ("search", {"what": "weather"}, "documents"),
        ("search", {"limit": 1000}, "50"),
        ("show", {"document": "none"}, "no such document"),
        ("compare", {}, "two documents"),
        ("compare", {"contact": "cnone"}, "no such contact"),
        ("timeline", {"between": []}, "between whom"),
    ],
)
def test_what_makes_no_sense_is_said(kept: Engine, tool: str, arguments: dict[str, Any], line: str) -> None:
    answer = ask(kept, tool, **arguments)
    assert isinstance(answer, str)
    assert line in answer and "Traceback" not in answer


def test_a_store_in_which_nothing_is_merged_says_so(store: Engine) -> None:
    assert "no contacts are merged" in ask(store, "contacts")


def test_over_standard_input_and_output(tmp_path: Path, empty: Path) -> None:
    path = tmp_path / "store.db"
    shutil.copyfile(empty, path)
    engine = open_store(str(path))
    list(writer.add_many(engine, [RECORD]))
    engine.dispose()
    parameters = StdioServerParameters(command=sys.executable, args=["-m", "communique", "mcp", "--db", str(path)])

    async def talk() -> Any:
        async with Client(parameters) as client:
            return (await client.call_tool("search", {"what": "statements"})).structured_content

    ((said),) = asyncio.run(talk())["items"]
    assert said["speakers"] == ["Orlan Dask"]
    assert said["words"] == RECORD.words(RECORD.statements[0].content)


def test_without_the_library_one_line_says_what_to_install(store: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def absent(name: str, *args: Any, **more: Any) -> Any:
        if name.split(".")[0] == "mcp":
            raise ImportError(name)
        return real(name, *args, **more)

    monkeypatch.setattr(builtins, "__import__", absent)
    with pytest.raises(MissingPartError, match=r"communique\[mcp\]"):
        make_server(store)


def test_without_a_store_the_command_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COMMUNIQUE_DB", str(tmp_path / "none.db"))
    with pytest.raises(SystemExit) as ended:
        run(["mcp"])
    assert ended.value.code == 1
    assert "no store here yet" in capsys.readouterr().err
