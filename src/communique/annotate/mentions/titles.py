"""Title phrases: how far the words of an office or role reach around their head noun."""

from dataclasses import dataclass

from communique.annotate.mentions.gazetteer import Hit
from communique.annotate.mentions.words import Words
from communique.lexicon.first_names import first_names
from communique.lexicon.titles import TitleWords, title_words

DETERMINERS = frozenset(
    "the a an his her their its our my your this that these those both another some any no one".split()
)
LINKS = frozenset(("of", "for", "to", "on"))
INNER = frozenset(
    "office administration secretariat cabinet staff apparatus chancellery protocol department service".split()
)
SERVING = frozenset(
    "adviser advisor assistant aide counselor counsellor spokesperson spokesman spokeswoman envoy representative".split()
)
NOUNS = frozenset(("NOUN", "PROPN", "ADJ", "X"))
PLURAL_TAGS = frozenset(("NNS", "NNPS"))
IRREGULAR = {"spokesmen": "spokesman", "spokeswomen": "spokeswoman", "men": "man", "women": "woman", "children": "child",
             "people": "person", "secretaries-general": "secretary-general", "businessmen": "businessman",
             "congressmen": "congressman", "statesmen": "statesman", "chairmen": "chairman", "staff": "staff"}  # fmt: skip


@dataclass(slots=True)
class Title:
    """A title phrase: token indices of its first word after any determiner, its head noun, and its last word."""

    first: int
    head: int
    last: int
    noun: str
    sort: str  # office | role | organ
    plural: bool
    determiner: int  # index of the determiner or possessive pronoun, -1 for none
    hits: list[Hit]


def singular(lower: str, tag: str) -> str:
    """The singular of a noun as far as titles need it."""
    if lower in IRREGULAR:
        return IRREGULAR[lower]
    if tag in PLURAL_TAGS and lower.endswith("s") and not lower.endswith("ss"):
        if lower.endswith("ies"):
            return lower[:-3] + "y"
        if lower.endswith(("ches", "sses", "xes")):
            return lower[:-2]
        return lower[:-1]
    return lower


def find_titles(words: Words, found: list[Hit]) -> list[Title]:
    """All title phrases of a sentence, left to right, the widest where they overlap."""
    lexicon = title_words()
    at = {i: hit for hit in found for i in range(hit.first, hit.last + 1)}
    out: list[Title] = []
    for i, lower in enumerate(words.lower):
        if i in at or words.pos[i] not in NOUNS or not lower[0].isalpha():
            continue
        if words.pos[i] == "ADJ" and not words.upper(i):
            continue  # "the official agency"
        noun = singular(lower, words.tag[i])
        if words.text[i].isupper() and noun not in lexicon.office and lower.endswith("s"):
            noun = singular(lower, "NNS")
        if words.tag[i] == "NNP" and lower.endswith("s") and lower[:-1] in lexicon.office:
            noun = lower[:-1]  # "the Foreign Ministers" read as a name
        sort = _sort(noun, lexicon)
        if noun == "assistant" and words.upper(i) and i + 1 < len(words) and words.lower[i + 1] == "to":
            sort = "office"  # "Assistant to the President for Homeland Security"
        if sort == "role" and words.dep[i] == "compound" and not words.upper(words.head[i]) and words.head[i] > i:
            continue  # "member states"
        if not sort or (out and i <= out[-1].last):
            continue
        title = _around(words, i, noun, sort, lower != noun, at, lexicon)
        if out and title.first <= out[-1].last:
            if _chained(out[-1], title, words):  # "Press Secretary": the later noun is the head
                title.first, title.determiner = out[-1].first, out[-1].determiner
                title.hits = [h for h in out[-1].hits if h.last < title.head] + [
                    h for h in title.hits if h.first >= title.head
                ]
                out.pop()
            else:
                title.first = out[-1].last + 1
        out.append(title)
    return out


def _chained(before: Title, after: Title, words: Words) -> bool:
    return before.last < after.head and all(words.text[k] not in (",", "and") for k in range(before.head, after.head))


def _sort(noun: str, lexicon: TitleWords) -> str:
    if noun in lexicon.office:
        return "office"
    if noun in lexicon.role:
        return "role"
    return "organ" if noun in lexicon.organ else ""


def _around(
    words: Words, head: int, noun: str, sort: str, plural: bool, at: dict[int, Hit], lexicon: TitleWords
) -> Title:
    hits: list[Hit] = []
    first = head
    while first > 0:
        p = first - 1
        if p in at:
            hits.insert(0, at[p])
            first = at[p].first
        elif (
            words.text[p] == ")" and p > 1 and words.text[p - 2] == "(" and p - 3 in at and words.text[p - 1].isupper()
        ):
            first = p - 2  # an acronym after the state's or body's name
        elif words.lower[p] in ("'s", "'") and p > 0 and p - 1 in at:
            hits.insert(0, at[p - 1])
            first = at[p - 1].first
            break
        elif words.lower[p] == "'s" and p > 0 and words.pos[p - 1] in ("NOUN", "PROPN") and sort != "organ":
            first = _owner(words, p - 1, at, hits)
            break
        elif words.text[p] in ("-", "–") and p > 0 and words.adjacent(p - 1) and words.adjacent(p):
            first = p - 1 if (p - 1) not in at else at[p - 1].first
            if p - 1 in at:
                hits.insert(0, at[p - 1])
        elif _modifies(words, p, lexicon) or (
            sort == "organ"
            and words.pos[p] == "PROPN"
            and words.head[p] == head
            and words.dep[p] in ("compound", "amod", "nmod")
        ):
            first = p
        elif words.text[p] in ("and", "&", ",") and _listed(words, p, first, lexicon):
            first = p - 1
        else:
            break
    while first < head and words.text[first] in ("and", "&", ",", "-", "–"):
        first += 1
    determined = first > 0 and words.lower[first - 1] in DETERMINERS and words.pos[first - 1] != "SCONJ"
    determined = determined and not (plural and words.lower[first - 1] == "that")
    determiner = first - 1 if determined else -1
    last = _reach(words, head, at, lexicon, hits)
    return Title(first, head, last, noun, sort, plural, determiner, hits)


