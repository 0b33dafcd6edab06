"""Plurals: "the two leaders", "both sides", "the presidents of Russia and France", "Israeli officials"."""

from communique.annotate.mentions.phrase import Phrase
from communique.annotate.mentions.words import Words
from communique.lexicon.bodies import bodies
from communique.lexicon.office_classes import classes_of
from communique.lexicon.states import states
from communique.resolve.discourse import WINDOW
from communique.resolve.draft import Draft
from communique.resolve.knowledge import holder
from communique.resolve.register import Found, Register

SIDES = frozenset("side party country state nation government delegation".split())
HOLDERS = frozenset(
    "leader head president minister premier secretary adviser advisor ambassador envoy spokesperson king principal".split()
)
TITLE_NOUNS = frozenset(
    "head president minister premier secretary adviser advisor ambassador envoy king chancellor leader".split()
)
RULERS = frozenset("president minister premier chancellor king queen".split())


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
            official = register.around.official
            found = register.sides(phrase)
            if found:
                return found, "the two sides of the contact told"
            found = talk.plural_before(phrase, ("person",)) if official else ()
            found = found or talk.plural_before(phrase, ("person", "country", "organization"))
            if found:
                return found, "the two spoken of together last"
        if phrase.count or phrase.noun in ("side", "delegation"):
            return _states(register, phrase, max(2, phrase.count))
    if alone and phrase.noun in HOLDERS and phrase.owner != "these" and _plainly(phrase, words):
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


def _plainly(phrase: Phrase, words: Words) -> bool:
    """Whether a plural names holders by their office alone ("the foreign ministers"), not "the leaders of the opposition"."""
    following = words.lower[phrase.last + 1] if phrase.last + 1 < len(words) else ""
    kinds = set(classes_of(_one(phrase.title))) - {"leader"}
    words_before = [w for w in phrase.title.lower().split()[:-1] if w not in ("two", "both")]
    return following != "of" and (bool(kinds) or not words_before)


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
