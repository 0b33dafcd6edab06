"""One place in the text that tells a contact."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from communique.annotate.layers import Sentence
from communique.extract.contacts.groups import Party
from communique.extract.contacts.phrases import Phrases
from communique.model import Span
from communique.model.claim import Action, Status

if TYPE_CHECKING:
    from spacy.tokens import Token


@dataclass(slots=True)
class Telling:
    """One place in the text that tells a contact, with what it says by itself.

    first: those who lead (visitor, host, sender, subject); second: the others. owned: whether the words point at a contact
    as known ("the call"); another: whether they set it apart from others; weak: whether the words alone do not tell one.
    """

    sentence: Sentence
    token: "Token"
    action: Action
    shape: str
    first: tuple[Party, ...]
    second: tuple[Party, ...]
    places: tuple[Party, ...] = ()
    status: Status | None = None
    trigger: tuple[Span, ...] = ()
    definite: bool = False
    another: bool = False
    weak: bool = False
    plural: bool = False
    topic: bool = False
    separately: bool = False
    first_since: bool = False
    of_body: bool = False  # what meets is a body ("the meeting of the council")
    delegation: bool = False  # its subject is "the delegation" and the like, whom the cast does not know
    home: str | None = None  # the publishing state, an entity
    owned: bool = False  # a possessive says whose it is
    now: bool = False  # told as going on where the speaker is
    unnamed: bool = False  # somebody else takes part whom the cast does not know


def is_person(phrases: Phrases, party: Party) -> bool:
    return phrases.cast.entity(party.entity).kind == "person"
