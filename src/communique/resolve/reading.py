"""Reading a document for its cast: phrases in text order, each resolved to a draft or left open with a reason."""

from communique.annotate.layers import Layers
from communique.annotate.mentions import Phrase
from communique.annotate.mentions.find import ORGANISED
from communique.annotate.mentions.words import Words
from communique.lexicon.bodies import bodies
from communique.lexicon.office_classes import classes_of
from communique.lexicon.states import states
from communique.resolve.cast import Reference
from communique.resolve.discourse import Discourse, subject_of
from communique.resolve.draft import Draft, Office
from communique.resolve.knowledge import holder, link, look_up
from communique.resolve.people import People, fold, gender_of
from communique.resolve.surroundings import Surroundings

HE, SHE = frozenset(("he", "him", "his", "himself")), frozenset(("she", "her", "hers", "herself"))
IT, THEY = frozenset(("it", "its", "itself")), frozenset(("they", "their", "them", "theirs", "themselves", "both"))
LEADERS = frozenset(
    "leader president minister head premier chief secretary diplomat foreign counterpart official".split()
)
SIDES = frozenset("side party country state nation government delegation".split())
FORMS = {"pronoun": "pronoun", "office": "title", "group": "nominal", "organ": "nominal", "people": "nominal"}
ARGUMENTS = frozenset(
    ("nsubj", "nsubjpass", "pobj", "dobj", "conj", "ROOT", "appos", "poss", "attr", "agent", "dative")
)


