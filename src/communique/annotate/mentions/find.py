"""Phrases of a document, a sentence at a time: names with their titles, offices, groups, bodies, states, pronouns."""

from communique.annotate.layers import Layers, Sentence
from communique.annotate.mentions.gazetteer import Hit, hits
from communique.annotate.mentions.names import run_at
from communique.annotate.mentions.phrase import Phrase
from communique.annotate.mentions.place import is_place
from communique.annotate.mentions.titles import DETERMINERS, Title, find_titles, singular
from communique.annotate.mentions.words import Words, words_of
from communique.lexicon.bodies import bodies
from communique.lexicon.first_names import first_names
from communique.lexicon.titles import title_words

PRONOUNS = frozenset(
    "i me my we us our ourselves myself "
    "he him his she her hers it its they them their theirs himself herself itself themselves who whom whose both".split()
)
SAYING = frozenset(
    """said say says told tell tells claimed claim claims added add adds reported report argued argue warned warn stressed
    noted note insisted insist believed believe complained complain alleged allege demanded demand called call urged urge
    agreed agree described describe accused accuse expressed express denied deny hoped hope feared fear asked ask""".split()
)
NO_PEOPLE = frozenset(
    """report document statement figure number result poll survey image video record word account story paper letter message
    comment remark claim event thing day week year month talk negotiation meeting move action measure step term condition
    rule law agreement plan study estimate datum photo picture test case issue change question problem fact""".split()
)
PREMODIFIERS = frozenset(("ADJ", "NOUN", "PROPN", "NUM", "DET"))
COUNTS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6}
ORGANISED = frozenset(
    """ministry department agency council party university commission committee bank court group organization organisation
    union association federation institute foundation center centre parliament congress senate assembly corporation company
    office bureau secretariat times post news radio television magazine journal network coalition alliance front movement
    army forces police guard command hospital school college church society fund authority board league partnership
    initiative forum summit agreement project program programme force media canada""".split()
)


def find(layers: Layers) -> tuple[Phrase, ...]:
    """All phrases in text order."""
    text = layers.text.replace("\u2019", "'").replace("\u02bc", "'")
    return tuple(p for sentence in layers.sentences for p in in_sentence(sentence, text))


def in_sentence(sentence: Sentence, text: str) -> list[Phrase]:
    """The phrases of one sentence in order of their heads. `text`: the document's, with straight apostrophes."""
    return in_sentence_with_words(sentence, text)[1]


def in_sentence_with_words(sentence: Sentence, text: str) -> tuple[Words, list[Phrase]]:
    """The sentence's columns and its phrases."""
    words = words_of(sentence)
    return words, _Scan(words, hits(words, text)).phrases()


