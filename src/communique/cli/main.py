"""The `communique` command: finds its commands when they are called for, and turns errors into one line."""

import importlib
import multiprocessing
import os
import sys
from typing import NoReturn

import click

from communique.errors import CommuniqueError
from communique.version import VERSION

COMMANDS = {
    "read": ("communique.cli.read", "read"),
    "add": ("communique.cli.add", "add"),
    "sources": ("communique.cli.sources", "sources"),
    "watch": ("communique.cli.watch", "watch"),
    "merge": ("communique.cli.merge", "merge"),
    "contacts": ("communique.cli.contacts", "contacts"),
    "search": ("communique.cli.search", "search"),
    "show": ("communique.cli.show", "show"),
    "documents": ("communique.cli.documents", "documents"),
    "compare": ("communique.cli.compare", "compare"),
    "changes": ("communique.cli.changes", "changes"),
    "timeline": ("communique.cli.timeline", "timeline"),
    "chart": ("communique.cli.chart", "chart"),
    "phrases": ("communique.cli.phrases", "phrases"),
    "phrase": ("communique.cli.phrases", "phrase"),
    "positions": ("communique.cli.positions", "positions"),
    "follow": ("communique.cli.follow", "follow"),
    "mcp": ("communique.cli.mcp", "mcp"),
    "review": ("communique.cli.review", "review"),
    "db": ("communique.cli.db", "db"),
    "serve": ("communique.cli.serve", "serve"),
    "accounts": ("communique.cli.accounts", "accounts"),
    "export": ("communique.cli.export", "export"),
    "import": ("communique.cli.importing", "import_"),
    "who": ("communique.cli.who", "who"),
    "actors": ("communique.cli.actors", "actors"),
    "samples": ("communique.cli.samples", "samples"),
    "schema": ("communique.cli.schema", "schema"),
    "train": ("communique.cli.train", "train"),
    "evaluate": ("communique.cli.evaluate", "evaluate"),
    "doctor": ("communique.cli.doctor", "doctor"),
    "version": ("communique.cli.version", "version"),
}
"""Name of a command: its module, the attribute there. In the order of `--help`."""

SUMMARIES = {
    "read": "Read documents into records.",
    "add": "Read sources, as `communique read` does, and keep their records in a store.",
    "sources": "The feeds and lists that are followed: add, list, pause, resume, remove.",
    "watch": "Follow the sources: poll them, read their new pages, look at each page again after 24 hours and 7 days.",
    "merge": "Bring the reports of one contact together: what is new since the last time, or everything.",
    "contacts": "List contacts, newest first, each once however many documents report it.",
    "search": "Search what is kept: documents, contacts, statements or positions.",
    "show": "Show the record of a document kept, or its copies.",
    "documents": "List the documents kept, newest first.",
    "compare": "Lay documents about the same thing side by side.",
    "changes": "List pages whose text changed, or show what changed in one.",
    "timeline": "The contacts of two parties, or of one, by date, each with the gap before it.",
    "chart": "Charts of contacts: over time, and who talks with whom.",
    "phrases": "Formulas that come back in what is said: who uses them to whom, how often, since when.",
    "phrase": "The history of one phrase: every use by day, its forms, who uses it to whom, the longest gaps.",
    "positions": "What an actor holds on a matter, day by day, with changes marked.",
    "follow": "New entries of a search, by e-mail, webhook or feed.",
    "mcp": "Let an assistant search the store over the Model Context Protocol, on standard input and output.",
    "review": "Confirm, correct or reject what was read; the machine's reading stays beside it.",
    "db": "Look after a store: check it, count it, read it again.",
    "serve": "Serve the store as pages and an API.",
    "accounts": "Who may read, review or administer a served store.",
    "export": "Write records in a format that other tools read.",
    "import": "Turn brat folders, Web Annotations or JSON Lines into records, one a line.",
    "who": "Who held an office, or whom a title denotes, on a date.",
    "actors": "Your own actors: add, list, check.",
    "samples": "The sample documents that ship.",
    "schema": "The JSON Schema of a record.",
    "train": "Train the models that ship, or your own.",
    "evaluate": "Score contacts, statements with their chains, and positions against gold.",
    "doctor": "What is installed, and whether it works.",
    "version": "The version of this program.",
}
"""What `--help` says of each without loading its module. A test holds these to the commands' own words."""


class ReaderGoneError(Exception):
    """Nobody reads our output any more, as after `head`. click would end with 1 for the error that the system gives."""


class Commands(click.Group):
    """A group that imports a command's module only when that command runs."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError as error:
            raise ReaderGoneError from error

    def list_commands(self, ctx: click.Context) -> list[str]:
        """All names, in the order of COMMANDS."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of this name, imported now; None when there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, attribute = COMMANDS[cmd_name]
        command: click.Command = getattr(importlib.import_module(module), attribute)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command meant; where there is none, those that are called nearly so."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, n=1)
            hint = f" Did you mean {near[0]}?" if near else " communique --help lists them."
            ctx.fail(f"No such command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in `--help`, from SUMMARIES."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, SUMMARIES[name]) for name in COMMANDS])


@click.command(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(VERSION, "-V", "--version", prog_name="communique")
def main() -> None:
    """Read news and official readouts about diplomacy into records that anyone can check.

    Who called, met or visited whom; who said what, in whose words, relayed by whom; what each side
    holds; when and where. Every item shows its words.
    """


def run(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and exit.

    0 done, 1 something was not read, 2 the call makes no sense, 130 interrupted, 141 nobody reads the output any more.
    """
    given = sys.argv[1:] if arguments is None else arguments
    verbose = "-v" in given or "--verbose" in given
    try:
        code = main.main(given, prog_name="communique", standalone_mode=False)
        sys.stdout.flush()
        sys.exit(code if isinstance(code, int) else 0)
    except click.exceptions.NoArgsIsHelpError as error:
        click.echo(error.format_message(), err=True)
        sys.exit(2)
    except click.ClickException as error:
        _say(error.format_message().replace("\n", " "))
        sys.exit(error.exit_code)
    except CommuniqueError as error:
        if verbose:
            raise
        _say(str(error))
        sys.exit(error.exit_code)
    except (ReaderGoneError, BrokenPipeError):  # while a command wrote, or what was left in the end
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)
    except OSError as error:
        if verbose:
            raise
        _say(f"{error.filename}: {error.strerror}" if error.filename else str(error))
        sys.exit(1)
    except (KeyboardInterrupt, click.Abort):
        for child in multiprocessing.active_children():  # they may be in the middle of a long document
            child.terminate()
        _say("interrupted")
        sys.exit(130)
    except Exception as error:
        if verbose:
            raise
        _say(f"a defect of this program, -v shows where: {type(error).__name__}: {error}")
        sys.exit(1)


def _say(line: str) -> None:
    from communique.present.escape import harmless

    click.echo(f"communique: {harmless(line)}", err=True)
