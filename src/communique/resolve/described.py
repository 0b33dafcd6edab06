"""Described phrases: "the Foreign Ministry", "the Secretary", "a spokesman for the army"."""

from communique.annotate.mentions.phrase import Phrase
from communique.annotate.mentions.words import Words
from communique.lexicon.bodies import bodies
from communique.lexicon.office_classes import classes_of
from communique.lexicon.states import states
from communique.resolve.draft import Draft
from communique.resolve.grammar import subject_of
from communique.resolve.knowledge import holder, look_up, same_rank
from communique.resolve.named import office_of
from communique.resolve.register import Found, Register

GENERAL = frozenset("leader diplomat official head chief politician counterpart".split())
INDEFINITE = frozenset("a an another one some any no".split())
NO_PERSON = frozenset("partner ally rival neighbor neighbour member participant signatory observer host".split())
RULERS = frozenset("president minister premier chancellor king queen".split())
VAGUE = frozenset(("side", "group", "office"))
HEADED = frozenset("president minister secretary".split())
ROLES = frozenset("official diplomat politician aide adviser advisor source".split())
LOWER = frozenset(
    "deputy vice under assistant associate press permanent private principal executive general parliamentary".split()
)
LED = frozenset("government administration regime cabinet campaign team".split())
PLAIN_PEOPLE = {"boy": "m", "man": "m", "girl": "f", "woman": "f"}
SOON = 5  # sentences within which "a spokesman" may be named as "the spokesman, Ada Holm"
SPEAKS_FOR = frozenset("side delegation team leadership administration".split())
STATE_ORGANS = frozenset("government ministry military parliament army cabinet administration presidency".split())
DIPLOMATS = frozenset(
    ("foreign minister", "ambassador", "envoy", "deputy foreign minister", "assistant secretary", "under secretary")
)
HEADS = frozenset(("head of state", "head of government", "leader", "crown prince"))
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
    far = phrase.sentence - register.last_state_at > 1
    if not code and phrase.owner in ("the", "our", "its", "this") and noun in STATE_ORGANS:
        code = register.around.home if register.around.official else "" if proper or far else register.last_state
    leader = "" if code or noun not in LED else _leader(register, phrase)
    if leader:
        return (
            register.other("organization", phrase.title, leader, "named after its leader"),
        ), "named after its leader"
    owned = phrase.first > 0 and words.lower[phrase.first - 1] in ("'s", "'")
    if not code and phrase.noun in VAGUE and len(phrase.title.split()) == 1 and not owned:
        return (), "a side of nobody told"
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
    if " " not in phrase.title or not name[:1].isupper():
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
    if phrase.noun in PLAIN_PEOPLE and phrase.owner in ("the", "this", "that"):
        for spoken in reversed(register.talk.spoken):
            somebody = spoken.drafts[0]
            fits = somebody.kind == "person" and somebody.gender in (PLAIN_PEOPLE[phrase.noun], "-")
            if fits and not somebody.classes():
                return (somebody,), "the person without an office spoken of last"
        return (), "nobody without an office spoken of"
    if phrase.owner in ("my", "our") and speaker and speaker.country and not phrase.states:
        phrase.states = (speaker.country,)
    wanted = set(classes_of(phrase.title)) - {"minister"}
    indefinite = phrase.owner in INDEFINITE or (not phrase.owner and phrase.noun in ROLES)
    if indefinite and phrase.noun != "counterpart":
        return _unnamed(register, phrase, words)
    if not phrase.owner and phrase.title.istitle() and " " not in phrase.title:
        bearer, reason = register.people.find(phrase.title, None, "-")
        if bearer:
            return (bearer,), reason  # a surname that is a word of office: "King"
    if _own_head(register, phrase):
        found = _holder(register, phrase)
        if found[0]:
            return found
    best: tuple[int, Draft] | None = None
    own = register.talk.acting(phrase) if phrase.noun == "counterpart" else None
    pair = register.sides(phrase) if own and not phrase.states else ()
    if any(d is own for d in pair):
        return tuple(d for d in pair if d is not own), "the other side of the contact told"
    seen: set[int] = {id(own)}
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
    ahead = [d for d in register.people.drafts if _qualified(phrase) and _rank(register, phrase, wanted, d) >= 4]
    if len(ahead) == 1:
        return (ahead[0],), "the only holder named in the text"
    found = _counterpart(register, phrase) if phrase.noun == "counterpart" else _holder(register, phrase)
    return found if found[0] else _unnamed(register, phrase, words)


def _qualified(phrase: Phrase) -> bool:
    """Whether a title says whose it is: of a state, with more words than its noun."""
    return bool(phrase.states) and len(phrase.title.split()) > 1


def _rank(register: Register, phrase: Phrase, wanted: set[str], draft: Draft) -> int:
    """How well a person fits a title: 0 not at all; the publisher's own state counts most, then the very office."""
    if phrase.states and draft.country != phrase.states[0]:
        return 0
    if phrase.body and draft.country != (bodies()[phrase.body].country or None):
        return 0
    if _below(register, phrase, draft) or not same_rank(phrase.noun, draft.title_nouns()):
        return 0
    classes = draft.classes()
    words = set(phrase.title.lower().split())
    if phrase.to and not phrase.states and not any(words <= set(o.title.lower().split()) for o in draft.offices):
        return 0
    if len(words) > 1 and not phrase.states and any(words <= set(o.title.lower().split()) for o in draft.offices):
        return 7
    if phrase.noun in ("majesty", "highness"):
        return 4 if {"king", "queen", "emperor", "sultan", "emir", "prince", "princess"} & draft.title_nouns() else 0
    own = 2 if register.around.official and not phrase.states and draft.country == register.around.home else 0
    if wanted & classes:
        other_word = phrase.noun in ("secretary", "minister") and draft.nouns() and phrase.noun not in draft.nouns()
        if other_word and draft.country == "USA":
            return 0  # its secretaries are no ministers
        return 2 if other_word else 4 + own
    if wanted - {"leader"} and (phrase.noun not in GENERAL or phrase.noun == "leader"):
        return 0
    if phrase.noun in draft.nouns():
        return 3 + (own if phrase.noun == "secretary" else 0)
    return 1 if _general(phrase.noun, classes) else 0


def _own_head(register: Register, phrase: Phrase) -> bool:
    """Whether an official text means the head of its own publisher: "the President" of the president's press service."""
    head = register.around.head.lower().split()
    plain = phrase.owner in ("the", "") and not phrase.states and not phrase.body and phrase.title[:1].isupper()
    return plain and bool(head) and phrase.title.lower() == phrase.noun and phrase.noun in head


def _below(register: Register, phrase: Phrase, draft: Draft) -> bool:
    """Whether a person holds only a lower office of that noun: a deputy secretary is not "the Secretary"."""
    if phrase.noun not in ("secretary", "president") and not (phrase.noun == "minister" and register.around.official):
        return False
    titles = [o.title for o in draft.offices if o.noun == phrase.noun]
    titles += [r.title for r in draft.known if phrase.noun in r.title.lower().split()]
    lowered = [LOWER & set(t.lower().replace("-", " ").split()) for t in titles]
    return bool(lowered) and all(lowered) and not LOWER & set(phrase.title.lower().replace("-", " ").split())


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
        if place == around.home and title.lower() in HEADED & set(around.head.lower().split()):
            title = around.head
        spells, reason = holder(title, place, around.day, phrase.to)
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
    for sentence, noun, draft in register.introduced if phrase.owner in INDEFINITE else ():
        if phrase.sentence < sentence <= phrase.sentence + SOON and noun == phrase.noun:
            return (draft,), "named soon after by the same role"
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