class _Scan:
    """One sentence being read; `used` are token indices that belong to a phrase already."""

    def __init__(self, words: Words, found: list[Hit]) -> None:
        self.words, self.hits = words, found
        self.at = {i: hit for hit in found for i in range(hit.first, hit.last + 1)}
        self.titles = find_titles(words, found)
        self.by_first = {t.first: t for t in self.titles}
        self.out: list[Phrase] = []
        self.used: set[int] = set()

    def phrases(self) -> list[Phrase]:
        for title in self.titles:
            if title.head not in self.used:
                self._titled(title)
        i = 0
        while i < len(self.words):
            i = self._plain(i)
        self._hits()
        self._tellers()
        self._pronouns()
        self.out.sort(key=lambda p: (p.head.start, p.head.end))
        return self.out

    def _titled(self, title: Title) -> None:
        """A title with a name after it, or in apposition to one, or alone."""
        words = self.words
        end = title.last
        joined = self._joined(title)
        if joined is not None:
            return
        start, name_last = self._name_after(title)
        if start >= 0 and not title.plural and title.sort != "organ":
            self._person(title.first, title.determiner, start, name_last, title)
            return
        if (
            start >= 0
            and title.sort == "organ"
            and words.text[start] in first_names()
            and title.noun in ("command", "board")
        ):
            return
        if not title.plural and title.sort != "organ" and self._apposed_to(title):
            return
        kind = "organ" if title.sort == "organ" and not title.plural else "group" if title.plural else "office"
        first = title.determiner if title.determiner >= 0 else title.first
        count = 0
        if first > 0 and words.lower[first - 1] in COUNTS and title.plural:
            first -= 1
        if title.plural and end + 2 < len(words) and words.lower[end + 1] in ("from", "of", "at"):
            j = end + 3 if words.lower[end + 2] == "the" and end + 3 < len(words) else end + 2
            if j in self.at:
                title.hits.append(self.at[j])
                end = self.at[j].last
        for k in range(first, title.head):
            count = COUNTS.get(words.lower[k], count)
        if title.plural and title.determiner < 0:
            while first > 0 and self._describes(first - 1, title.head):
                first -= 1
        if first > 0 and words.lower[first - 1] in DETERMINERS and title.determiner < 0:
            first -= 1
        phrase = Phrase(
            sentence=words.sentence.index, span=words.span(first, end), head=words.span(title.head, title.head),
            kind=kind, first=first, last=end, root=title.head, count=count,
            owner=words.lower[first] if words.lower[first] in DETERMINERS or words.lower[first] in COUNTS else "",
        )  # fmt: skip
        self._fill(phrase, title)
        self._take(range(first, end + 1))
        self.out.append(phrase)

    def _describes(self, k: int, head: int) -> bool:
        """Whether token k is a word before a plural noun that belongs to it ("tenant advocates")."""
        w = self.words
        return (
            k not in self.at and k not in self.used and w.head[k] == head
            and w.dep[k] in ("compound", "amod", "nmod") and w.text[k].isalpha()
        )  # fmt: skip

    def _joined(self, title: Title) -> Title | None:
        """Two titles of one holder ("Prime Minister and Foreign Minister Smith"): the first waits for the second."""
        w = self.words
        k = title.last + 1
        if (
            k + 1 < len(w)
            and w.lower[k] == "and"
            and w.upper(title.head)
            and not title.plural
            and title.sort == "office"
            and (title.determiner < 0 or title.hits)
        ):
            other = self.by_first.get(k + 1)
            if other and other.determiner < 0 and not other.plural and w.upper(other.head) and other.sort == "office":
                start, _ = self._name_after(other)
                if start >= 0 and not any(h.kind == "state" for h in other.hits):
                    other.first, other.determiner = title.first, title.determiner
                    other.hits = title.hits + other.hits
                    return other
        return None

    def _name_after(self, title: Title) -> tuple[int, int]:
        """Token indices of the name that follows a title; (-1, -1) for none."""
        w, n = self.words, len(self.words)
        k, titled = title.last + 1, True
        if (
            k < n
            and w.text[k] in (",", "—", "–")
            and k + 1 < n
            and w.upper(k + 1)
            and title.sort != "organ"
            and (title.hits or title.determiner >= 0)
        ):
            end = run_at(w, k + 1, self.at, False)
            if end > k + 1 and (
                end + 1 >= n or w.text[end + 1] in (",", ".", "—", "–", ")") or w.pos[end + 1] in ("VERB", "AUX")
            ):
                if not self._apposed_left(title):
                    return k + 1, end
            return -1, -1
        honorifics = title_words().honorifics
        while k < n and (w.lower[k] in honorifics or (w.text[k] == "." and w.lower[k - 1] in honorifics)):
            k += 1
        other = self.by_first.get(k)
        if (
            other
            and other.sort == "office"
            and not other.plural
            and w.upper(k)
            and w.upper(title.head)
            and other.last < n - 1
        ):
            inner = run_at(w, other.last + 1, self.at, True)  # "Command Brigadier General Rick Uribe"
            if inner > other.last:
                self._take(range(other.first, other.last + 1))
                return other.last + 1, inner
        if k >= n or (not w.upper(k) and w.lower[k] not in ("al", "el", "bin", "van", "von", "de", "di", "da")):
            return -1, -1
        if title.sort == "organ" or (title.sort == "role" and w.pos[k] != "PROPN" and w.text[k] not in first_names()):
            return -1, -1
        end = run_at(w, k, self.at, titled)
        return (k, end) if end >= k else (-1, -1)

    def _person(self, first: int, determiner: int, start: int, last: int, title: Title | None) -> None:
        """Adds a named person whose title, if any, stands before; takes in what follows: "of Georgia", an apposition."""
        w, n = self.words, len(self.words)
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
            self._fill(phrase, title)
        for k in range(begin, start):
            gender = {
                "mr": "m",
                "mr.": "m",
                "mrs": "f",
                "mrs.": "f",
                "ms": "f",
                "ms.": "f",
                "sir": "m",
                "lady": "f",
                "madam": "f",
            }.get(w.lower[k])
            phrase.gender = gender or phrase.gender
            if not title and w.lower[k] in honorifics and w.lower[k] not in (".",):
                phrase.noun = phrase.noun or w.lower[k].rstrip(".")
        if title and end + 2 < n and w.lower[end + 1] == "of":
            j = end + 3 if w.lower[end + 2] == "the" and end + 3 < n else end + 2
            hit = self.at.get(j)
            if hit and hit.kind == "state" and not phrase.states:
                phrase.states, end = (hit.key,), hit.last
        if end + 2 < n and w.text[end + 1] in (",", "(", "—", "–"):
            end = self._apposition(phrase, end)
        phrase.span, phrase.last = w.span(begin, end), end
        self._take(range(begin, end + 1))
        self.out.append(phrase)

    def _apposition(self, phrase: Phrase, end: int) -> int:
        """Takes in ", Assistant Secretary of State," after a name; returns the new last token."""
        w, n = self.words, len(self.words)
        j = end + 2
        title = self.by_first.get(j) or (self.by_first.get(j + 1) if w.lower[j] in DETERMINERS and j + 1 < n else None)
        if title is None or title.plural or title.sort == "organ" or title.head in self.used:
            return end
        if title.sort == "office" and self._name_after(title)[0] >= 0:
            return end
        after = title.last + 1
        closes = (
            after >= n
            or w.text[after] in (",", ".", ")", "—", "–", ";", ":")
            or w.pos[after] in ("VERB", "AUX", "ADP", "PUNCT")
        )
        if not closes or (w.lower[j] == "his" and after < n and w.pos[after] in ("VERB", "AUX")):
            return end
        if not phrase.title:
            self._fill(phrase, title)
        return title.last

    def _apposed_left(self, title: Title) -> bool:
        k = (title.determiner if title.determiner >= 0 else title.first) - 1
        return k > 0 and self.words.text[k] == "," and self.words.pos[k - 1] == "PROPN"

    def _apposed_to(self, title: Title) -> bool:
        """Whether a name run ends right before the comma before this title, so that the name will take it in later."""
        w = self.words
        k = (title.determiner if title.determiner >= 0 else title.first) - 1
        if k <= 0 or w.text[k] not in (",", "(", "—", "–") or w.pos[k - 1] != "PROPN" or (k - 1) in self.at:
            return False
        start = k - 1
        while (
            start > 0
            and (w.pos[start - 1] == "PROPN" or w.text[start - 1] in ("-", "'"))
            and (start - 1) not in self.at
            and (start - 1) not in self.used
        ):
            start -= 1
        if run_at(w, start, self.at, False) != k - 1 or not (start < k - 1 or w.text[start] in first_names()):
            return False
        self._person(start, -1, start, k - 1, None)
        return title.head in self.used

    def _plain(self, i: int) -> int:
        """Reads a name without a title at token i; returns where to go on."""
        w = self.words
        if i in self.used or not w.upper(i):
            return i + 1
        lexicon = title_words()
        if w.lower[i] in lexicon.honorifics and i + 1 < len(w) and i not in self.at:
            k = i + 1
            while k < len(w) and (w.text[k] == "." or w.lower[k] in lexicon.honorifics):
                k += 1
            last = run_at(w, k, self.at, True)
            if last >= k and k not in self.used:
                self._person(i, -1, k, last, None)
                return self.out[-1].last + 1
        if i in self.at:
            return i + 1
        last = run_at(w, i, self.at, False)
        while last >= i and last in self.used:
            last -= 1
        if last < i:
            return i + 1
        name = name_words(w, i, last)
        tokens = name.split()
        person = tokens[0] in first_names() and len(tokens) > 1 and w.lower[last] not in ORGANISED
        if person:
            self._person(i, -1, i, last, None)
            return self.out[-1].last + 1
        first = i - 1 if i > 0 and w.lower[i - 1] in ("the", "a", "an") else i
        phrase = Phrase(
            sentence=w.sentence.index, span=w.span(first, last), head=w.span(i, last), kind="name",
            first=first, last=last, root=last, name=name, owner=w.lower[first] if first < i else "",
        )  # fmt: skip
        phrase.attributive = w.dep[last] in ("compound", "amod", "nmod") and not (i <= w.head[last] <= last)
        end = last
        if len(tokens) > 1 or w.text[last] in first_names():
            if end + 2 < len(w) and w.text[end + 1] in (",", "("):
                end = self._apposition(phrase, end)
                if end > last:
                    phrase.kind = "person"
                    phrase.span, phrase.last = w.span(first, end), end
        self._take(range(first, end + 1))
        self.out.append(phrase)
        return end + 1

    def _hits(self) -> None:
        """Names from the tables; those inside another phrase only qualify it."""
        w, n = self.words, len(self.words)
        table = bodies()
        for hit in self.hits:
            inside = any(
                p.first <= hit.first and hit.last <= p.last and p.head.start != w.start[hit.first]
                for p in self.out
                if p.kind not in ("state", "nationality", "people", "capital", "seat", "body")
            )
            if hit.last in self.used and not inside:
                continue
            first = hit.first
            if not inside and first > 0 and w.lower[first - 1] == "the":
                first -= 1
            root = _root(w, hit.first, hit.last)
            phrase = Phrase(
                sentence=w.sentence.index, span=w.span(first, hit.last), head=w.span(hit.first, hit.last),
                kind=hit.kind, first=first, last=hit.last, root=root, key=hit.key,  # type: ignore[arg-type]
            )  # fmt: skip
            if hit.kind == "body":
                phrase.name = table[hit.key].name
            before_noun = (
                w.dep[root] in ("compound", "amod", "nmod")
                and not hit.first <= w.head[root] <= hit.last
                and w.head[root] > root
            )
            hyphen = hit.last + 1 < n and w.text[hit.last + 1] == "-" and w.adjacent(hit.last)
            phrase.attributive = inside or before_noun or hyphen or hit.kind == "nationality"
            phrase.place = not phrase.attributive and is_place(w, hit.first, root)
            self.out.append(phrase)

    def _tellers(self) -> None:
        """Plural subjects of verbs of saying that no table knows ("residents of the valley said")."""
        w = self.words
        for i, tag in enumerate(w.tag):
            if tag == "NNS" and w.dep[i] == "nsubj" and i not in self.used and w.lower[w.head[i]] in SAYING:
                if singular(w.lower[i], tag) in NO_PEOPLE or i in self.at:
                    continue
                first = i
                while first > 0 and w.head[first - 1] == i and first - 1 not in self.used and w.pos[first - 1] in PREMODIFIERS:
                    first -= 1
                span = w.span(first, i)
                self._take(range(first, i + 1))
                self.out.append(
                    Phrase(
                        sentence=w.sentence.index, span=span, head=w.span(i, i), kind="group", first=first, last=i, root=i,
                        noun=singular(w.lower[i], tag), title=" ".join(w.text[first : i + 1]),
                        owner=w.lower[first] if w.lower[first] in DETERMINERS else "",
                    )  # fmt: skip
                )

    def _pronouns(self) -> None:
        w = self.words
        for i, lower in enumerate(w.lower):
            if lower in PRONOUNS and i not in self.used and w.pos[i] in ("PRON", "DET"):
                if lower in ("who", "whom", "whose") and w.dep[i] not in ("nsubj", "nsubjpass", "poss", "dobj"):
                    continue
                if lower == "both" and w.dep[i] in ("det", "preconj", "predet", "cc"):
                    continue
                span = w.span(i, i)
                self.out.append(
                    Phrase(
                        sentence=w.sentence.index,
                        span=span,
                        head=span,
                        kind="pronoun",
                        first=i,
                        last=i,
                        root=i,
                        key=lower,
                    )
                )

    def _fill(self, phrase: Phrase, title: Title) -> None:
        """Title words, state and body of a title onto a phrase."""
        w = self.words
        phrase.noun = title.noun
        phrase.title = (
            " ".join(w.text[k] for k in range(title.first, title.last + 1))
            .replace(" - ", "-")
            .replace(" 's", "'s")
            .replace(" ,", ",")
        )
        phrase.said = w.span(title.first, title.last)
        states = [h.key for h in title.hits if h.kind in ("state", "nationality", "capital", "seat", "people")]
        named = [h.key for h in title.hits if h.kind == "body"]
        phrase.states = phrase.states or tuple(dict.fromkeys(states))
        phrase.body = phrase.body or (named[0] if named else "")
        phrase.gender = title_words().gender.get(title.noun, phrase.gender)

    def _take(self, indices: range) -> None:
        self.used.update(indices)


def name_words(words: Words, first: int, last: int) -> str:
    """The words of a name with blanks as in the text."""
    out = words.text[first]
    for k in range(first + 1, last + 1):
        out += words.text[k] if words.adjacent(k - 1) else " " + words.text[k]
    return out.rstrip(",")


def _root(words: Words, first: int, last: int) -> int:
    """The token of a stretch whose head lies outside."""
    for k in range(last, first - 1, -1):
        if not first <= words.head[k] <= last or words.head[k] == k:
            return k
    return last
