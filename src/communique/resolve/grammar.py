"""What the grammar of a sentence says of a phrase in it: subject, one of a list, partner of a contact."""

from communique.annotate.mentions.phrase import Phrase
from communique.annotate.mentions.words import Words

SUBJECTS = frozenset(("nsubj", "nsubjpass"))
JUDGING = frozenset(
    "thank thanks thanked thanking congratulated congratulate praised commended criticized criticised blamed lauded".split()
)
MEETING = frozenset(
    "met meet meets meeting received receives receive called calls hosted hosts welcomed visited phoned".split()
)
CONTACTS = MEETING | frozenset(
    """spoke speak speaks speaking talked talks talk conversation conversations call consultations negotiations held
    consultation hold holds holding meetings telephone phone contact exchange""".split()
)


def partner(words: Words, phrase: Phrase) -> bool:
    """Whether a phrase names whom a contact is with: "met with X", "a conversation with X", "received X"."""
    for k in range(phrase.first, phrase.last + 1):
        head = words.head[k]
        if phrase.first <= head <= phrase.last:
            continue
        if words.dep[k] == "pobj" and words.lower[head] in ("with", "by"):
            return words.lower[words.head[head]] in CONTACTS
        if words.dep[k] == "dobj" and words.lower[head] in MEETING:
            return True
    return False


def listed(words: Words, root: int) -> bool:
    """Whether a phrase is one of several: a conjunct, or what the parser takes for an apposition in "A, B, and C"."""
    if words.dep[root] == "conj":
        return True
    after = [i for i in range(root + 1, len(words)) if words.head[i] == words.head[root]]
    return words.dep[root] == "appos" and any(words.dep[i] == "conj" for i in after)


def thanked(words: Words, root: int) -> int:
    """Root of the object in "thanked Smith for his help", seen from "his"; -1 elsewhere."""
    if words.dep[root] != "poss":
        return -1
    k = words.head[words.head[root]]
    if words.lower[k] not in ("for", "on") or words.lower[words.head[k]] not in JUDGING:
        return -1
    verb = words.head[k]
    return next((i for i, h in enumerate(words.head) if h == verb and words.dep[i] == "dobj"), -1)


def aside(words: Words, root: int) -> bool:
    """Whether a pronoun opens an aside between commas: ", he added,"."""
    return (
        words.dep[root] in SUBJECTS
        and 1 < root < len(words) - 2
        and words.text[root - 1] == ","
        and words.text[root + 2] == ","
    )


def of_main_verb(words: Words, root: int) -> bool:
    """Whether the nearest verb above a phrase is the sentence's main verb."""
    for _ in range(12):
        root = words.head[root]
        if words.dep[root] == "ROOT":
            return True
        if words.pos[root] in ("VERB", "AUX") and words.dep[root] != "prep":
            return False
    return False


def subject_of(words: Words, root: int) -> bool:
    """Whether the phrase that hangs by `root` is a subject, or coordinated with one."""
    seen = 0
    while words.dep[root] in ("conj", "appos") and seen < 6:
        root, seen = words.head[root], seen + 1
    return words.dep[root] in SUBJECTS


def clause_subject(words: Words, root: int) -> int:
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
