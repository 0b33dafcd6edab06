"""Runs of capitalised words that read as a name, with particles, initials and hyphens."""

import re

from communique.annotate.mentions.gazetteer import Hit
from communique.annotate.mentions.words import Words
from communique.lexicon.first_names import first_names
from communique.lexicon.titles import title_words

TELLING = frozenset(  # verbs of headlines after a name: "Ada Holm Travels to Oslo"
    """travels visits meets speaks says tells urges warns hosts attends addresses discusses welcomes congratulates condemns
    announces arrives departs delivers receives thanks participates concludes convenes joins""".split()
)
TOLD = frozenset(  # nouns of headlines after a person's name: "Secretary Holm Call with"
    "travel visit meeting meetings call calls remarks statement statements interview readout testimony speech trip".split()
)
SURNAMES = frozenset(
    "king prince bishop pope major marshal price judge chief whip speaker".split()
)  # offices that are names
PARTICLES = frozenset(
    "al el bin ibn bint de da do dos das del della di du van von der den la le y ben abu ter ag ould of".split()
) - {"of"}
SUFFIXES = frozenset("jr jr. sr sr. ii iii iv v vi xiv xvi".split())
INITIAL = re.compile(r"[A-Z]\.?(?:[A-Z]\.?)?$")
COMPASS = frozenset(
    "north south east west central upper lower greater new northern southern eastern western old mainland inner".split()
)
NOT_NAMES = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december i we he she it they the a an and or but in on at by to of for from with as if when while after
    before during since today tomorrow yesterday this that these those his her their its our my no yes not also however
    moreover meanwhile according earlier later both two one first photo file copyright c question answer q covid covid-19
    tue tues wed thu thurs fri jul aug sept feb
    mr mrs ms god internet english arabic islam christian muslim jewish islamic western eastern
    year eve easter christmas ramadan olympic olympics paralympic games""".split()
)


def run_at(words: Words, i: int, at: dict[int, Hit], titled: bool) -> int:
    """The last token of the name that starts at token i; i - 1 where none does. `titled`: a title stands before."""
    n, k, last = len(words), i, i - 1
    office, given = title_words().office, first_names()
    while k < n:
        text, lower = words.text[k], words.lower[k]
        if k in at:
            hit = at[k]
            fits = hit.first == hit.last == k and hit.kind in ("state", "capital", "people")
            if not (fits and last >= i and _surname(words, last, k, given)):
                break
        elif text[0].isupper() and text[0].isalpha():
            if last >= i and (lower in TELLING or (lower in TOLD and (titled or words.text[i] in given))):
                break
            if _is_surname(words, k, i, last, given):
                return k
            if not _nameable(words, k, i, last, titled, office, given):
                break
        elif last >= i and (lower in SUFFIXES or (text.isalpha() and _joined(words, k, last))):
            pass
        elif (
            text in ("-", "–", "'")
            and words.adjacent(k - 1)
            and words.adjacent(k)
            and (last == k - 1 or words.lower[k - 1] in PARTICLES)
        ):
            k += 1
            continue
        elif lower in PARTICLES and (last >= i or titled) and _leads_on(words, k, at):
            k += 1
            continue
        elif text == "," and last >= i and k + 1 < n and words.lower[k + 1] in ("jr", "jr."):
            k += 1
            continue
        else:
            break
        last = k
        k += 1
    return last


def _surname(words: Words, last: int, k: int, given: dict[str, str]) -> bool:
    """Whether the name of a place at token k reads as a surname ("Valeska Paris"), not as a place ("North Korea")."""
    if words.pos[last] != "PROPN" or words.dep[last] != "compound" or words.head[last] != k:
        return False
    lexicon, lower = title_words(), words.lower[last]
    return words.text[last] in given or not (lower in lexicon.topics or lower in lexicon.modifiers or lower in COMPASS)


def _is_surname(words: Words, k: int, i: int, last: int, given: dict[str, str]) -> bool:
    """Whether a word of office right after one first name is a surname: "Kevin King, a teacher"."""
    closes = k + 1 == len(words) or not words.upper(k + 1)
    return last == i == k - 1 and words.lower[k] in SURNAMES and words.text[last] in given and closes


def _joined(words: Words, k: int, last: int) -> bool:
    """Whether a small word hangs by a hyphen on the name so far ("Eui-yong")."""
    return last == k - 2 and words.text[k - 1] == "-" and words.adjacent(k - 1) and words.adjacent(k - 2)


def _nameable(
    words: Words, k: int, i: int, last: int, titled: bool, office: frozenset[str], given: dict[str, str]
) -> bool:
    text, lower = words.text[k], words.lower[k]
    if lower in NOT_NAMES or (lower in office and not (last >= i and INITIAL.match(words.text[last]))):
        return False
    if words.pos[k] in ("PROPN", "X") or text in given or titled or last >= i:
        return (
            words.pos[k] not in ("DET", "ADP", "CCONJ", "SCONJ", "PRON", "AUX", "PART")
            or bool(INITIAL.match(text))
            or titled
        )
    return False


def _leads_on(words: Words, k: int, at: dict[int, Hit]) -> bool:
    """Whether a capitalised word follows particle k, perhaps after a hyphen or another particle."""
    j = k + 1
    while j < len(words) and (words.text[j] in ("-", "–") or words.lower[j] in PARTICLES):
        j += 1
    return j < len(words) and words.upper(j) and (j not in at or words.text[j - 1] in ("-", "–"))
