"""People in a sentence: titles with names after them, names with titles in apposition, titles alone."""

from communique.annotate.mentions.names import run_at
from communique.annotate.mentions.phrase import Kind, Phrase
from communique.annotate.mentions.scan import Scan, name_words
from communique.annotate.mentions.titles import DETERMINERS, Title
from communique.lexicon.first_names import first_names
from communique.lexicon.titles import title_words

COUNTS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6}
FINITE = frozenset(("VBD", "VBZ", "VBP", "MD"))
HONORIFIC_GENDER = {
    "mr": "m",
    "mr.": "m",
    "mrs": "f",
    "mrs.": "f",
    "ms": "f",
    "ms.": "f",
    "miss": "f",
    "sir": "m",
    "lady": "f",
    "madam": "f",
}


def titled(scan: Scan, title: Title) -> None:
    """A title with a name after it, or in apposition to one, or alone."""
    words = scan.words
    end = title.last
    if title.noun in ("majesty", "highness", "excellency") and title.last + 1 in scan.by_first:
        return  # "His Majesty King": the title that follows leads
    joined = _joined(scan, title)
    if joined is not None:
        return
    start, name_last = _name_after(scan, title)
    if start >= 0 and not title.plural and title.sort != "organ":
        person(scan, title.first, title.determiner, start, name_last, title)
        return
    if (
        start >= 0
        and title.sort == "organ"
        and words.text[start] in first_names()
        and title.noun in ("command", "board")
    ):
        return
    if not title.plural and title.sort != "organ" and _apposed_to(scan, title):
        return
    kind: Kind = "organ" if title.sort == "organ" and not title.plural else "group" if title.plural else "office"
    first = title.determiner if title.determiner >= 0 else title.first
    count = 0
    if first > 0 and words.lower[first - 1] in COUNTS and title.plural:
        first -= 1
    if title.plural and end + 2 < len(words) and words.lower[end + 1] in ("from", "of", "at"):
        j = end + 3 if words.lower[end + 2] == "the" and end + 3 < len(words) else end + 2
        if j in scan.at:
            title.hits.append(scan.at[j])
            end = scan.at[j].last
    if title.plural:
        end = _more_states(scan, title, end)
        first = _states_before(scan, title, first)
    for k in range(first, title.head):
        count = COUNTS.get(words.lower[k], count)
    if (title.plural or title.sort == "role") and title.determiner < 0:
        first = title.first = _described_from(scan, first, title.head)
    if (
        first > 0
        and not (title.plural and words.lower[first - 1] == "that")
        and words.lower[first - 1] in DETERMINERS
        and words.pos[first - 1] != "SCONJ"
        and title.determiner < 0
    ):
        first -= 1
    phrase = Phrase(
        sentence=words.sentence.index, span=words.span(first, end), head=words.span(title.head, title.head),
        kind=kind, first=first, last=end, root=title.head, count=count,
        owner=words.lower[first] if words.lower[first] in DETERMINERS or words.lower[first] in COUNTS else "",
    )  # fmt: skip
    scan.fill(phrase, title)
    if kind == "organ" and not phrase.states and end + 2 < len(words) and words.lower[end + 1] == "in":
        hit = scan.at.get(end + 2)
        if hit and hit.kind == "state":
            phrase.states = (hit.key,)  # "the government in Armenia"
    scan.take(range(first, end + 1))
    scan.out.append(phrase)


def _more_states(scan: Scan, title: Title, end: int) -> int:
    """Takes in "and France" after "the presidents of Russia"."""
    w = scan.words
    while title.hits and end in scan.at and end + 2 < len(w) and w.lower[end + 1] in ("and", ","):
        j = end + 3 if w.lower[end + 2] == "the" and end + 3 < len(w) else end + 2
        if j not in scan.at or scan.at[j].kind not in ("state", "capital"):
            break
        title.hits.append(scan.at[j])
        end = scan.at[j].last
    return end


