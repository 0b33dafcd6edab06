"""What event tables need of a party: its state's codes, its sector; and who acts on whom in an event."""

from communique.model import Entity, Event, Record

NOT_HAPPENED = frozenset({"proposed", "cancelled", "denied", "hypothetical"})


def sides(record: Record, event: Event) -> tuple[list[Entity], list[Entity]]:
    """Those who act and those acted upon. Where all do both, the first party named stands against the others."""
    known = {e.id: e for e in record.entities}
    actors = [known[p.entity] for p in event.participants if p.side == "actor"]
    recipients = [known[p.entity] for p in event.participants if p.side == "recipient"]
    both = [known[p.entity] for p in event.participants if p.side == "both"]
    if both and not actors:
        first = party(both[0])
        actors = [e for e in both if party(e) == first]
        both = [e for e in both if party(e) != first]
    return actors, recipients + both


def party(entity: Entity) -> str:
    """The state that an entity acts for, else itself."""
    return entity.country or entity.id


def sector(entity: Entity) -> str | None:
    """PLOVER sector where it is plain: GOV for states and their office-holders; None else."""
    if entity.kind == "country" or (entity.kind == "person" and entity.country and entity.roles):
        return "GOV"
    return None


def happened(event: Event) -> bool:
    """Whether an event table has a place for it: held, or planned (which is an agreement)."""
    return event.status not in NOT_HAPPENED


def event_day(record: Record, event: Event) -> str | None:
    """The first possible day, else that of publication, which event tables take for it."""
    if event.when and event.when.start:
        return event.when.start
    return record.document.day
