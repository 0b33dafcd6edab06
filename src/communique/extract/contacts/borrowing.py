"""What a contact takes over from those told before it: the states that take part, the date of the journey on which it lies."""

from typing import NamedTuple

from communique.extract.contacts.groups import Party
from communique.extract.contacts.merge import Contact, own_name
from communique.extract.contacts.parties import Standing
from communique.extract.contacts.telling import Telling
from communique.model import When


def states_of(who: Standing, contact: Contact, known: list[Contact]) -> None:
    """Give a planned meeting or talks that name nobody of their own ("they agreed to hold further talks", "the next meeting
    will take place") the states and bodies of the contact told before."""
    telling = contact.tellings[0]
    named = [p for p in contact.parties if p.form == "name" or who.party(p.entity) is None]
    if telling.token.pos_ == "VERB" or contact.status != "planned" or contact.shape != "both" or telling.owned:
        return
    if own_name(who, contact):
        return  # not that of the two who speak of it
    own = ("person", "country") if telling.of_body else ("person", "country", "organization")
    if any(who.cast.entity(p.entity).kind in own for p in named) or (telling.definite and not telling.another):
        return
    main = known[0] if known else None
    circle = [
        who.party(p.entity)
        for p in contact.parties
        if p.form != "name" and who.cast.entity(p.entity).kind in ("person", "country")
    ]
    parties = [x for x in dict.fromkeys(circle) if x] if len(set(circle) - {None}) > 1 else []
    if not parties and main:
        parties = [x for x in dict.fromkeys(who.party(p.entity) for p in main.parties) if x]
    spot = telling.trigger[0]
    states = [
        Party(e.id, spot)
        for x in parties
        for e in who.cast.entities.values()
        if e.kind in ("country", "organization") and (e.id == x or (e.kind == "country" and e.country == x))
    ]
    if len(parties) == 2 and len(states) == 2:
        contact.first, contact.second = [states[0]], [states[1]]
        if telling.plural and contact.action == "meeting":
            contact.action = "talks"  # a row of meetings is no one meeting


class Journey(NamedTuple):
    """A telling of somebody's journey and when it was, wherever it led."""

    telling: Telling
    when: When | None


def on_the_way(who: Standing, contact: Contact, known: list[Contact], journeys: list[Journey]) -> None:
    """Give a meeting without a date that of the journey on which it lies: same traveller, same hosts, same status; where no
    host is told, the document's one journey of the traveller."""
    if contact.action not in ("meeting", "talks") or contact.when is not None:
        return
    parties = {who.party(p.entity) for p in contact.parties}
    people = {p.entity for p in contact.parties}
    for larger in known[: known.index(contact)]:
        beside = people < {p.entity for p in larger.parties} and len({who.party(p.entity) for p in larger.parties}) > 2
        if beside and larger.status == contact.status and larger.when and larger.action != "visit":
            contact.when, contact.where = larger.when, contact.where or larger.where
            return
    for visit in known[: known.index(contact)]:
        hosts = {who.cast.entity(p.entity).country for p in visit.second}
        if (
            visit.action == "visit"
            and visit.when is not None
            and visit.status == contact.status
            and hosts & parties
            and people & {p.entity for p in visit.first}
        ):
            contact.when = visit.when
            contact.where = contact.where or visit.where
            return
    mine = [j for j in journeys if j.when and people & {p.entity for p in j.telling.first}]
    abroad = {who.party(p) for p in people} - {who.home or None, None}
    if len(mine) == 1 and not mine[0].telling.places and abroad and mine[0].telling.sentence.index < _first(contact):
        if (mine[0].telling.status or "held") == contact.status:
            contact.when = mine[0].when


def _first(contact: Contact) -> int:
    """The sentence in which it is told first."""
    return min(t.sentence.index for t in contact.tellings)