def _states_before(scan: Scan, title: Title, first: int) -> int:
    """Takes in "British and" before "Irish governments", and the article before it."""
    w = scan.words
    while first > 1 and first in scan.at and w.lower[first - 1] in ("and", ",") and first - 2 in scan.at:
        if scan.at[first - 2].kind not in ("nationality", "state"):
            break
        title.hits.insert(0, scan.at[first - 2])
        first = scan.at[first - 2].first
        if first > 0 and w.lower[first - 1] in ("the", "both"):
            first -= 1
    return first


def _described_from(scan: Scan, first: int, head: int) -> int:
    """The first of the words that describe a noun from before its title ("well-placed source")."""
    w = scan.words
    while first > 0:
        if _describes(scan, first - 1, head):
            first -= 1
        elif first > 1 and w.text[first - 1] == "-" and w.adjacent(first - 2) and w.adjacent(first - 1):
            first -= 2
        else:
            break
    return first


def _describes(scan: Scan, k: int, head: int) -> bool:
    """Whether token k is a word before a plural noun that belongs to it ("tenant advocates")."""
    w = scan.words
    return (
        k not in scan.at and k not in scan.used and w.head[k] == head
        and (w.dep[k] in ("compound", "amod", "nmod") and w.text[k].isalpha())
    )  # fmt: skip


def _joined(scan: Scan, title: Title) -> Title | None:
    """Two titles of one holder ("Prime Minister and Foreign Minister Smith"): the first waits for the second."""
    w = scan.words
    k = title.last + 1
    if (
        k + 1 < len(w)
        and w.lower[k] == "and"
        and w.upper(title.head)
        and not title.plural
        and title.sort == "office"
        and (title.determiner < 0 or title.hits)
    ):
        other = scan.by_first.get(k + 1)
        if other and other.determiner < 0 and not other.plural and w.upper(other.head) and other.sort == "office":
            start, _ = _name_after(scan, other)
            if start >= 0 and not any(h.kind == "state" and h.first < other.head for h in other.hits):
                other.first, other.determiner = title.first, title.determiner
                other.hits = title.hits + other.hits
                return other
    return None


def _name_after(scan: Scan, title: Title) -> tuple[int, int]:
    """Token indices of the name that follows a title; (-1, -1) for none."""
    w, n = scan.words, len(scan.words)
    k, titled = title.last + 1, True
    if (
        k < n
        and w.text[k] in (",", "—", "–")
        and k + 1 < n
        and w.upper(k + 1)
        and title.sort != "organ"
        and (title.hits or title.determiner >= 0)
    ):
        end = run_at(w, k + 1, scan.at, False)
        before = (title.determiner if title.determiner >= 0 else title.first) - 1
        opens = before < 0 or w.pos[before] not in ("ADP", "VERB", "AUX")  # else the name may open the main clause
        closed = end + 1 >= n or w.text[end + 1] in (",", ".", "—", "–", ")")
        if end > k + 1 and (closed or (opens and w.pos[end + 1] in ("VERB", "AUX"))):
            if not _apposed_left(scan, title):
                return k + 1, end
        return -1, -1
    honorifics = title_words().honorifics
    while k < n and (w.lower[k] in honorifics or (w.text[k] == "." and w.lower[k - 1] in honorifics)):
        k += 1
    other = scan.by_first.get(k)
    if (
        other
        and other.sort == "office"
        and not other.plural
        and w.upper(k)
        and w.upper(title.head)
        and other.last < n - 1
    ):
        inner = run_at(w, other.last + 1, scan.at, True)  # "Command Brigadier General Rick Uribe"
        if inner > other.last:
            scan.take(range(other.first, other.last + 1))
            return other.last + 1, inner
    if k >= n or (not w.upper(k) and w.lower[k] not in ("al", "el", "bin", "van", "von", "de", "di", "da")):
        return -1, -1
    if title.sort == "organ" or (title.sort == "role" and w.pos[k] != "PROPN" and w.text[k] not in first_names()):
        return -1, -1
    end = run_at(w, k, scan.at, titled)
    return (k, end) if end >= k else (-1, -1)


