"""Who has been spoken of: candidates for pronouns, "the two leaders" and titles without a name."""

from dataclasses import dataclass, field

from communique.annotate.mentions.phrase import Phrase
from communique.annotate.mentions.words import Words
from communique.resolve.draft import Draft

SUBJECTS = frozenset(("nsubj", "nsubjpass"))
REACH = 4  # sentences that a pronoun looks back


@dataclass(slots=True)
class Spoken:
    """One earlier reference. quote: index of the quotation it stands in, -1 for none."""

    drafts: tuple[Draft, ...]
    phrase: Phrase
    sentence: int
    paragraph: int
    subject: bool
    quote: int


@dataclass(slots=True)
class Discourse:
    """References so far, in text order."""

    spoken: list[Spoken] = field(default_factory=list)

    def add(self, drafts: tuple[Draft, ...], phrase: Phrase, words: Words, quote: int) -> None:
        """Records a resolved reference."""
        subject = subject_of(words, phrase.root)
        self.spoken.append(Spoken(drafts, phrase, phrase.sentence, words.sentence.paragraph, subject, quote))

    def one(
        self, words: Words, phrase: Phrase, kinds: tuple[str, ...], gender: str, quote: int
    ) -> tuple[Draft | None, str]:
        """The best single antecedent of a pronoun, with the reason."""
        best, best_score = None, 0.0
        object_of = _clause_subject(words, phrase.root) if words.dep[phrase.root] in ("dobj", "pobj", "dative") else -1
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
            if spoken.phrase.kind == "pronoun":
                score -= 0.5
            if score > best_score + 0.001:
                best, best_score = draft, score
        return (best, "nearest fitting mention, subjects first") if best else (None, "no antecedent near by")

    def many(self, phrase: Phrase) -> tuple[tuple[Draft, ...], str]:
        """What "they" stands for: the last plural or coordinated reference, else the two parties of the last sentence."""
        for back in range(0, 3):
            sentence = phrase.sentence - back
            here = [s for s in self.spoken if s.sentence == sentence and s.phrase.head.start < phrase.head.start]
            plural = [
                s for s in here
                if not s.phrase.attributive and (len(s.drafts) > 1 or s.drafts[0].plural) and not s.phrase.place
            ]  # fmt: skip
            subjects = [s for s in plural if s.subject]
            if subjects or plural:
                return (subjects or plural)[-1].drafts, "last plural reference"
            people = _distinct([s for s in here if not s.phrase.attributive and s.drafts[0].kind == "person"])
            if back and len(people) == 2:
                return people, "the two people of the sentence before"
            parties = _distinct(
                [s for s in here if not s.phrase.attributive and s.drafts[0].kind in ("country", "organization")]
            )
            if back and len(parties) == 2 and not people:
                return parties, "the two parties of the sentence before"
        return (), "no plural antecedent near by"

    def pair(self, phrase: Phrase, fits: "set[str]", count: int) -> tuple[tuple[Draft, ...], str]:
        """The last `count` distinct drafts of the kinds in `fits` ("person", "country", ...), last spoken of first found."""
        found: list[Draft] = []
        for spoken in reversed(self.spoken):
            if phrase.sentence - spoken.sentence > 12:
                break
            for draft in reversed(spoken.drafts):
                if draft.kind in fits and not draft.plural and draft not in found:
                    if draft.kind == "person" and spoken.phrase.kind == "pronoun":
                        continue
                    found.append(draft)
            if len(found) >= count:
                return tuple(reversed(found[:count])), f"the last {count} spoken of"
        return (), "not so many spoken of before"


def _distinct(spoken: list[Spoken]) -> tuple[Draft, ...]:
    out: list[Draft] = []
    for s in spoken:
        for draft in s.drafts:
            if all(draft is not d for d in out):
                out.append(draft)
    return tuple(out)


def subject_of(words: Words, root: int) -> bool:
    """Whether the phrase that hangs by `root` is a subject, or coordinated with one."""
    seen = 0
    while words.dep[root] in ("conj", "appos") and seen < 6:
        root, seen = words.head[root], seen + 1
    return words.dep[root] in SUBJECTS


def _clause_subject(words: Words, root: int) -> int:
    """Token index of the subject of the clause that an object stands in, -1 for none."""
    k = root
    for _ in range(6):
        k = words.head[k]
        if words.pos[k] in ("VERB", "AUX"):
            break
    for i, head in enumerate(words.head):
        if head == k and words.dep[i] in SUBJECTS:
            return i
    return -1
