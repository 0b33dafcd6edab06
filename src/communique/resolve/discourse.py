"""Who has been spoken of: candidates for pronouns, "the two leaders" and titles without a name."""

from collections.abc import Callable
from dataclasses import dataclass, field

from communique.annotate.mentions.phrase import Phrase
from communique.annotate.mentions.words import Words
from communique.resolve.draft import Draft
from communique.resolve.grammar import aside, clause_subject, listed, of_main_verb, partner, subject_of, thanked

OPENING = 8  # sentences at the head of a text in which a readout tells its contact
REACH = 4  # sentences that a pronoun looks back
WINDOW = 12  # sentences that "the two leaders" looks back


@dataclass(slots=True)
class Spoken:
    """One earlier reference. quote: index of the quotation it stands in, -1 for none; main: it hangs by the main verb.
    partner: a contact is with it."""

    drafts: tuple[Draft, ...]
    phrase: Phrase
    sentence: int
    paragraph: int
    subject: bool
    quote: int
    main: bool = False
    partner: bool = False


@dataclass(slots=True)
class Discourse:
    """References so far, in text order."""

    spoken: list[Spoken] = field(default_factory=list)

    def add(self, drafts: tuple[Draft, ...], phrase: Phrase, words: Words, quote: int) -> None:
        """Records a resolved reference; one coordinated with an earlier one is recorded together with it as well."""
        subject = subject_of(words, phrase.root)
        paragraph = words.sentence.paragraph
        main = subject or of_main_verb(words, phrase.root)
        self.spoken.append(
            Spoken(drafts, phrase, phrase.sentence, paragraph, subject, quote, main, partner(words, phrase))
        )
        if listed(words, phrase.root) and not phrase.attributive:
            head = words.head[phrase.root]
            for before in reversed(self.spoken[:-1]):
                if before.sentence != phrase.sentence:
                    break
                if before.phrase.first <= head <= before.phrase.last and not before.phrase.attributive:
                    wider = [
                        s for s in self.spoken
                        if s.sentence == phrase.sentence and len(s.drafts) > 1
                        and any(d is before.drafts[0] for d in s.drafts)
                    ]  # fmt: skip
                    both = _distinct([wider[-1] if wider else before, self.spoken[-1]])
                    if len(both) > 1:
                        self.spoken.append(Spoken(both, phrase, phrase.sentence, paragraph, subject, quote))
                    break

    def one(
        self, words: Words, phrase: Phrase, kinds: tuple[str, ...], gender: str, quote: int
    ) -> tuple[Draft | None, str]:
        """The best single antecedent of a pronoun, with the reason."""
        best, best_score = None, 0.0
        object_thanked = thanked(words, phrase.root)
        in_aside = aside(words, phrase.root)
        object_of = clause_subject(words, phrase.root) if words.dep[phrase.root] in ("dobj", "pobj", "dative") else -1
        for spoken in reversed(self.spoken):
            distance = phrase.sentence - spoken.sentence
            if distance > REACH:
                break
            if len(spoken.drafts) != 1:
                continue
            draft = spoken.drafts[0]
            if draft.kind not in kinds or draft.plural or (gender != "-" and draft.gender not in (gender, "-")):
                continue
            if distance == 0 and object_of >= 0 and spoken.phrase.root == object_of:
                continue  # "X called him": not X
            if "person" not in kinds and spoken.phrase.kind == "nationality":
                continue  # "the American maker ... its": not America's
            if distance == 0 and in_aside:
                continue  # "Smith, he added, has won": not Smith
            if "person" not in kinds and spoken.phrase.place:
                continue
            score = (
                10.0
                - 2.5 * distance
                + (2.5 if spoken.subject else 0.0)
                + (1.0 if draft.gender == gender != "-" else 0.0)
            )
            score -= 2.0 if spoken.phrase.attributive else 0.0
            score -= 1.5 if (spoken.quote >= 0) != (quote >= 0) else 0.0
            score -= 0.5 if words.sentence.paragraph != spoken.paragraph else 0.0
            if distance == 0 and words.dep[phrase.root] == "poss" and spoken.subject:
                score += 1.5
            if distance == 0 and object_thanked == spoken.phrase.root:
                score += 5.0
            if spoken.phrase.kind == "pronoun":
                score -= 0.5
            if score > best_score + 0.001:
                best, best_score = draft, score
        return (best, "nearest fitting mention, subjects first") if best else (None, "no antecedent near by")

    def many(self, phrase: Phrase, words: Words) -> tuple[tuple[Draft, ...], str]:
        """What "they" stands for: the last plural subject, else the people or parties of the last sentence together."""
        opening = subject_of(words, phrase.root)
        for back in range(REACH):
            sentence = phrase.sentence - back
            here = [s for s in self.spoken if s.sentence == sentence and s.phrase.head.start < phrase.head.start]
            here = [s for s in here if not s.phrase.attributive and not s.phrase.place]
            plural = [s for s in here if len(s.drafts) > 1 or s.drafts[0].plural]
            subjects = [s for s in plural if s.subject]
            if subjects:
                return subjects[-1].drafts, "last plural subject"
            people = _distinct([s for s in here if s.drafts[0].kind == "person" and s.phrase.kind != "pronoun"])
            if back and len(people) > 1 and any(s.subject and s.drafts[0].kind == "person" for s in here):
                near = _distinct([s for s in here if s.main and s.drafts[0].kind == "person"])
                return (near if len(near) > 1 else people), "the people of the sentence before"
            joined = [s for s in plural if len(s.drafts) > 1]
            if joined and (back or not opening):
                return joined[-1].drafts, "last coordinated reference"
            if plural and not opening:
                return plural[-1].drafts, "last plural reference"
            parties = _distinct([s for s in here if s.drafts[0].kind in ("country", "organization")])
            if back and len(parties) == 2 and not people:
                return parties, "the two parties of the sentence before"
        for spoken in reversed(self.spoken):
            if phrase.sentence - spoken.sentence > 2:
                break
            if spoken.drafts[0].plural and not spoken.phrase.attributive:
                return spoken.drafts, "last plural reference"
        return (), "no plural antecedent near by"

    def pair(self, phrase: Phrase, fits: Callable[[Draft], bool], count: int) -> tuple[tuple[Draft, ...], str]:
        """The `count` drafts that fit and are spoken of most, the nearer the better, in the order in which they were named."""
        weight: dict[int, float] = {}
        drafts: dict[int, Draft] = {}
        for spoken in self.spoken:
            distance = phrase.sentence - spoken.sentence
            if distance > WINDOW or (spoken.phrase.attributive and spoken.drafts[0].kind == "person"):
                continue
            if len(spoken.drafts) > 1 and spoken.phrase.kind not in ("group", "pronoun"):
                continue  # counted singly
            for draft in spoken.drafts:
                if fits(draft) and not draft.plural:
                    drafts[id(draft)] = draft
                    share = (1.5 if spoken.subject else 1.0) / (1.0 + 0.5 * distance)
                    weight[id(draft)] = weight.get(id(draft), 0.0) + share
        if len(drafts) < count:
            return (), "not so many spoken of before"
        best = sorted(drafts, key=lambda k: -weight[k])[:count]
        return tuple(drafts[k] for k in drafts if k in best), f"the {count} spoken of most near by"

    def weight(self, phrase: Phrase, draft: Draft) -> float:
        """How much a draft is spoken of before a phrase: subjects count more, far mentions less."""
        total = 0.0
        for spoken in self.spoken:
            distance = phrase.sentence - spoken.sentence
            if distance <= WINDOW and len(spoken.drafts) == 1 and spoken.drafts[0] is draft:
                total += (1.5 if spoken.subject else 1.0) / (1.0 + 0.5 * distance)
        return total

    def plural_before(self, phrase: Phrase, kinds: tuple[str, ...]) -> tuple[Draft, ...]:
        """The last reference to exactly two people or parties together; () for none."""
        for spoken in reversed(self.spoken):
            if phrase.sentence - spoken.sentence > WINDOW:
                break
            if len(spoken.drafts) == 2 and not spoken.phrase.place and all(d.kind in kinds for d in spoken.drafts):
                one, other = spoken.drafts
                if one.country != other.country or not one.country:
                    return spoken.drafts
        return ()

    def acting(self, phrase: Phrase) -> Draft | None:
        """The person whose "counterpart" is spoken of: the subject before it, of its sentence or else of the last."""
        for spoken in reversed(self.spoken):
            if phrase.sentence - spoken.sentence > REACH:
                break
            if spoken.subject and len(spoken.drafts) == 1 and spoken.drafts[0].kind == "person":
                return spoken.drafts[0]
        return None

    def body_before(self, noun: str) -> Draft | None:
        """The body spoken of last whose name has `noun` in it; "the organization" and "the group" take any body's name."""
        for spoken in reversed(self.spoken):
            for draft in spoken.drafts:
                if draft.kind == "organization" and not draft.name.startswith("Government of"):
                    if noun in draft.name.lower().split() or (
                        noun in ("organization", "organisation", "bloc", "body") and not draft.country
                    ):
                        return draft
        return None

    def sides(self, phrase: Phrase, host: Draft | None) -> tuple[Draft, ...]:
        """The two sides of a readout: who meets whom in the sentence before, else in the first that tells a contact.

        host: who is meant where the first sentence, a headline, names nobody ("Telephone conversation with Ada Holm").
        """
        for sentence in (phrase.sentence, phrase.sentence - 1, *range(min(OPENING, phrase.sentence))):
            here = [
                s for s in self.spoken if s.sentence == sentence and len(s.drafts) == 1 and not s.phrase.attributive
            ]
            here = [s for s in here if s.drafts[0].kind == "person" and s.phrase.head.start < phrase.head.start]
            ours = [s.drafts[0] for s in here if host and s.drafts[0].country == host.country and not s.partner]
            doing = next((s.drafts[0] for s in here if s.subject), [*ours, host][0] if sentence == 0 else None)
            other = next((s.drafts[0] for s in here if s.partner and not _of_one_side(s.drafts[0], doing)), None)
            if doing and other:
                return doing, other
        return ()

    def group_before(self, phrase: Phrase) -> Draft | None:
        """A group described by the same noun."""
        for spoken in reversed(self.spoken):
            if phrase.sentence - spoken.sentence > WINDOW:
                break
            if len(spoken.drafts) == 1 and spoken.drafts[0].plural and spoken.phrase.noun == phrase.noun:
                return spoken.drafts[0]
        return None


def _of_one_side(one: Draft, other: Draft | None) -> bool:
    return other is None or one is other or (one.country is not None and one.country == other.country)


def _distinct(spoken: list[Spoken]) -> tuple[Draft, ...]:
    out: list[Draft] = []
    for s in spoken:
        for draft in s.drafts:
            if all(draft is not d for d in out):
                out.append(draft)
    return tuple(out)
