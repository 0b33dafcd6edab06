"""From tellings to events."""

from collections.abc import Iterator

from communique.annotate.layers import Layers
from communique.extract.contacts.borrowing import Journey, on_the_way, states_of
from communique.extract.contacts.dating import (
    beside_placed,
    beside_told,
    lies_ahead,
    possible,
    published_on,
    since_told,
    status_told,
    when_told,
)
from communique.extract.contacts.groups import Party
from communique.extract.contacts.merge import (
    FAMILY,
    Contact,
    absorb,
    fits,
    join,
    latest,
    mention_spans,
    named_now,
    own_name,
    sharpen,
    told_below,
    unnamed,
)  # fmt: skip
from communique.extract.contacts.parties import Standing
from communique.extract.contacts.telling import Telling
from communique.extract.contacts.tellings import tellings
from communique.extract.contacts.topics import topics_of
from communique.lexicon.contacts import contact_lexicon
from communique.model import Event, Issue, Participant, Span, union
from communique.model.claim import Action, Side
from communique.model.ids import claim_id
from communique.resolve import place_of
from communique.resolve.cast import Cast

STATES = 3  # leaders of so many states make a summit


def find_contacts(layers: Layers, cast: Cast) -> tuple[tuple[Event, ...], tuple[Issue, ...]]:
    """The contacts (PLOVER: CONSULT) that a document tells, one event each however often it is told, in text order.

    What has a trigger and one party only is left out: it joins a contact already told or is nobody's.
    """
    who = Standing(layers, cast)
    known: list[Contact] = []
    told = list(tellings(layers, cast))
    verbs = [t for t in told if t.shape == "visitor" and t.token.pos_ == "VERB" and not _in_turn(layers, t)]
    journeys = [Journey(t, when_told(layers, t)) for t in verbs]
    for telling in told:
        if not _in_headline(layers, telling):
            for contact in list(_contacts(layers, who, telling, known)):
                _place(who, contact, known)
    # A headline is read last, and only for what the body does not tell: it knows neither date nor tense.
    for telling in told:
        if _in_headline(layers, telling):
            for contact in list(_contacts(layers, who, telling, known)):
                if not any(told_below(who, contact, other) for other in known):
                    _place(who, contact, known)
    for contact in known:
        on_the_way(who, contact, known, journeys)
    events = {e.id: e for e in (_event(layers, who, c) for c in known)}  # the same words never tell one contact twice
    return tuple(events.values()), ()


def _in_turn(layers: Layers, telling: Telling) -> bool:
    return layers.paragraphs[telling.sentence.paragraph].part.role == "turn"


def _in_headline(layers: Layers, telling: Telling) -> bool:
    return layers.paragraphs[telling.sentence.paragraph].part.role == "headline"


def _contacts(layers: Layers, who: Standing, telling: Telling, known: list[Contact]) -> Iterator[Contact]:
    """The contacts of one telling: several where it says "separately", where a plural noun has several others, for a journey
    to several states; and the earlier one that "the first call since May" tells too."""
    if telling.delegation:
        visits = [c for c in known if c.action == "visit"]
        telling.first = tuple(visits[-1].first) if visits else telling.first
    when = when_told(layers, telling) or (beside_told(layers, telling.places) if telling.places else None)
    published = (layers.document.published or "")[:10]
    if (
        when
        and when.start
        and telling.shape == "visitor"
        and telling.token.tag_ == "VBD"
        and published
        and when.start > published
    ):
        when = None  # "arrived for the summit on Friday", told on Thursday: the date is the summit's
    if when is None and telling.now:
        when = published_on(layers)
    when = lies_ahead(layers, telling, when)
    where = place_of(layers, who.cast, telling.sentence, telling.token) or beside_placed(layers, who.cast, telling)
    status = status_told(layers, telling, when)
    topics = topics_of(telling)
    another_day = when and when.start and when.end and published and not when.start <= published <= when.end
    said = telling.status or (status if another_day else None)  # "the meeting yesterday" is one held

    def contact(first: tuple[Party, ...], second: tuple[Party, ...], place: str | None) -> Contact:
        return Contact(
            action=telling.action, shape=telling.shape, first=list(first), second=list(second), status=status, when=when,
            where=place, weak=telling.weak, tellings=[telling], topics=list(topics), said=said,
        )  # fmt: skip

    if telling.shape == "visitor":
        if telling.token.pos_ == "VERB" and not (telling.places or telling.second):
            return  # "travelled to the region": no host, but a date for what happened there
        for place in telling.places or (None,):
            host = _host(who.cast, place) if place else None
            second = telling.second or ((host,) if host else ())
            if not second and telling.status == "planned" and telling.definite and telling.token.lemma_ == "visit":
                second = _at_home(telling)  # "the upcoming visit of the president", in his hosts' own papers
            yield contact(telling.first, second, place.entity if place else where)
        return
    second = telling.second
    if telling.shape == "both" and telling.places and not who.different((*telling.first, *second), True):
        for (
            place
        ) in telling.places:  # "will meet in Norland with business leaders": theirs is the state where they are met
            host = _host(who.cast, place)
            circle = telling.first or (second if telling.action == "summit" else ())
            if host and circle and (second or telling.unnamed or telling.action == "summit"):
                yield contact(circle, (host,), place.entity)
        return
    apart = {p.entity for p in telling.first}.isdisjoint(p.entity for p in second)
    several = (telling.separately or telling.plural) and len(second) > 1 and telling.first and apart
    for group in _by_party(who, second) if several else [second]:
        one = contact(telling.first, group, where)
        if several:
            one.when = beside_told(layers, group) or one.when
        yield one
        before = since_told(layers, telling)
        if before is not None:
            earlier = contact(telling.first, group, None)
            earlier.when, earlier.status, earlier.said, earlier.earlier = before, "held", "held", True
            yield earlier


