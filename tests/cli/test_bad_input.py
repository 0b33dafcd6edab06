"""Bad input from end to end: one clear line each, the exit code, and the rest of the batch still read."""

import json
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from communique.cli.asking import CHANNELS, KINDS
from communique.cli.main import run
from communique.model.claim import Channel
from communique.model.document import DocumentKind

GOOD = "LARN, 3 March 2025 — Foreign Minister Orlan Dask met Prime Minister Mira Tolen in Larn on Monday.\n"
UNREADABLE = {
    "empty.txt": b"",
    "blank.txt": b" \n\t\n",
    "binary.bin": bytes(range(256)) * 64,
    "broken.warc": b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999\r\n\r\nHTTP/1.1 200 OK\r\n\r\ncut",
    "broken.jsonl": b'{"text": \n',
    "page.html": b"<html><head><script>var a = 1;</script></head><body></body></html>",
}
READABLE = {
    "good.txt": GOOD.encode(),
    "latin.txt": "The minister’s “café” said: “Déjà vu”. ".encode("cp1252") * 5,
    "torn.txt": GOOD.encode() + b'He said \xff\xfe\xe2\x82 "it is\n' + GOOD.encode(),
    "quotes.txt": b'"He said "it "is so" and \'\'that," she said. "But\n\n"and then" "" he\n',
    "page.htm": b"<p>Foreign Minister <b>Orlan Dask met Prime Minister <i>Mira Tolen in Larn on Monday.</b> </table>"
    * 3,
}


def read(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "communique", "read", *arguments]
    return subprocess.run(command, capture_output=True, check=False, input=stdin)


@pytest.fixture(scope="module")
def batch(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, subprocess.CompletedProcess[bytes]]:
    folder = tmp_path_factory.mktemp("batch")
    for name, content in (UNREADABLE | READABLE).items():
        (folder / name).write_bytes(content)
    sources = [str(folder / name) for name in (*UNREADABLE, "missing.txt", *READABLE)]
    return folder, read(*sources, "http://127.0.0.1:9/x", "--format", "jsonl")


def test_everything_readable_is_read(batch: tuple[Path, subprocess.CompletedProcess[bytes]]) -> None:
    records = [json.loads(line) for line in batch[1].stdout.splitlines()]
    assert [Path(r["document"]["path"]).name for r in records] == list(READABLE)
    assert [e["action"] for e in records[0]["events"]] == ["meeting"]


def test_everything_else_gets_one_line(batch: tuple[Path, subprocess.CompletedProcess[bytes]]) -> None:
    folder, done = batch
    lines = done.stderr.decode().splitlines()
    assert done.returncode == 1
    assert all(line.startswith("communique: ") for line in lines)
    for name in (*UNREADABLE, "missing.txt"):
        assert sum(line.startswith(f"communique: {folder / name}") for line in lines) == 1, name
    assert sum("127.0.0.1" in line for line in lines) == 1
    assert len(lines) == len(UNREADABLE) + 2


def test_standard_input_and_several_processes_give_the_same_bytes(tmp_path: Path) -> None:
    for i in range(3):
        (tmp_path / f"{i}.txt").write_text(GOOD * (i + 1), encoding="utf-8")
    one = read(str(tmp_path), "--format", "jsonl", "--jobs", "1")
    two = read(str(tmp_path), "--format", "jsonl", "--jobs", "2")
    assert one.stdout == two.stdout
    assert (one.returncode, two.returncode, one.stderr, two.stderr) == (0, 0, b"", b"")
    piped = json.loads(read("-", "--format", "jsonl", stdin=GOOD.encode()).stdout)
    assert piped["document"]["text"] == GOOD


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("search", "x", "--since", "yesterday"), "'yesterday' is no day; write it as year-month-day, like 2025-03-04"),
        (("positions", "--of", "A", "--on", "x", "--until", "2025-02-30"), "'2025-02-30' is no day"),
        (("timeline", "--of", "A", "--since", "2025"), "'2025' is no day"),
        (("who", "the pope", "--on", "now"), "'now' is no day"),
        (("documents", "--kind", "reedout"), "'reedout' is not one of"),
        (("search", "x", "--channel", "telex"), "'telex' is not one of"),
    ],
)
def test_what_cannot_be_asked_is_told_with_an_example(
    arguments: tuple[str, ...], told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        run(list(arguments))
    assert ended.value.code == 2 and told in capsys.readouterr().err


def test_kinds_and_channels_are_those_of_a_record() -> None:
    assert get_args(DocumentKind) == KINDS
    assert get_args(Channel) == CHANNELS
