"""One event for one contact: which tellings speak of the same one, and what they add up to."""

from dataclasses import dataclass, field

from communique.extract.contacts.groups import Party
from communique.extract.contacts.parties import Standing
from communique.extract.contacts.telling import Telling
from communique.model import Span, Spans, When
from communique.model.claim import Action, Status

FAMILY: dict[Action, frozenset[Action]] = {
    "call": frozenset({"call", "talks", "meeting"}),  # "spoke with" may turn out to have been face to face
    "meeting": frozenset({"meeting", "talks", "summit", "call"}),
    "talks": frozenset({"call", "meeting", "talks", "summit"}),
    "summit": frozenset({"summit", "meeting", "talks"}),
    "visit": frozenset({"visit"}),
    "message": frozenset({"message"}),
    "mediation": frozenset({"mediation"}),
}


@dataclass(slots=True)
class Contact:
    """A contact as far as it is told. first, second: the sides; order of telling."""

    action: Action
    shape: str
    first: list[Party]
    second: list[Party]
    status: Status
    when: When | None
    where: str | None
    weak: bool
    tellings: list[Telling] = field(default_factory=list)
    topics: list[Spans] = field(default_factory=list)
    said: Status | None = None
    earlier: bool = False  # told only as the one before another

    @property
    def parties(self) -> tuple[Party, ...]:
        """Everybody who takes part, each once."""
        seen: dict[str, Party] = {}
        for p in (*self.first, *self.second):
            seen.setdefault(p.entity, p)
        return tuple(seen.values())


def join(contact: Contact, known: list[Contact], who: Standing) -> Contact | None:
    """The contact already told that `contact` tells again: of those that fit, the one with the very same participants, then
    the latest; None when it is another one."""
    mine = {p.entity for p in contact.parties}
    best, score = None, (0, (0, 0))
    for other in known:
        if same(contact, contact.tellings[0], other, who):
            theirs = {p.entity for p in other.parties}
            closeness = 3 if mine == theirs else 2 if mine <= theirs or theirs <= mine else 1
            if (closeness, latest(other)) >= score:
                best, score = other, (closeness, latest(other))
    return best


def latest(contact: Contact) -> tuple[int, int]:
    """Where it was last told: what is spoken of next without a name is the contact told last, not the one first told last."""
    return max((t.sentence.span.start, t.token.i) for t in contact.tellings)


def same(new: Contact, telling: Telling, old: Contact, who: Standing) -> bool:
    """Whether two tellings speak of one contact: kinds that go together, participants that fit, dates and status that do not
    clash, and no word ("another", "next") that sets the later one apart."""
    if old.earlier:
        return False
    strict = old.action == new.action
    if not strict and not (old.action in FAMILY[new.action] and (new.weak or old.weak)):
        return False
    if telling.another and not (new.when and old.when and new.when.edtf == old.when.edtf):
        return False
    if new.when and old.when and not telling.topic and not _overlap(new.when, old.when):
        return False
    if new.said and old.said and new.said != old.said:
        return False
    if strict and not (new.weak or telling.definite) and circle(who, new) != circle(who, old):
        return False  # "the three met" and "she met one of them" are two
    return fits(who, [p.entity for p in new.parties], [p.entity for p in old.parties])


def circle(who: Standing, contact: Contact) -> set[str | None]:
    """The parties to a contact, those whose party is not known left out."""
    return {who.party(p.entity) for p in contact.parties} - {None}


def fits(who: Standing, left: list[str], right: list[str]) -> bool:
    """Whether the smaller circle of participants lies within the larger: the same entities, or a state and who acts for it."""
    small, large = sorted((left, right), key=len)
    if not small:
        return False
    return all(any(_stands_for(who, a, b) for b in large) for a in small)


def _stands_for(who: Standing, a: str, b: str) -> bool:
    if a == b:
        return True
    kinds = {who.cast.entity(a).kind, who.cast.entity(b).kind}
    if kinds == {"person"} or who.party(a) is None:
        return False
    return who.party(a) == who.party(b)


