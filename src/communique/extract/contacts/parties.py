"""Whose contact it is: between actors of different parties, or at home."""

from communique.extract.contacts.phrases import Party
from communique.model import Entity
from communique.resolve.cast import Cast

# offices held within a state, below its government: their holders without a known state are taken as at home
LOCAL = (
    "governor",
    "mayor",
    "senator",
    "congress",
    "representative",
    "lawmaker",
    "attorney general",
    "majority leader",
    "minority leader",
)


def party_of(cast: Cast, entity_id: str) -> str | None:
    """The state or body acted for; the entity itself where neither is known and it is a person; None for places and for
    persons whose office is local."""
    party = cast.party(entity_id)
    if party is not None:
        return party
    entity = cast.entity(entity_id)
    if entity.kind == "place" or (entity.kind == "person" and _local(entity)):
        return None
    return entity.id


def _local(entity: Entity) -> bool:
    titles = " ".join(role.title.lower() for role in entity.roles)
    return any(word in titles for word in LOCAL)


def different(cast: Cast, parties: tuple[Party, ...]) -> bool:
    """Whether at least two parties take part."""
    return len({x for p in parties if (x := party_of(cast, p.entity)) is not None}) >= 2


def is_leader(entity: Entity) -> bool:
    """Whether somebody heads a state or government, by the offices that the cast knows."""
    for role in entity.roles:
        title = role.title.lower()
        if title.startswith(("vice", "deputy", "former", "first deputy")):
            continue
        if any(
            w in title
            for w in (
                "president",
                "prime minister",
                "chancellor",
                "king",
                "queen",
                "emir",
                "sultan",
                "premier",
                "head of state",
                "taoiseach",
            )
        ):
            return True
    return False
