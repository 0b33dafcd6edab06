"""The samples: listed, shown, copied, never written over."""

from pathlib import Path

import pytest

from communique.cli.main import run
from communique.samples import documents


def called(arguments: list[str], capfdbinary: pytest.CaptureFixture[bytes]) -> tuple[int | str | None, bytes, bytes]:
    with pytest.raises(SystemExit) as ended:
        run(["samples", *arguments])
    return ended.value.code, *capfdbinary.readouterr()


def test_there_are_samples_of_every_kind() -> None:
    names = [p.name for p in documents()]
    assert len(names) >= 12
    assert {p.suffix for p in documents()} == {".html", ".jsonl", ".txt", ".xml"}


def test_list_and_show(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    code, out, _ = called(["list"], capfdbinary)
    assert (code, out.decode().split()) == (0, [p.name for p in documents()])
    for name in ("speech-arden.txt", "speech-arden"):
        code, out, _ = called(["show", name], capfdbinary)
        assert (code, out) == (0, next(p for p in documents() if p.stem == "speech-arden").read_bytes())


def test_copy_never_overwrites(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    folder = tmp_path / "new" / "samples"
    assert called(["copy", str(folder)], capfdbinary)[0] == 0
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == {p.name: p.read_bytes() for p in documents()}
    (folder / "feed.xml").write_text("mine", encoding="utf-8")
    code, _, err = called(["copy", str(folder)], capfdbinary)
    assert (code, err.count(b"\n")) == (2, 1)
    assert (folder / "feed.xml").read_text(encoding="utf-8") == "mine"


def test_a_formula_recurs_in_the_samples_so_that_phrases_has_something_to_show() -> None:
    from communique.query.phrases.mining import LEAST
    from communique.samples import FOLDER

    texts = [path.read_text(encoding="utf-8") for path in sorted(Path(FOLDER).rglob("*.txt"))]
    assert sum("commitment to the peaceful settlement of disputes" in text for text in texts) > LEAST
