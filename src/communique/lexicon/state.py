"""A state and what stands for it."""

import msgspec


class State(msgspec.Struct, frozen=True, kw_only=True):
    """A state (or a territory that acts like one). iso3: ISO 3166-1 alpha-3 (XKX for Kosovo). wikidata: "" where unknown.

    adjectives: words of nationality; people: its people in the plural; capitals: first the one of the constitution;
    seats: places whose name stands for the government ("Kremlin").
    """

    iso3: str
    name: str
    wikidata: str
    aliases: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    capitals: tuple[str, ...]
    seats: tuple[str, ...]
