"""What is worked out across documents, brought up to date: contacts merged, phrases found. Done after documents came in."""

from sqlalchemy import Engine

from communique.query import merging
from communique.query.phrases import filling


def refresh(engine: Engine) -> None:
    """Work out anew what documents that came in or were read again reach. Costs next to nothing where none did."""
    merging.refresh(engine)
    filling.refresh(engine)
