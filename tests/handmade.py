"""Layers and a cast made by hand, for texts of the tables in cases/contacts.toml and cases/events.toml."""

import re
import tomllib
from pathlib import Path

from communique.annotate.layers import Layers
from communique.annotate.paragraphs import split
from communique.annotate.parse import parse
from communique.annotate.times import find_times
from communique.model import Document, Entity, Span
from communique.model.ids import document_id, entity_id
from communique.resolve.cast import Cast, Reference

TABLE = tomllib.loads((Path(__file__).parent / "cases" / "contacts.toml").read_text("utf-8"))


def read_case(case):
    """Layers and cast of one case: every surface found in the text denotes its entity; a nationality qualifies."""
    text = case["text"]
    layers = Layers(Document(id=document_id(text), text=text, raw_sha256="0", published=case.get("published")))
    layers.paragraphs = split(layers.document)
    layers.sentences = parse(layers.paragraphs, text)
    layers.times = find_times(layers)
    cast, _ = cast_of(text, TABLE["default"], case, qualifying=("ian",))
    return layers, cast


def cast_of(text, default, case, qualifying):
    """A cast, and whom each surface denotes: every surface of the default and of the case that the text has is a name; one
    with a qualifying ending only qualifies."""
    cast, surfaces = Cast(), {}
    for name, what in (default["cast"] | case.get("cast", {})).items():
        kind, code = what.split()
        entity = Entity(id=entity_id("d", kind, name), kind=kind, name=name, country=None if code == "*" else code)
        cast.entities[entity.id] = entity
        surfaces[name] = (entity.id,)
    for surface, names in (default["same"] | case.get("same", {})).items():
        surfaces[surface] = tuple(i for n in names.split("|") for i in surfaces[n])
    found, taken = [], []
    for surface in sorted(surfaces, key=len, reverse=True):
        for match in re.finditer(rf"(?<!\w){re.escape(surface)}(?!\w)", text):
            span = Span(*match.span())
            if not any(span.overlaps(t) for t in taken):
                taken.append(span)
                attributive = surface.endswith(qualifying)
                found.append(Reference(span, span, surfaces[surface], "name", "", attributive=attributive))
    cast.references = tuple(sorted(found, key=lambda r: r.head))
    return cast, surfaces
