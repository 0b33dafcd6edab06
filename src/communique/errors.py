"""The exception tree. Everything that Communique raises on purpose descends from `CommuniqueError`.

CommuniqueError            exit 1: something was wrong with this piece of work
├── SourceError            exit 1: a source could not be read (missing, refused, not a document)
│   ├── FetchError         exit 1: an address could not be fetched
│   └── FormatError        exit 1: the bytes are not what their name says
├── UsageError             exit 2: the call itself makes no sense
├── LexiconError           exit 1: a data file that ships or was added by the user is malformed
└── MissingPartError       exit 1: an optional part (model, extra) is not installed
"""


class CommuniqueError(Exception):
    """Base of the tree; `str()` is one line fit for a person."""

    exit_code = 1


class SourceError(CommuniqueError):
    """A source could not be read. `source` names it as the user did."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason


class FetchError(SourceError):
    """An address could not be fetched."""


class FormatError(SourceError):
    """The bytes are not a document of the kind that they claim to be."""


class UsageError(CommuniqueError):
    """The call makes no sense as given."""

    exit_code = 2


class LexiconError(CommuniqueError):
    """A lexicon file is malformed; the message names file and row."""


class MissingPartError(CommuniqueError):
    """An optional part is not installed; the message says how to install it."""


def one_line(error: object, most: int = 160, otherwise: str | None = None) -> str:
    """The first line of what went wrong, at most `most` characters; `otherwise`, or the error's kind, where it says nothing."""
    nothing = type(error).__name__ if otherwise is None else otherwise
    return (str(error or "").strip().splitlines() or [nothing])[0][:most]
