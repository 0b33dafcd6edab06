"""Who is meant: phrases of a document resolved to entities."""

from communique.resolve.cast import Cast, Reference
from communique.resolve.pronouns import first_person
from communique.resolve.resolver import resolve
from communique.resolve.where import place_of
from communique.resolve.who import Candidate, WhoAnswer, who

__all__ = ["Candidate", "Cast", "Reference", "WhoAnswer", "first_person", "place_of", "resolve", "who"]