class Reading:
    """The cast in the making."""

    def __init__(self, layers: Layers, around: Surroundings) -> None:
        self.layers, self.around = layers, around
        self.people, self.talk = People(), Discourse()
        self.others: dict[tuple[str, str], Draft] = {}
        self.references: list[tuple[Phrase, tuple[Draft, ...], str]] = []
        self.last_state = ""
        self.tried: dict[int, tuple[str, int, str | None]] = {}

    def drafts(self) -> list[Draft]:
        """All entities in the making: people first, then the others, in order of appearance."""
        return [*self.people.drafts, *self.others.values()]

    def read(self, phrases: list[Phrase], columns: dict[int, Words]) -> None:
        """Resolves the phrases of the whole document in order."""
        for phrase in phrases:
            if phrase.kind == "person" and len(fold(phrase.name)) > 1:
                self.person(phrase, known_only=False)
        for phrase in phrases:
            words = columns[phrase.sentence]
            drafts, reason = self.resolve(phrase, words)
            self.references.append((phrase, drafts, reason))
            if drafts:
                quote = self.around.quote_at(phrase.head.start)
                self.talk.add(drafts, phrase, words, quote)

    def resolve(self, phrase: Phrase, words: Words) -> tuple[tuple[Draft, ...], str]:
        """Whom a phrase denotes, with the reason."""
        kind = phrase.kind
        if kind in ("state", "nationality", "capital", "people", "seat"):
            return self.state(phrase)
        if kind == "body":
            return (self.body(phrase.key),), "name of the body"
        if kind == "person":
            return self.person(phrase, known_only=False)
        if kind == "name":
            return self.name(phrase, words)
        if kind == "organ":
            return self.organ(phrase)
        if kind == "office":
            return self.office(phrase, words)
        if kind == "group":
            return self.group(phrase, words)
        return self.pronoun(phrase, words)

    def other(self, kind: str, name: str, country: str | None, decision: str) -> Draft:
        """The entity of this kind and name, made when new."""
        draft = self.others.get((kind, name))
        if draft is None:
            draft = self.others[kind, name] = Draft(kind, name, country=country or None, decision=decision)  # type: ignore[arg-type]
        return draft

    def country(self, code: str, decision: str = "name of the state") -> Draft:
        """The entity of a state."""
        state = states()[code]
        draft = self.other("country", state.name, code, decision)
        draft.wikidata = state.wikidata or None
        return draft

    def body(self, name: str) -> Draft:
        """The entity of a body of the table."""
        body = bodies()[name]
        draft = self.other("organization", name, body.country, "in the table of bodies")
        draft.wikidata = body.wikidata or None
        return draft

    def state(self, phrase: Phrase) -> tuple[tuple[Draft, ...], str]:
        code = phrase.key
        if phrase.kind in ("state", "nationality"):
            self.last_state = code
            return (self.country(code),), "name of the state"
        if phrase.kind == "people":
            draft = self.other("group", phrase.head.of(self.layers.text), code, "people of the state")
            draft.plural = True
            return (draft,), "people of the state"
        if phrase.kind == "capital":
            name = phrase.head.of(self.layers.text)
            if phrase.place or name in PLACES_FIRST:
                return (self.other("place", name, code, "the city itself"),), "the city itself"
            return (self.country(code, "its capital stands for the government"),), "capital standing for the government"
        name = phrase.head.of(self.layers.text)
        return (self.other("organization", name, code, "seat standing for the government"),), "seat of the government"

    def person(self, phrase: Phrase, known_only: bool) -> tuple[tuple[Draft, ...], str]:
        office = self.office_of(phrase)
        gender = phrase.gender if phrase.gender != "-" else gender_of(phrase.name)
        draft, reason = self.people.find(phrase.name, office, gender)
        if draft is None:
            if reason.startswith("several"):
                return (), reason
            draft = self.people.add(Draft("person", phrase.name, decision="named in the text"), phrase.name)
            reason = "named here first"
        else:
            if len(fold(phrase.name)) > len(fold(draft.name)) or len(draft.name.split()) < 2 <= len(
                phrase.name.split()
            ):
                draft.name = phrase.name
            self.people.also(draft, phrase.name)
        if draft.gender == "-":
            draft.gender = gender
        if office:
            if office.title:
                draft.add_office(office)
            if draft.country is None:
                draft.country = self.acts_for(office, phrase)
        self.know(draft)
        return (draft,), reason

    def know(self, draft: Draft) -> None:
        """Looks a person up in the table of offices, again whenever more is known of them."""
        state = (draft.name, len(draft.offices), draft.country)
        if draft.wikidata is None and not draft.known and self.tried.get(id(draft)) != state:
            self.tried[id(draft)] = state
            spells, reason = look_up(draft.name, draft.offices, self.around.day, draft.country)
            if spells:
                link(draft, spells, reason, self.around.day)
                self.people.also(draft, draft.name)

    def office_of(self, phrase: Phrase) -> Office | None:
        if not phrase.title:
            return None
        return Office(phrase.title, phrase.noun, classes_of(phrase.title), phrase.states[:1], phrase.body, phrase.said)

    def acts_for(self, office: Office, phrase: Phrase) -> str | None:
        """The state that the holder of an office acts for."""
        if office.states:
            return office.states[0]
        if office.body:
            return bodies()[office.body].country or None
        if (
            "secretary of state" in office.classes
            or "assistant secretary" in office.classes
            or "under secretary" in office.classes
        ):
            return "USA"
        if self.around.official and self.around.home and (office.classes or office.noun == "official"):
            return self.around.home
        return None

    def name(self, phrase: Phrase, words: Words) -> tuple[tuple[Draft, ...], str]:
        draft, reason = self.people.find(phrase.name, None, "-")
        if draft is not None:
            return (draft,), reason
        if words.dep[phrase.root] in ARGUMENTS and not phrase.attributive:
            spells, reason = look_up(phrase.name, (), self.around.day, None)
            if spells and spells[0].runs(str(self.around.day)):
                return self.person(phrase, known_only=False)
        tokens = phrase.name.split()
        argument = words.dep[phrase.root] in ARGUMENTS and not phrase.attributive
        if tokens[-1].lower() in ORGANISED and len(tokens) > 1:
            return (
                self.other("organization", phrase.name, None, "a body by its last word"),
            ), "a body by its last word"
        key = ("organization", phrase.name)
        if key in self.others:
            return (self.others[key],), "named before"
        if argument and subject_of(words, phrase.root) and words.pos[words.head[phrase.root]] == "VERB":
            if len(tokens) > 1 and not phrase.owner:
                return self.person(phrase, known_only=False)
            return (self.other("organization", phrase.name, None, "acts in the text"),), "acts in the text"
        return (), "capitalised words of unknown kind"

    def organ(self, phrase: Phrase) -> tuple[tuple[Draft, ...], str]:
        noun = phrase.noun
        code = phrase.states[0] if phrase.states else ""
        if phrase.body and not code and phrase.owner in ("", "the"):
            return (self.body(phrase.body),), "organ of the body"
        if (
            not code
            and phrase.owner in ("the", "our", "its", "this")
            and noun in ("government", "ministry", "military", "parliament", "army", "cabinet")
        ):
            code = self.around.home if self.around.official else self.last_state
        if not code:
            return (), "organ of an unknown state"
        state = states()[code]
        if noun in ("government", "regime", "authority", "cabinet", "leadership", "presidency"):
            return (
                self.other("organization", f"Government of {state.name}", code, "the state's government"),
            ), "government of the state"
        if noun in ("side", "delegation", "administration"):
            return (self.country(code),), "side of the state"
        title = phrase.title
        return (
            self.other("organization", _organ_name(title, state.name), code, "organ of the state"),
        ), "organ of the state"

    def office(self, phrase: Phrase, words: Words) -> tuple[tuple[Draft, ...], str]:
        wanted = set(classes_of(phrase.title))
        states_wanted = set(phrase.states[:1])
        seen: list[Draft] = []
        for spoken in reversed(self.talk.spoken):
            for draft in spoken.drafts:
                if draft.kind != "person" or any(draft is d for d in seen):
                    continue
                seen.append(draft)
                if states_wanted and draft.country not in states_wanted:
                    continue
                classes = draft.classes()
                if (
                    (wanted & classes and not (wanted == {"minister"} and False))
                    or phrase.noun in draft.nouns()
                    or _generic(phrase, classes)
                ):
                    return (draft,), "the holder spoken of last"
        return self.holder(phrase, wanted)

    def holder(self, phrase: Phrase, wanted: set[str]) -> tuple[tuple[Draft, ...], str]:
        """Whoever the table says held an office that nobody in the text is named for; else a person without a name."""
        of = phrase.states[0] if phrase.states else phrase.body
        if not of and self.around.official and phrase.owner in ("the", ""):
            of = self.around.home
        if of and wanted and phrase.owner not in ("a", "an", "another", "one", "some", "any"):
            found, reason = holder(classes_of(phrase.title), of, self.around.day)
            if found:
                draft, _ = self.people.find(found[0].person, None, "-")
                if draft is None:
                    draft = self.people.add(Draft("person", found[0].person), found[0].person)
                if not draft.known:
                    link(draft, found, reason, self.around.day)
                return (draft,), reason
        return (), "no holder of that office spoken of"

    def group(self, phrase: Phrase, words: Words) -> tuple[tuple[Draft, ...], str]:
        text = phrase.span.of(self.layers.text)
        if phrase.owner in ("the", "both", "two", "these", "their") or phrase.count:
            if phrase.noun in SIDES and not phrase.states:
                count = phrase.count or 2
                return self.talk.pair(phrase, {"country"}, count)
            if phrase.noun in LEADERS and not phrase.states and (phrase.count or phrase.owner == "both"):
                return self.talk.pair(phrase, {"person"}, phrase.count or 2)
        code = phrase.states[0] if phrase.states else ""
        country = code or (bodies()[phrase.body].country if phrase.body else "")
        name = text.removeprefix("the ").removeprefix("The ")
        draft = self.other("group", name, country or None, "described, not named")
        draft.plural = True
        return (draft,), "described, not named"

    def pronoun(self, phrase: Phrase, words: Words) -> tuple[tuple[Draft, ...], str]:
        quote = self.around.quote_at(phrase.head.start)
        key = phrase.key
        if key in HE or key in SHE:
            gender = "m" if key in HE else "f"
            draft = self.ahead(phrase, words, gender)
            if draft:
                return (draft,), "the subject that follows"
            found, reason = self.talk.one(words, phrase, ("person",), gender, quote)
            return ((found,) if found else ()), reason
        if key in IT:
            if key == "it" and words.dep[phrase.root] not in ("nsubj", "poss"):
                return (), "may stand for no party"
            found, reason = self.talk.one(words, phrase, ("country", "organization"), "-", quote)
            return ((found,) if found else ()), reason
        if key in THEY:
            return self.talk.many(phrase)
        return (), "relative"

    def ahead(self, phrase: Phrase, words: Words, gender: str) -> Draft | None:
        """The subject that a possessive in an opening phrase looks forward to ("In his speech, Smith said")."""
        return None


PLACES_FIRST = frozenset(("Geneva",))


def _generic(phrase: Phrase, classes: set[str]) -> bool:
    if phrase.noun in ("leader",):
        return bool(classes & {"head of state", "head of government", "leader", "crown prince"})
    if phrase.noun in ("diplomat",):
        return bool(
            classes
            & {
                "foreign minister",
                "ambassador",
                "envoy",
                "deputy foreign minister",
                "assistant secretary",
                "under secretary",
            }
        )
    if phrase.noun == "minister":
        return any(c.endswith("minister") for c in classes)
    if phrase.noun == "official":
        return bool(classes)
    return False


def _organ_name(title: str, state: str) -> str:
    return title


def to_reference(phrase: Phrase, ids: tuple[str, ...], reason: str) -> Reference:
    """The reference that a phrase becomes."""
    form = FORMS.get(phrase.kind, "name")
    return Reference(phrase.span, phrase.head, ids, form, reason, phrase.attributive or phrase.place)