def person(scan: Scan, first: int, determiner: int, start: int, last: int, title: Title | None) -> None:
    """Adds a named person whose title, if any, stands before; takes in what follows: "of Georgia", an apposition."""
    w, n = scan.words, len(scan.words)
    begin = determiner if determiner >= 0 else first
    honorifics = title_words().honorifics
    while begin > 0 and (
        w.lower[begin - 1] in honorifics
        or (w.text[begin - 1] == "." and begin > 1 and w.lower[begin - 2] in honorifics)
    ):
        begin -= 1
    if begin > 0 and w.lower[begin - 1] in ("his", "her") and begin < start and w.lower[begin] in honorifics:
        begin -= 1
    end = last
    phrase = Phrase(
        sentence=w.sentence.index, span=w.span(begin, last), head=w.span(start, last), kind="person",
        first=begin, last=last, root=last, name=name_words(w, start, last),
    )  # fmt: skip
    if title:
        scan.fill(phrase, title)
    for k in range(begin, start):
        gender = HONORIFIC_GENDER.get(w.lower[k])
        phrase.gender = gender or phrase.gender
        if not title and w.lower[k] in honorifics and w.lower[k] not in (".",):
            phrase.noun = phrase.noun or w.lower[k].rstrip(".")
    if title and end + 2 < n and w.lower[end + 1] == "of":
        j = end + 3 if w.lower[end + 2] == "the" and end + 3 < n else end + 2
        hit = scan.at.get(j)
        if hit and hit.kind == "state" and not phrase.states:
            phrase.states, end = (hit.key,), hit.last
    if end + 2 < n and w.text[end + 1] in (",", "(", "—", "–"):
        end = apposition(scan, phrase, end)
    phrase.span, phrase.last = w.span(begin, end), end
    scan.take(range(begin, end + 1))
    scan.out.append(phrase)


def apposition(scan: Scan, phrase: Phrase, end: int) -> int:
    """Takes in ", Assistant Secretary of State," after a name; returns the new last token."""
    w, n = scan.words, len(scan.words)
    j = end + 2
    title = scan.by_first.get(j) or (scan.by_first.get(j + 1) if w.lower[j] in DETERMINERS and j + 1 < n else None)
    if title is None or title.plural or title.sort == "organ" or title.head in scan.used:
        return end
    if title.sort == "office" and _name_after(scan, title)[0] >= 0:
        return end
    after = title.last + 1
    closes = (
        after >= n
        or w.text[after] in (",", ".", ")", "—", "–", ";", ":")
        or w.pos[after] in ("VERB", "AUX", "ADP", "PUNCT")
    )
    if not closes or (w.lower[j] == "his" and after < n and w.pos[after] in ("VERB", "AUX")):
        return end
    if after < n and phrase.first > 0 and w.tag[after] in FINITE and w.dep[title.head] in ("nsubj", "nsubjpass"):
        return end  # "asked by Ada Holm, the President said": the comma ends a clause
    if not phrase.title:
        scan.fill(phrase, title)
    return title.last


def _apposed_left(scan: Scan, title: Title) -> bool:
    k = (title.determiner if title.determiner >= 0 else title.first) - 1
    return k > 0 and scan.words.text[k] == "," and scan.words.pos[k - 1] == "PROPN"


def _apposed_to(scan: Scan, title: Title) -> bool:
    """Whether a name run ends right before the comma before this title, so that the name will take it in later."""
    w = scan.words
    k = (title.determiner if title.determiner >= 0 else title.first) - 1
    if k <= 0 or w.text[k] not in (",", "(", "—", "–") or w.pos[k - 1] != "PROPN" or (k - 1) in scan.at:
        return False
    start = k - 1
    while (
        start > 0
        and (w.pos[start - 1] == "PROPN" or w.text[start - 1] in ("-", "'"))
        and (start - 1) not in scan.at
        and (start - 1) not in scan.used
    ):
        start -= 1
    if run_at(w, start, scan.at, False) != k - 1 or not (start < k - 1 or w.text[start] in first_names()):
        return False
    person(scan, start, -1, start, k - 1, None)
    return title.head in scan.used