def told_below(who: Standing, headline: Contact, other: Contact) -> bool:
    """Whether the body tells the contact of a headline: a like kind, the same participants; not one long held where the
    headline's lies ahead."""
    long_past = headline.status == "planned" and other.status == "held" and other.when is None
    if other.action not in FAMILY[headline.action] or long_past:
        return False
    return fits(who, [p.entity for p in headline.parties], [p.entity for p in other.parties])


def unnamed(contact: Contact) -> bool:
    """Whether only pronouns and common nouns say who takes part."""
    return all(p.form != "name" for p in contact.parties)


def named_now(old: Contact, contact: Contact) -> bool:
    """Whether "the meeting", "the call" may be what was only told as talks so far."""
    alike = contact.action in FAMILY[old.action] and contact.status == old.status
    return old.weak and alike and not contact.tellings[0].plural  # "our meetings today" are more than one


def own_name(who: Standing, contact: Contact) -> bool:
    """Whether a summit or talks that nobody is said to hold have a name of their own ("the Harbour Partnership Summit"), not
    that of the place where they are."""
    telling = contact.tellings[0]
    named = [c for c in telling.token.children if c.dep_ in ("compound", "nmod", "amod") and c.pos_ == "PROPN"]
    if contact.parties or contact.action not in ("summit", "talks"):
        return False
    places = [
        r.span
        for c in named
        for r in who.cast.within(telling.sentence.span_of(c), attributive=True)
        if any(who.cast.entity(e).kind == "place" for e in r.entities)
    ]
    return len(places) < len(named) or any(c.lower_ == "format" for c in telling.token.children)


def _overlap(a: When, b: When) -> bool:
    if a.start and b.end and a.start > b.end:
        return False
    return not (b.start and a.end and b.start > a.end)


def absorb(old: Contact, new: Contact, who: Standing) -> None:
    """Add what `new` tells to `old`: evidence, date, place, topics; persons in place of the states they act for."""
    old.tellings += new.tellings
    old.topics += [t for t in new.topics if t not in old.topics]
    if not new.tellings[0].topic:  # "discussed the visit on Friday" dates the visit
        old.when = _finer(old.when, new.when)
    old.where = old.where or new.where
    if old.said is None and new.said is not None:
        old.status, old.said = new.status, new.said
    sharpen(old, new)
    for side, more in ((old.first, new.first), (old.second, new.second)):
        for p in more:
            _admit(who, old, side, p)


def sharpen(old: Contact, new: Contact) -> None:
    """Take the action of the clearer telling: what is named over what is only implied, any other word over "talks"."""
    clearer = old.weak and not new.weak and new.action != "talks"
    vaguer = old.action == "talks" and new.action != "talks" and not new.weak
    if clearer or vaguer:
        old.action = new.action
    old.weak = old.weak and new.weak


def _admit(who: Standing, contact: Contact, side: list[Party], new: Party) -> None:
    everybody = [p.entity for p in contact.parties]
    if new.entity in everybody:
        return
    if who.cast.entity(new.entity).kind != "person":
        if any(_stands_for(who, new.entity, e) for e in everybody):
            return
        return
    for place in (contact.first, contact.second):
        for i, p in enumerate(place):
            if (
                who.cast.entity(p.entity).kind != "person"
                and _stands_for(who, new.entity, p.entity)
                and contact.action != "visit"
            ):
                place[i] = new
                return


def _finer(a: When | None, b: When | None) -> When | None:
    if a is None or b is None:
        return a or b
    return b if len(b.edtf) > len(a.edtf) and "/" not in b.edtf else a


def mention_spans(contact: Contact, entity: str) -> tuple[Span, ...]:
    """The words that bring a participant in, at the first telling that names it."""
    for p in (*contact.first, *contact.second):
        if p.entity == entity:
            return (p.mention,)
    return ()
