"""The documents know every command and option, and every command line that they show is one that works."""

import contextlib
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from communique.cli.main import main, run

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
TEXT = "\n".join(page.read_text(encoding="utf-8") for page in PAGES)
_SHOWN = re.compile(r"^(?:    |\$ |    \$ )(?:.*\| )?(?:\.venv/bin/)?communique (.+)$", re.MULTILINE)
_INLINE = re.compile(r"`communique ((?:[a-z]+ ?)+)[^`]*`")


def commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        yield (*path, name), command
        if isinstance(command, click.Group):
            yield from commands(command, (*path, name))


ALL = dict(commands(main))
LINES = sorted({match.split(" # ")[0].split(" > ")[0].split(" | ")[0].strip() for match in _SHOWN.findall(TEXT)})


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_is_documented(path: tuple[str, ...]) -> None:
    assert re.search(rf"\bcommunique {' '.join(path)}\b", TEXT)


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_option_is_documented(path: tuple[str, ...]) -> None:
    for parameter in ALL[path].params:
        if isinstance(parameter, click.Option):
            missing = [o for o in (*parameter.opts, *parameter.secondary_opts) if not re.search(rf"{o}\b", TEXT)]
            assert not missing, f"communique {' '.join(path)}: {missing}"


@pytest.mark.parametrize("path", ALL, ids=" ".join)
def test_every_command_and_option_says_what_it_is_for(path: tuple[str, ...]) -> None:
    command = ALL[path]
    assert command.help
    assert all(p.help for p in command.params if isinstance(p, click.Option)), f"communique {' '.join(path)}"


def test_there_are_command_lines_to_check() -> None:
    assert len(LINES) >= 10


@pytest.mark.parametrize("line", LINES)
def test_every_command_line_shown_parses(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    words = shlex.split(line)
    for word in words:  # what a line names is there when a reader tries it
        if re.fullmatch(r"[\w.-]+\.(csv|jsonl?|toml|txt|html)", word):
            Path(word).touch()
        elif word.endswith("/") and not word.startswith("http"):
            Path(word).mkdir()
    command: click.Command = main
    context = click.Context(main)
    while isinstance(command, click.Group) and words and not words[0].startswith("-"):
        name = words.pop(0)
        found = command.get_command(context, name)
        assert found is not None, f"no command {name!r} in: communique {line}"
        command = found
    with contextlib.suppress(click.exceptions.Exit):  # --help and --version
        command.make_context(command.name, words)


CHEAP = ("schema", "version", "--version", "samples list", "samples show", "samples copy", "actors list", "who")


@pytest.mark.parametrize("line", [line for line in LINES if line.startswith(CHEAP)])
def test_cheap_command_lines_shown_run(line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMMUNIQUE_DATA", str(tmp_path))
    with pytest.raises(SystemExit) as ended:
        run(shlex.split(line))
    assert ended.value.code == 0


def test_commands_named_in_running_text_exist() -> None:
    for named in _INLINE.findall(TEXT):
        words = tuple(named.split())
        assert any(words[:n] in ALL for n in range(1, len(words) + 1)), f"communique {named}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)\s#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if "://" not in link and not (page.parent / link).exists()] == []


GUIDES = sorted(page for page in (ROOT / "docs").glob("*.md") if "```sh\n" in page.read_text(encoding="utf-8"))


def test_there_are_guides() -> None:
    assert len(GUIDES) >= 4


@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
def test_every_command_of_a_guide_runs(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the order of the page, in a folder of its own, as somebody would who goes through it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMMUNIQUE_DATA", str(tmp_path / "data"))
    for block in re.findall(r"```sh\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL):
        for line in block.strip().splitlines():
            assert line.startswith("communique "), line
            with pytest.raises(SystemExit) as ended:
                run(shlex.split(line)[1:])
            assert ended.value.code == 0, line
