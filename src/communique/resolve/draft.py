"""Entities while they are being gathered from a document."""

from dataclasses import dataclass, field

from communique.lexicon.office_classes import classes_of
from communique.model import Document, Entity, Mention, Role, Span
from communique.model.entity import EntityKind
from communique.model.ids import entity_id


@dataclass(slots=True)
class Office:
    """An office as the text gives it. classes: what kind; states: codes that qualify it; body: name of the body, or ""."""

    title: str
    noun: str
    classes: tuple[str, ...]
    states: tuple[str, ...]
    body: str
    said: Span | None


@dataclass(slots=True)
class Draft:
    """An entity in the making. plural: it stands for several people. members: ids cannot be known yet, so drafts."""

    kind: EntityKind
    name: str
    country: str | None = None
    wikidata: str | None = None
    geonames: int | None = None
    gender: str = "-"
    plural: bool = False
    decision: str = ""
    offices: list[Office] = field(default_factory=list)
    known: list[Role] = field(default_factory=list)
    mentions: dict[Span, str] = field(default_factory=dict)

    def add_office(self, office: Office) -> None:
        """Keeps an office once."""
        if all(o.title.lower() != office.title.lower() or o.states != office.states for o in self.offices):
            self.offices.append(office)

    def classes(self) -> set[str]:
        """Classes of all offices, those of the text and those of the table."""
        out = {c for o in self.offices for c in o.classes}
        for role in self.known:
            out.update(classes_of(role.title))
        return out

    def title_nouns(self) -> set[str]:
        """Words of all titles, lower case."""
        titles = [o.title for o in self.offices] + [r.title for r in self.known]
        return {w for t in titles for w in t.lower().split()}

    def nouns(self) -> set[str]:
        """Head nouns of all offices."""
        return {o.noun for o in self.offices}

    def finish(self, document: Document, of: dict[str, str]) -> Entity:
        """The entity of the record. `of`: names of states by code."""
        roles: list[Role] = []
        for office in self.offices:
            if office.title and not any(r.title.lower() == office.title.lower() for r in roles):
                held = office.body or next((of[s] for s in office.states if s in of), None)
                match = next((k for k in self.known if set(classes_of(k.title)) & set(office.classes)), None)
                roles.append(
                    Role(
                        title=office.title, of=held or (match.of if match else None),
                        since=match.since if match else None, until=match.until if match else None,
                        said=(office.said,) if office.said else (),
                    )
                )  # fmt: skip
        spoken = {c for o in self.offices for c in o.classes}
        roles += [k for k in self.known if not set(classes_of(k.title)) & spoken]
        mentions = tuple(sorted(Mention(s.start, s.end, form) for s, form in self.mentions.items()))  # type: ignore[arg-type]
        return Entity(
            id=entity_id(document.id, self.kind, self.name), kind=self.kind, name=self.name, country=self.country,
            roles=tuple(roles), wikidata=self.wikidata, geonames=self.geonames, mentions=mentions, decision=self.decision,
        )  # fmt: skip
