"""What hangs on a word that tells a contact: prepositions and objects, the verb that carries a noun, words of distance."""

from typing import TYPE_CHECKING

from communique.annotate.layers import Sentence
from communique.lexicon.contacts import ContactLexicon, contact_lexicon
from communique.model import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

CLOSE = 4  # tokens over which a trigger takes in its carrier or preposition
NEAR = 12  # tokens in which a preposition may still belong to its noun
ASIDE = frozenset({"margin", "sideline", "fringe"})


def prepositions(token: "Token", sentence: Sentence) -> "list[Token]":
    """Prepositions that may bring a side or place of `token`: its own, those that hang on what follows it without another
    verb between, and a second one joined to the first ("with Oman and with Qatar")."""
    out = []
    end = sentence.tokens.end
    for i in range(token.i + 1, min(end, token.i + 1 + NEAR * 2)):
        t = token.doc[i]
        if t.pos_ in ("VERB", "AUX") and t.dep_ not in ("amod", "compound") and not _inside(t, token):
            break
        if t.dep_ in ("prep", "agent", "dative") or (t.pos_ == "ADP" and t.dep_ != "prt"):
            if (
                t.head == token
                or _inside(t.head, token)
                or (t.lower_ in ("with", "between") and _belongs(t, token))
                or _chain(t, token)
            ):
                out.append(t)
    out += [c for p in list(out) for c in p.conjuncts if c.pos_ == "ADP" and c.i > p.i and c not in out]
    for child in token.children:
        if child.dep_ in ("prep", "agent", "dative") and child not in out:
            out.append(child)
        elif child.dep_ == "advcl":
            out += [m for m in child.children if m.dep_ == "mark" and m.lower_ == "with"]
    return out


def _inside(verb: "Token", token: "Token") -> bool:
    """Whether a verb hangs on what it qualifies within the phrase of `token` ("talks held with", "officials visiting")."""
    return verb.dep_ in ("acl", "relcl") and (verb.head == token)


def _belongs(prep: "Token", token: "Token") -> bool:
    """Whether a "with" may be misplaced by the parser: near, and not hung on another noun that tells a contact, unless that
    noun only says where ("on the margins of the summit with")."""
    head = prep.head
    other = head.i > token.i and head.lemma_.lower() in contact_lexicon().nouns()
    return prep.i - token.i <= NEAR and (not other or aside(head))


def aside(noun: "Token") -> bool:
    """Whether something stands "on the margins of" a noun."""
    return noun.dep_ == "pobj" and noun.head.lower_ == "of" and noun.head.head.lemma_ in ASIDE


def _chain(prep: "Token", token: "Token") -> bool:
    head = prep.head
    return (prep.dep_ == "conj" and head.head == token) or (
        prep.dep_ == "prep" and head.dep_ == "prep" and head.head == token
    )


def objects(prep: "Token") -> "list[Token]":
    """The nouns that a preposition brings; also where the parser made a name the subject of a purpose ("with the premier to
    strengthen ties")."""
    out = []
    for c in prep.children:
        if c.dep_ in ("pobj", "dobj", "obj") or (c.dep_ == "pcomp" and c.pos_ not in ("VERB", "AUX")):
            out.append(c)
        elif c.dep_ == "pcomp":  # hung as a purpose
            out += [g for g in c.children if g.dep_ == "nsubj" and g.i < c.i]
    if prep.dep_ == "mark":
        out += [g for g in prep.head.children if g.dep_ == "nsubj" and g.i > prep.i]
    if not out and prep.i + 1 < len(prep.doc):
        right = prep.doc[prep.i + 1]
        if right.pos_ in ("PROPN", "NOUN", "PRON", "DET", "ADJ"):
            out = [right]
    return out


def carrier_of(noun: "Token", lexicon: ContactLexicon) -> "Token | None":
    """The verb that carries a noun so that its subject takes part ("hold talks", "arrive for talks")."""
    head, link = noun.head, noun.dep_
    if link == "conj":
        return carrier_of(head, lexicon) if head != noun else None
    if link == "pobj" and head.lower_ == "including" and head.head.pos_ == "NOUN" and head.head != noun:
        return carrier_of(head.head, lexicon)  # "had a good visit, including a meeting with"
    if link == "pobj" and head.pos_ in ("ADP", "SCONJ"):
        if head.lower_ not in ("for", "in", "on", "to", "into", "of", "up"):
            return None
        head, link = head.head, "prep"
        if head.pos_ == "NOUN" and head.lemma_ in ("series", "round", "number", "part", "set", "day", "hour"):
            return carrier_of(head, lexicon)
    if (
        link in ("dobj", "obj", "prep", "attr")
        and head.pos_ in ("VERB", "AUX")
        and head.lemma_ in lexicon.words.carriers
    ):
        return head
    return None


def remote(token: "Token", lexicon: ContactLexicon) -> bool:
    """Whether a word of distance ("by phone", "virtually", "via videoconference") hangs on `token` or on what carries it."""
    carrier = token.head if token.dep_ in ("dobj", "pobj", "conj", "attr") else token
    for t in token.sent:
        if t.lower_ in lexicon.words.remote:
            above = t
            for _ in range(4):
                if above in (token, carrier):
                    return True
                if above != t and above.pos_ in ("VERB", "AUX"):
                    break
                above = above.head
    return False


def trigger(sentence: Sentence, told: "Token", others: "list[Token]") -> tuple[Span, ...]:
    """The words of the trigger: the word that tells, with carrier, auxiliary and preposition where they stand close by."""
    first = last = told
    for t in sorted(set(others), key=lambda t: abs(t.i - told.i)):
        if t.i < first.i and first.i - t.i <= CLOSE:
            first = t
        elif t.i > last.i and t.i - last.i <= CLOSE:
            last = t
    return (sentence.span_of(first, last),)
