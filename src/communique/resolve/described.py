"""Described phrases: "the Foreign Ministry", "the Secretary", "the two leaders", "Israeli officials"."""

from communique.annotate.mentions.phrase import Phrase
from communique.annotate.mentions.words import Words
from communique.lexicon.bodies import bodies
from communique.lexicon.office_classes import classes_of
from communique.lexicon.states import states
from communique.resolve.discourse import WINDOW, subject_of
from communique.resolve.draft import Draft
from communique.resolve.knowledge import holder, look_up
from communique.resolve.named import office_of
from communique.resolve.register import Found, Register

SIDES = frozenset("side party country state nation government delegation".split())
HOLDERS = frozenset(
    "leader head president minister premier secretary adviser advisor ambassador envoy spokesperson king principal".split()
)
GENERAL = frozenset("leader diplomat official head chief politician counterpart".split())
INDEFINITE = frozenset("a an another one some any no".split())
NO_PERSON = frozenset("partner ally rival neighbor neighbour member participant signatory observer host".split())
RULERS = frozenset("president minister premier chancellor king queen".split())
LED = frozenset("government administration regime cabinet campaign team".split())
SPEAKS_FOR = frozenset("side delegation team leadership administration".split())
STATE_ORGANS = frozenset("government ministry military parliament army cabinet administration presidency".split())
DIPLOMATS = frozenset(
    ("foreign minister", "ambassador", "envoy", "deputy foreign minister", "assistant secretary", "under secretary")
)
HEADS = frozenset(("head of state", "head of government", "leader", "crown prince"))
TITLE_NOUNS = frozenset(
    "head president minister premier secretary adviser advisor ambassador envoy king chancellor leader".split()
)
ACTS = frozenset(("nsubj", "nsubjpass", "pobj", "conj"))


def organ(register: Register, phrase: Phrase, words: Words) -> Found:
    """The body that a description like "the Lebanese government" or "the UN Commission of Inquiry" stands for."""
    noun, code = phrase.noun, phrase.states[0] if phrase.states else ""
    proper = phrase.head.of(register.layers.text)[0].isupper()
    if phrase.body and not code:
        if not proper or noun in SPEAKS_FOR:
            return (register.body(phrase.body),), "organ of the body"
        country = bodies()[phrase.body].country
        return (register.other("organization", phrase.title, country, "a body of its own"),), "a body of its own"
    if not code and not phrase.body and phrase.owner in ("the", "this", "its") and len(phrase.title.split()) == 1:
        before = register.talk.body_before(noun)
        if before and not (noun in STATE_ORGANS and register.around.official):
            return (before,), "the body spoken of last by that noun"
    if not code and phrase.owner in ("the", "our", "its", "this") and noun in STATE_ORGANS:
        code = register.around.home if register.around.official else "" if proper else register.last_state
    leader = "" if code or noun not in LED else _leader(register, phrase)
    if leader:
        return (
            register.other("organization", phrase.title, leader, "named after its leader"),
        ), "named after its leader"
    if not code:
        if proper and len(phrase.title.split()) > 1:
            return (
                register.other("organization", phrase.title, None, "a body by its head noun"),
            ), "a body by its head noun"
        if (
            phrase.owner in ("", "the")
            and subject_of(words, phrase.root)
            and words.pos[words.head[phrase.root]] == "VERB"
        ):
            name = phrase.title[0].upper() + phrase.title[1:]
            return (register.other("organization", name, None, "acts in the text"),), "acts in the text"
        return (), "organ of an unknown state"
    state = states()[code]
    if noun in ("government", "regime", "cabinet", "leadership", "presidency"):
        draft = register.other("organization", f"Government of {state.name}", code, "the state's government")
        return (draft,), "government of the state"
    if noun in ("side", "delegation"):
        return (register.country(code),), "side of the state"
    title = phrase.title if phrase.states else f"{phrase.title} of {state.name}"
    return (register.other("organization", title, code, "organ of the state"),), "organ of the state"


def _leader(register: Register, phrase: Phrase) -> str:
    """The state of the person that "the Biden administration" is named after, "" for none."""
    name = phrase.title.rsplit(" ", 1)[0].split("-")[0]
    if " " not in phrase.title or not name[0].isupper():
        return ""
    draft, _ = register.people.find(name, None, "-")
    if draft is not None:
        return draft.country or ""
    spells, _ = look_up(name, (), register.around.day, None)
    return spells[0].of if spells and spells[0].of in states() else ""