def _at_home(telling: Telling) -> tuple[Party, ...]:
    return (Party(telling.home, telling.trigger[0]),) if telling.home else ()


def _by_party(who: Standing, parties: tuple[Party, ...]) -> list[tuple[Party, ...]]:
    groups: dict[str, list[Party]] = {}
    for p in parties:
        groups.setdefault(who.party(p.entity) or p.entity, []).append(p)
    return [tuple(g) for g in groups.values()]


def _host(cast: Cast, place: Party) -> Party | None:
    """The state visited: the country itself where the document names it, else the place that lies in it."""
    entity = cast.entity(place.entity)
    if entity.kind in ("country", "organization", "person"):
        return place
    for other in cast.entities.values():
        if other.kind == "country" and other.country == entity.country and entity.country:
            return Party(other.id, place.mention)
    return place if entity.country else None


def _place(who: Standing, contact: Contact, known: list[Contact]) -> None:
    """Add one telling to what is known: as a new contact, to one already told, or not at all."""
    telling = contact.tellings[0]
    if contact.weak and contact.status == "hypothetical":
        return  # "they can discuss it" tells nothing
    if telling.topic and known and unnamed(contact):
        talked = join(contact, known, who) or max(known, key=latest)
        talked.topics += [t for t in contact.topics if t not in talked.topics]
        talked.tellings += contact.tellings
        return  # "they discussed": in what was told before
    states_of(who, contact, known)
    parties = contact.parties
    if who.different(parties, not contact.weak) and (contact.shape != "visitor" or contact.second):
        if contact.shape == "visitor" and not _abroad(who, contact):
            return
        old = None if contact.earlier else join(contact, known, who)
        if old is not None:
            absorb(old, contact, who)
        else:
            known.append(contact)
        return
    if (telling.topic or telling.definite or not parties) and not own_name(who, contact):
        for old in sorted(known, key=latest, reverse=True):
            if old.earlier or (contact.said and old.said and contact.said != old.said):
                continue
            kind = old.action == contact.action or (contact.weak and old.action in FAMILY["talks"])
            if (kind or named_now(old, contact)) and (
                not parties or fits(who, [p.entity for p in parties], [p.entity for p in old.parties])
            ):
                old.topics += [t for t in contact.topics if t not in old.topics]
                if telling.definite and not telling.another:
                    old.tellings += contact.tellings
                    sharpen(old, contact)
                    old.when = old.when or contact.when
                return


def _abroad(who: Standing, contact: Contact) -> bool:
    """Whether a visitor goes to another party's place."""
    hosts = {who.party(p.entity) or who.cast.entity(p.entity).country for p in contact.second}
    return any((who.party(p.entity) or "?") not in hosts for p in contact.first)


def _mode(who: Standing, contact: Contact, action: Action) -> str | None:
    """The mode of CONSULT in the PLOVER manual."""
    if action in ("summit", "meeting", "talks"):
        return "multilateral" if len({who.party(p.entity) for p in contact.parties} - {None}) > 2 else None
    return {"call": "phone", "visit": "visit", "mediation": "third-party"}.get(action)


def _nobodys(who: Standing, contact: Contact) -> set[str]:
    """Those among two parties or more who are none: who only asks or presides, unnamed groups ("our colleagues")."""
    sides = {p.entity: who.party(p.entity) for p in contact.parties}
    if len(set(sides.values()) - {None}) < 2:
        return set()
    return {e for e, side in sides.items() if side is None and (who.cast.entity(e).kind == "group" or who.asks(e))}


def _clarity(telling: Telling) -> tuple[bool, bool, bool]:
    """How clearly a telling tells its contact, the clearest first."""
    return not (telling.first and telling.second), telling.definite, telling.weak and telling.action == "talks"


def _event(layers: Layers, who: Standing, contact: Contact) -> Event:
    when = possible(layers, contact.when, contact.status)
    best = min(contact.tellings, key=_clarity)
    trigger, shares = best.trigger, contact_lexicon().confidence
    sides: tuple[Side, Side] = ("actor", "recipient") if contact.shape in ("visitor", "sender") else ("both", "both")
    participants = []
    seen: set[str] = set()
    persons = {who.party(p.entity) for p in contact.parties if who.cast.entity(p.entity).kind == "person"}
    nobody = _nobodys(who, contact)
    for side, parties in zip(sides, (contact.first, contact.second), strict=True):
        for p in parties:
            entity = who.cast.entity(p.entity)
            if entity.kind == "country" and entity.country in persons and contact.shape != "visitor":
                continue  # "Prime Minister Tolen of Kestria": the state is there in its minister
            if p.entity not in seen and p.entity not in nobody:
                seen.add(p.entity)
                participants.append(Participant(entity=p.entity, side=side, mention=mention_spans(contact, p.entity)))
    action = contact.action
    if action in ("meeting", "talks"):
        leaders = {who.party(p.entity) for p in participants if who.leader(who.cast.entity(p.entity))}
        action = "summit" if len(leaders) >= STATES else action
    evidence: list[Span] = []
    for t in contact.tellings:
        if t.sentence.span not in evidence:
            evidence.append(t.sentence.span)
    return Event(
        id=claim_id("event", layers.document.id, trigger, action, when.edtf if when else "", *sorted(seen)),
        action=action,
        code="CONSULT",
        mode=_mode(who, contact, action),
        status=contact.status,
        participants=tuple(participants),
        when=when,
        where=contact.where,
        trigger=trigger,
        evidence=union(evidence),
        topics=tuple(contact.topics),
        confidence=shares.told if best.first and best.second else shares.gathered,
    )
