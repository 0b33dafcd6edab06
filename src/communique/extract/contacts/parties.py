"""Whose contact it is: between actors of different parties, or at home."""

from communique.extract.contacts.phrases import Party
from communique.model import Entity
from communique.resolve.cast import Cast

# offices that speak for a state, a body or a movement even where the text does not say which
OFFICES = (
    "minister", "president", "premier", "chancellor", "king", "queen", "emir", "sultan", "pope", "prince", "ambassador", "envoy",
    "secretary general", "secretary-general", "high representative", "special representative", "commissioner", "opposition leader",
    "foreign secretary", "prime", "rebel", "coordinator",
)  # fmt: skip
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

# labels of transcripts: those who ask are nobody's party
VOICES = frozenset({"question", "reporter", "moderator", "operator", "participant", "press", "audience", "interpreter"})


def party_of(cast: Cast, entity_id: str) -> str | None:
    """The state or body acted for. Where neither is known: the person itself if the office is one that speaks for a state or
    body, else None; None for places, for unnamed groups, and for those who only ask."""
    entity = cast.entity(entity_id)
    if entity.name.lower() in VOICES:
        return None
    party = cast.party(entity_id)
    if party is not None:
        return party
    return entity.id if entity.kind == "person" and _stands_alone(entity) else None


def _stands_alone(entity: Entity) -> bool:
    titles = " ".join(role.title.lower() for role in entity.roles)
    return any(word in titles for word in OFFICES) and not any(word in titles for word in LOCAL)


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