def office(register: Register, phrase: Phrase, words: Words, speaker: Draft | None) -> Found:
    """Whoever a title without a name means: the holder spoken of last whom it fits; failing that, whom the table knows.

    `speaker`: who says "my president".
    """
    if phrase.noun in ("boy", "girl", "man", "woman") and phrase.owner in ("the", "this", "that"):
        gender = "m" if phrase.noun in ("boy", "man") else "f"
        quote = register.around.quote_at(phrase.head.start)
        somebody, reason = register.talk.one(words, phrase, ("person",), gender, quote)
        return ((somebody,) if somebody else ()), reason
    if phrase.owner in ("my", "our") and speaker and speaker.country and not phrase.states:
        phrase.states = (speaker.country,)
    wanted = set(classes_of(phrase.title)) - {"minister"}
    if phrase.owner in INDEFINITE and phrase.noun != "counterpart":
        return _unnamed(register, phrase, words)
    best: tuple[int, Draft] | None = None
    seen: set[int] = set()
    for spoken in reversed(register.talk.spoken):
        for draft in spoken.drafts:
            if draft.kind != "person" or id(draft) in seen:
                continue
            seen.add(id(draft))
            rank = _rank(register, phrase, wanted, draft)
            if rank and (best is None or rank > best[0]):
                best = rank, draft
    if best:
        return (best[1],), "the holder spoken of last"
    found = _counterpart(register, phrase) if phrase.noun == "counterpart" else _holder(register, phrase)
    return found if found[0] else _unnamed(register, phrase, words)


def _rank(register: Register, phrase: Phrase, wanted: set[str], draft: Draft) -> int:
    """How well a person fits a title: 0 not at all; the publisher's own state counts most, then the very office."""
    if phrase.states and draft.country != phrase.states[0]:
        return 0
    if phrase.body and draft.country != (bodies()[phrase.body].country or None):
        return 0
    classes = draft.classes()
    if phrase.noun in ("majesty", "highness"):
        return 4 if {"king", "queen", "emperor", "sultan", "emir", "prince", "princess"} & draft.title_nouns() else 0
    own = 2 if register.around.official and not phrase.states and draft.country == register.around.home else 0
    if wanted & classes:
        return 4 + own
    if wanted and phrase.noun not in GENERAL:
        return 0
    if phrase.noun in draft.nouns():
        return 3 + (own if phrase.noun == "secretary" else 0)
    return 1 if _general(phrase.noun, classes) else 0


def _general(noun: str, classes: set[str]) -> bool:
    """Whether a general word ("the leader", "the minister") can name a holder of these offices."""
    if noun in ("leader", "head"):
        return bool(classes & HEADS)
    if noun == "diplomat":
        return bool(classes & DIPLOMATS)
    if noun == "minister":
        return any(c.endswith("minister") for c in classes)
    if noun == "secretary":
        return bool(classes & {"secretary of state", "defence minister"})
    return noun in ("official", "counterpart") and bool(classes)


def _holder(register: Register, phrase: Phrase) -> Found:
    """Whoever the table says held an office at the day of the document."""
    around, title = register.around, phrase.title
    of, reason = phrase.states[0] if phrase.states else phrase.body, "no holder of that office spoken of"
    if of:
        places = [of]
    elif phrase.owner in ("the", ""):
        places = [around.home] if around.official else []
        if register.last_state and register.last_state != around.home and phrase.noun in RULERS:
            places.append(register.last_state)
    else:
        places = []
    for place in places:
        if place == around.home and around.head and title.lower() in ("secretary", "minister", "president"):
            title = around.head
        spells, reason = holder(title, place, around.day)
        if spells:
            return (register.known(spells, reason),), reason
    return (), reason


def _counterpart(register: Register, phrase: Phrase) -> Found:
    """Who holds in another state the office of whoever was spoken of last ("his French counterpart")."""
    for spoken in reversed(register.talk.spoken):
        if phrase.sentence - spoken.sentence > 1:
            break
        for role in spoken.drafts[0].known if phrase.states and spoken.drafts[0].kind == "person" else ():
            spells, reason = holder(role.title, phrase.states[0], register.around.day)
            if spells:
                return (register.known(spells, reason),), reason
    return (), "no holder of that office spoken of"


def _unnamed(register: Register, phrase: Phrase, words: Words) -> Found:
    """A person told by a role alone ("a spokesman for the army"): a local entity where the words act in the text."""
    reason = "no holder of that office spoken of"
    if phrase.noun in NO_PERSON:
        return (), reason
    qualified = phrase.owner in INDEFINITE or phrase.states or phrase.body or len(phrase.title.split()) > 2
    dep, head = words.dep[phrase.root], words.lower[words.head[phrase.root]]
    if (
        not qualified
        or dep not in ACTS
        or phrase.attributive
        or (dep == "pobj" and head not in ("to", "by", "with", "from"))
    ):
        return (), reason
    code = phrase.states[0] if phrase.states else bodies()[phrase.body].country if phrase.body else ""
    draft = register.other("person", _role_name(phrase), code, "told by a role, not named")
    held = office_of(phrase)
    if held:
        draft.add_office(held)
    return (draft,), draft.decision


def _role_name(phrase: Phrase) -> str:
    """ "Foreign Minister of Thailand" for "Thailand's foreign minister"; the words themselves where no state leads."""
    if phrase.states:
        state = states()[phrase.states[0]]
        for form in sorted((state.name, *state.adjectives, *state.aliases), key=len, reverse=True):
            for lead in (form + "'s ", form + " "):
                if phrase.title.startswith(lead):
                    rest = phrase.title.removeprefix(lead)
                    return " ".join(w[0].upper() + w[1:] for w in rest.split()) + f" of {state.name}"
    return phrase.title