def _owner(words: Words, p: int, at: dict[int, Hit], hits: list[Hit]) -> int:
    """The first token of the possessor that ends at p ("the Afghan team's coach"); names in it qualify the title."""
    while p > 0 and words.head[p - 1] == p and words.dep[p - 1] in ("compound", "amod", "nmod"):
        p -= 1
        if p in at:
            hits.insert(0, at[p])
            p = at[p].first
    return p


def _modifies(words: Words, p: int, lexicon: TitleWords) -> bool:
    lower = words.lower[p]
    if words.dep[p] in ("nsubj", "dobj", "pobj", "ROOT") and words.pos[p] not in ("ADJ", "PROPN"):
        return False
    if lower in ("majesty", "highness", "excellency"):
        return False
    return (
        lower in lexicon.modifiers
        or lower in lexicon.topics
        or (lower in lexicon.office and words.upper(p) == words.upper(p + 1))
    )


def _listed(words: Words, p: int, first: int, lexicon: TitleWords) -> bool:
    """Whether "and" joins two modifiers ("Foreign and Defense Minister"), not two titles."""
    if p == 0 or not words.upper(first) or not words.upper(p - 1):
        return False
    before, after = words.lower[p - 1], words.lower[first]
    return before in lexicon.topics and after in lexicon.topics and after not in lexicon.office


def _reach(words: Words, head: int, at: dict[int, Hit], lexicon: TitleWords, hits: list[Hit]) -> int:
    """The last token of "Minister for Foreign Affairs of Georgia"."""
    last, n, capital = head, len(words), words.upper(head)
    if last + 1 < n and words.lower[last + 1] in ("general", "elect", "designate") and words.upper(last + 1) == capital:
        last += 1
    if last + 2 < n and words.text[last + 1] == "-" and words.lower[last + 2] in ("general", "elect", "designate"):
        last += 2
    while last + 2 < n:
        if (
            words.text[last + 1] == "("
            and last + 3 < n
            and words.text[last + 3] == ")"
            and words.text[last + 2].isupper()
        ):
            last += 3  # an acronym
            continue
        if words.lower[last + 1] not in LINKS and not (words.lower[last + 1] == "with" and capital):
            break
        j = last + 2
        if words.lower[j] in ("the", "its"):
            j += 1
        end = _inner(words, head, last, j, lexicon) if capital and j == last + 3 else -1
        if end < j:
            end = _topic(words, j, at, lexicon, capital, hits)
        if end < j:
            break
        last = end
    return last


def _inner(words: Words, head: int, last: int, j: int, lexicon: TitleWords) -> int:
    """The last token of another's office at j that a title depends on ("Head of the Office of the President"), else j - 1."""
    if words.lower[head] in lexicon.organ or (words.lower[last] not in INNER and words.lower[head] not in SERVING):
        return j - 1
    k = j
    while k + 1 < len(words) and words.upper(k) and words.lower[k] in lexicon.modifiers:
        k += 1
    if k < len(words) and words.upper(k) and words.lower[k] in lexicon.office and words.tag[k] != "NNS":
        return k
    return j - 1


def _leads_to_office(words: Words, k: int, lexicon: TitleWords) -> bool:
    """Whether the capitalised words from k on are another title ("and First Deputy Defence Minister")."""
    while k < len(words) and words.upper(k):
        if words.lower[k] in lexicon.office:
            return True
        if words.lower[k] not in lexicon.topics and words.lower[k] not in lexicon.modifiers:
            return False
        k += 1
    return False


def _topic(words: Words, j: int, at: dict[int, Hit], lexicon: TitleWords, capital: bool, hits: list[Hit]) -> int:
    """The last token of the topic or body that starts at j; j - 1 where there is none."""
    end, n, k = j - 1, len(words), j
    names = first_names()
    while k < n:
        if k in at:
            after = at[k].last + 1
            if after < n and words.lower[after] == "'s":
                break  # "thanked the King for Jordan's help"
            hits.append(at[k])
            end = at[k].last
            k = end + 1
            following = words.lower[k] if k < n else ""
            if following in lexicon.organ and at[end].kind in ("nationality", "body"):
                continue
            if (
                following in lexicon.topics
                and at[end].kind in ("nationality", "state")
                and (not capital or at[end].kind == "nationality")
            ):
                continue
            if following in lexicon.topics and words.upper(k):
                continue
            break
        lower, upper = words.lower[k], words.upper(k)
        known = lower in lexicon.topics or lower in lexicon.organ or (lower in lexicon.office and words.tag[k] == "NNS")
        after_hit = k - 1 in at and k - 1 == end
        if known and (upper or after_hit or (not capital and words.pos[k] in ("NOUN", "ADJ"))):
            end = k
        elif (
            upper
            and capital
            and words.pos[k] == "PROPN"
            and words.text[k] not in names
            and k + 1 < n
            and (words.lower[k + 1] in lexicon.topics and words.upper(k + 1))
        ):
            end = k
        elif (
            words.text[k] in ("and", "&", ",", "-", "–")
            and end >= j
            and k + 1 < n
            and ((words.upper(k + 1) and words.lower[k + 1] in lexicon.topics) or words.text[k + 1] in ("and", "&"))
            and not _leads_to_office(words, k + 1, lexicon)
        ):
            pass
        else:
            break
        k += 1
    return end
