"""Everything in a sentence but titles: names without a title, names of the tables, people who tell, pronouns."""

from communique.annotate.mentions.names import run_at
from communique.annotate.mentions.persons import apposition, person
from communique.annotate.mentions.phrase import Phrase
from communique.annotate.mentions.place import is_place
from communique.annotate.mentions.scan import Scan, name_words
from communique.annotate.mentions.titles import DETERMINERS, singular
from communique.annotate.mentions.words import Words
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
ORGANISED = frozenset(
    """ministry department agency council party university commission committee bank court group organization organisation
    union association federation institute foundation center centre parliament congress senate assembly corporation company
    office bureau secretariat times post news radio television magazine journal network coalition alliance front movement
    army forces police guard command hospital school college church society fund authority board league partnership
    airport initiative forum summit agreement project program programme force media canada""".split()
)


def plain(scan: Scan, i: int) -> int:
    """Reads a name without a title at token i; returns where to go on."""
    w = scan.words
    if i in scan.used or not w.upper(i):
        return i + 1
    lexicon = title_words()
    if w.lower[i] in lexicon.honorifics and i + 1 < len(w) and i not in scan.at:
        k = i + 1
        while k < len(w) and (w.text[k] == "." or w.lower[k] in lexicon.honorifics):
            k += 1
        last = run_at(w, k, scan.at, True)
        if last >= k and k not in scan.used:
            person(scan, i, -1, k, last, None)
            return scan.out[-1].last + 1
    if i in scan.at:
        return i + 1
    last = run_at(w, i, scan.at, False)
    while last >= i and last in scan.used:
        last -= 1
    if last < i:
        return i + 1
    name = name_words(w, i, last)
    tokens = name.split()
    if tokens[0].split("-")[0] in first_names() and len(tokens) > 1 and w.lower[last] not in ORGANISED:
        person(scan, i, -1, i, last, None)
        return scan.out[-1].last + 1
    first = i - 1 if i > 0 and w.lower[i - 1] in ("the", "a", "an") else i
    phrase = Phrase(
        sentence=w.sentence.index, span=w.span(first, last), head=w.span(i, last), kind="name",
        first=first, last=last, root=last, name=name, owner=w.lower[first] if first < i else "",
    )  # fmt: skip
    phrase.place = is_place(w, i, last)
    phrase.attributive = w.dep[last] in ("compound", "amod", "nmod") and not (i <= w.head[last] <= last)
    end = last
    if len(tokens) > 1 or w.text[last] in first_names():
        if end + 2 < len(w) and w.text[end + 1] in (",", "("):
            end = apposition(scan, phrase, end)
            if end > last:
                phrase.kind = "person"
                phrase.span, phrase.last = w.span(first, end), end
    scan.take(range(first, end + 1))
    scan.out.append(phrase)
    return end + 1


def table_names(scan: Scan) -> None:
    """Names from the tables; those inside another phrase only qualify it."""
    w, n = scan.words, len(scan.words)
    table = bodies()
    for hit in scan.hits:
        inside = any(
            p.first <= hit.first and hit.last <= p.last and p.head.start != w.start[hit.first]
            for p in scan.out
            if p.kind not in ("state", "nationality", "people", "capital", "seat", "region", "body")
        )
        if hit.last in scan.used and not inside:
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
        phrase.place = hit.kind == "region" or (not phrase.attributive and is_place(w, hit.first, root))
        scan.out.append(phrase)


def tellers(scan: Scan) -> None:
    """Plural subjects of verbs of saying that no table knows ("residents of the valley said")."""
    w = scan.words
    for i, tag in enumerate(w.tag):
        if tag == "NNS" and w.dep[i] == "nsubj" and i not in scan.used and w.lower[w.head[i]] in SAYING:
            if singular(w.lower[i], tag) in NO_PEOPLE or i in scan.at:
                continue
            first = i
            while (
                first > 0 and w.head[first - 1] == i and first - 1 not in scan.used and w.pos[first - 1] in PREMODIFIERS
            ):
                first -= 1
            span = w.span(first, i)
            scan.take(range(first, i + 1))
            scan.out.append(
                Phrase(
                    sentence=w.sentence.index,
                    span=span,
                    head=w.span(i, i),
                    kind="group",
                    first=first,
                    last=i,
                    root=i,
                    noun=singular(w.lower[i], tag),
                    title=" ".join(w.text[first : i + 1]),
                    owner=w.lower[first] if w.lower[first] in DETERMINERS else "",
                )
            )


def pronouns(scan: Scan) -> None:
    w = scan.words
    for i, lower in enumerate(w.lower):
        if lower == "two" and i > 0 and w.lower[i - 1] == "the" and w.dep[i] in ("nsubj", "nsubjpass", "pobj", "dobj"):
            span = w.span(i - 1, i)
            scan.out.append(
                Phrase(w.sentence.index, span, w.span(i, i), "pronoun", first=i - 1, last=i, root=i, key="the two")
            )
        if lower in PRONOUNS and i not in scan.used and w.pos[i] in ("PRON", "DET"):
            if lower in ("who", "whom", "whose") and w.dep[i] not in ("nsubj", "nsubjpass", "poss", "dobj"):
                continue
            if lower == "both" and w.dep[i] in ("det", "preconj", "predet", "cc"):
                continue
            span = w.span(i, i)
            scan.out.append(
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


def _root(words: Words, first: int, last: int) -> int:
    """The token of a stretch whose head lies outside."""
    for k in range(last, first - 1, -1):
        if not first <= words.head[k] <= last or words.head[k] == k:
            return k
    return last