def _acts(words: Words, root: int) -> bool:
    """Whether a phrase stands where somebody acts or is acted with, not merely spoken of."""
    for _ in range(4):
        if words.dep[root] != "conj":
            break
        root = words.head[root]
    if words.dep[root] == "pobj":
        return words.lower[words.head[root]] in ("with", "by", "to", "from", "between", "among")
    return words.dep[root] in ("nsubj", "nsubjpass", "dobj", "dative", "poss", "ROOT", "appos")


def group(register: Register, phrase: Phrase, words: Words) -> Found:
    """The people or parties that a plural stands for, else a group as described."""
    talk = register.talk
    if len(phrase.states) > 1 and not phrase.body:
        return _for_each_state(register, phrase)
    definite = phrase.owner in ("the", "both", "two", "these") or phrase.count > 0
    alone = definite and not phrase.states and not phrase.body
    if alone and phrase.noun in SIDES:
        if phrase.noun in ("side", "party"):
            found = talk.plural_before(phrase, ("person",)) if register.around.official else ()
            found = found or talk.plural_before(phrase, ("person", "country", "organization"))
            if found:
                return found, "the two spoken of together last"
        if phrase.count or phrase.noun in ("side", "delegation"):
            return _states(register, phrase, max(2, phrase.count))
    if alone and phrase.noun in HOLDERS:
        described = talk.group_before(phrase)
        wanted = set(classes_of(_one(phrase.title))) - {"minister"}
        count = max(2, phrase.count)
        pair, reason = talk.pair(phrase, lambda d: d.kind == "person" and _holds(d, phrase.noun, wanted), count)
        if described and not phrase.count:
            if not pair or talk.weight(phrase, described) > min(talk.weight(phrase, d) for d in pair):
                return (described,), "described before"
        if pair or phrase.count:
            return pair, reason
        if register.around.official and phrase.noun in RULERS:
            both, reason = _states(register, phrase, 2)
            if both:
                phrase.states = tuple(d.country for d in both if d.country)
                return _for_each_state(register, phrase)
    plain = not phrase.states and not phrase.body and phrase.title.islower() and len(phrase.title.split()) == 1
    if plain and not _acts(words, phrase.root):
        return (), "a group that takes no part"
    country = phrase.states[0] if phrase.states else bodies()[phrase.body].country if phrase.body else ""
    name = phrase.span.of(register.layers.text)
    for article in ("the ", "The ", "its ", "their ", "some ", "Some "):
        name = name.removeprefix(article)
    draft = register.other("group", " ".join(name.split()), country, "described, not named")
    draft.plural = True
    return (draft,), draft.decision


def _for_each_state(register: Register, phrase: Phrase) -> Found:
    """One for each state: "the presidents of Russia and France", "the British and Irish governments"."""
    out: list[Draft] = []
    wanted = set(classes_of(_one(phrase.title))) - {"minister"}
    for code in phrase.states:
        if phrase.noun not in HOLDERS:
            government = phrase.noun == "government"
            name = f"Government of {states()[code].name}"
            out.append(
                register.other("organization", name, code, "government") if government else register.country(code)
            )
            continue
        known = [d for d in register.people.drafts if d.country == code and _holds(d, phrase.noun, wanted)]
        spells, reason = holder(_one(phrase.title), code, register.around.day)
        if known:
            out.append(known[-1])
        elif spells:
            out.append(register.known(spells, reason))
    return tuple(out), "one for each state named"


def _states(register: Register, phrase: Phrase, count: int) -> Found:
    """The states spoken of most near by, themselves or by those who act for them."""
    weight: dict[str, float] = {}
    for spoken in register.talk.spoken:
        distance = phrase.sentence - spoken.sentence
        if distance <= WINDOW and not spoken.phrase.place:
            for draft in spoken.drafts:
                if draft.country and draft.kind in ("person", "country", "organization"):
                    weight[draft.country] = weight.get(draft.country, 0.0) + 1.0 / (1.0 + 0.5 * distance)
    best = sorted(weight, key=lambda code: -weight[code])[:count]
    if len(best) < count or not all(code in states() for code in best):
        return (), "not so many states spoken of before"
    return tuple(
        register.country(code) for code in weight if code in best
    ), f"the {count} states spoken of most near by"


def _holds(draft: Draft, noun: str, wanted: set[str]) -> bool:
    """Whether a person can be one of "the presidents", "the foreign ministers"."""
    classes = draft.classes()
    if wanted - {"leader"}:
        return bool(wanted & classes)
    if noun == "minister":
        return any(c.endswith("minister") for c in classes) or "secretary of state" in classes
    if noun in ("leader", "principal"):
        return bool(classes)
    return noun in draft.nouns()


def _one(title: str) -> str:
    """The title with its nouns in the singular, as far as classes need it."""
    return " ".join(w[:-1] if w.lower().endswith("s") and w.lower()[:-1] in TITLE_NOUNS else w for w in title.split())
