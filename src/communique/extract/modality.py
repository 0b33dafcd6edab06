"""Whether what a word tells has happened: from tense, auxiliaries, negation, conditions and the words that govern it.

The reading climbs the parse from the trigger: its own auxiliaries and modifiers first, then each governor ("agreed to hold
talks": hold passes on, agree decides). The nearest word that decides wins; a negated governor turns a plan into a denial.
"""

from typing import TYPE_CHECKING

from communique.lexicon.modality import ModalityLexicon, modality_lexicon
from communique.model.claim import Status

if TYPE_CHECKING:
    from spacy.tokens import Token

STEPS = 8  # no reading hangs on more governors than this
CLAUSAL = frozenset({"xcomp", "pcomp", "acl", "advcl", "ccomp", "conj", "dep", "csubj", "oprd", "acomp", "amod"})
NOMINAL = frozenset(
    {"dobj", "obj", "nsubjpass", "nsubj", "pobj", "attr", "conj", "oprd", "dative", "npadvmod", "appos", "ccomp"}
)
CARRYING = frozenset({"of", "for", "to", "in", "into", "on", "about", "toward", "towards", "with", "from"})
ASKING = frozenset({"ask", "talk", "speak", "hear", "know", "tell", "inquire", "write"})  # about something that is
HAPPENING = frozenset(
    {"be", "take", "begin", "start", "continue", "occur", "happen", "go", "resume", "end", "conclude"}
)


def status_of(token: "Token") -> Status | None:
    """What the words around `token`, a verb or noun that tells an event, make of it. None where nothing says (no tense of
    its own, no governor): a date may then decide."""
    lexicon = modality_lexicon()
    status = _own(token, lexicon)
    if status == "held" and token.dep_ == "ccomp" and _governor(token.head, token, lexicon) == "denied":
        return "denied"
    current = token
    for _ in range(STEPS):
        if status is not None:
            return status
        head, link = _up(current)
        if head is None:
            break
        if head.dep_ == "ROOT" and head == current:
            break
        if (
            link.pos_ == "ADP"
            and head.pos_ == "VERB"
            and (not _told_by(head, link, lexicon) or (link.lower_ == "about" and head.lemma_ in ASKING))
        ):
            break  # "will brief you on the talks" says nothing of the talks
        status = _governor(head, link, lexicon)
        if status is None and _decisive(head, current, link, lexicon):
            break
        current = head
    return status or _headline(token) or _alongside(token, lexicon)


def _alongside(token: "Token", lexicon: ModalityLexicon) -> Status | None:
    """Planned for a noun of time that goes with something planned ("during their trip they will meet")."""
    on_the_way = token.head.lower_ == "on" and token.lemma_ in ("visit", "trip", "tour")
    if token.dep_ == "pobj" and (on_the_way or token.head.lower_ in ("during", "throughout")):
        verb = token.head.head
        if verb.pos_ == "VERB" and _own(verb, lexicon) == "planned":
            return "planned"
    return None


def _told_by(verb: "Token", link: "Token", lexicon: ModalityLexicon) -> bool:
    """Whether a verb says something of what hangs on it through a preposition, or passes on."""
    return (
        verb.lemma_ in lexicon.passed
        or verb.lemma_ in lexicon.governors
        or f"{verb.lemma_} {link.lower_}" in lexicon.governors
        or verb.lemma_ == "look"
    )


def _up(token: "Token") -> "tuple[Token | None, Token]":
    """The word over `token` that may decide, with the word that links them; (None, token) where the climb ends."""
    head = token.head
    if head == token:
        return None, token
    if token.pos_ in ("VERB", "AUX"):
        if token.dep_ in CLAUSAL or (token.dep_ == "relcl" and _infinitive(token)):
            if token.dep_ == "conj" and token.tag_ in ("VBD", "VBZ", "VBP"):
                return None, token
            progressive = token.tag_ == "VBG" and any(c.dep_ == "aux" and c.lemma_ == "be" for c in token.children)
            if token.dep_ in ("advcl", "ccomp") and (
                progressive or not (_infinitive(token) or token.tag_ in ("VB", "VBG"))
            ):
                return None, token
            if token.dep_ == "pcomp" and head.pos_ in ("ADP", "SCONJ"):
                return head.head, head
            return head, token
        return None, token
    if token.dep_ == "pobj" and head.pos_ in ("ADP", "SCONJ", "VERB"):
        fronted = head.head.pos_ == "VERB" and head.i < head.head.i  # "in his call with Tolen, Dask offered help"
        return (head.head, head) if head.lower_ in CARRYING and not fronted else (None, token)
    if token.dep_ in NOMINAL:
        if token.dep_ in ("nsubj", "nsubjpass") and not _tells_of(token):
            return None, token
        return head, token
    if token.dep_ == "amod":
        return head, token
    return None, token


def _tells_of(subject: "Token") -> bool:
    """Whether the clause of a subject says of it that it happens ("talks are planned", "the talks will take place")."""
    verb = subject.head
    return (
        subject.dep_ == "nsubjpass"
        or verb.lemma_ in HAPPENING
        or any(c.dep_ in ("acomp", "oprd") for c in verb.children)
    )


def _own(token: "Token", lexicon: ModalityLexicon) -> Status | None:
    """What a word's own auxiliaries, negation, tense or modifiers say."""
    if token.pos_ not in ("VERB", "AUX"):
        return _of_noun(token, lexicon)
    children = list(token.children)
    words = lexicon.words
    negated = any(c.dep_ == "neg" and not _only(c) for c in children)
    modal: Status | None = None
    for c in children:
        if c.dep_ in ("aux", "auxpass"):
            if c.lower_ in lexicon.auxiliaries and (c.lower_ != "going"):
                modal = lexicon.auxiliaries[c.lower_]
            negated = negated or any(g.dep_ == "neg" for g in c.children)
    if any(c.dep_ == "mark" and c.lower_ in words.conditions for c in children):
        return "hypothetical"
    if _asked(token, children) or _supposed(token, children):
        return "hypothetical"
    if negated:
        return "denied"
    if modal is not None:
        if modal == "hypothetical" and any(c.lower_ == "would" for c in children) and _reported(token):
            return "planned"  # "said that she would meet": the future of a report
        return modal
    if token.tag_ in ("VBZ", "VBP") and token.dep_ == "advcl":
        if any(c.dep_ in ("advmod", "mark") and c.lower_ in ("when", "once", "until", "before") for c in children):
            return "planned"  # "when she travels to the capital": the present of time clauses lies ahead
    if token.tag_ == "VBD":
        return None if _be_to(token) else "held"
    if token.tag_ == "VBN" and any(
        c.dep_ in ("aux", "auxpass") and c.lemma_ in ("have", "be", "'ve", "’ve") for c in children
    ):
        passive = any(c.dep_ == "auxpass" and c.tag_ in ("VBZ", "VBP", "VB", "VBG") for c in children)
        if any(c.dep_ == "aux" and c.lower_ == "to" for c in children):
            return None
        return None if passive and not any(c.lemma_ == "have" for c in children if c.dep_ == "aux") else "held"
    return None


def _asked(verb: "Token", children: "list[Token]") -> bool:
    """Whether a verb is what a question asks ("is she going to visit?"), not what it takes for granted ("why did they")."""
    subject = next((c for c in children if c.dep_ in ("nsubj", "nsubjpass")), None)
    before = [c for c in children if subject is not None and c.i < subject.i]
    return (
        any(c.dep_ in ("aux", "auxpass") for c in before)
        and not any(c.tag_ in ("WRB", "WP") for c in before)
        and verb.sent.text.rstrip().endswith("?")
    )


def _supposed(verb: "Token", children: "list[Token]") -> bool:
    """Whether a verb ahead of its subject makes a condition ("should he speak to them again")."""
    subject = next((c for c in children if c.dep_ in ("nsubj", "nsubjpass")), None)
    return (
        subject is not None
        and any(c.dep_ == "aux" and c.lower_ == "should" and c.i == subject.left_edge.i - 1 for c in children)
        and not verb.sent.text.rstrip().endswith("?")
    )


def _of_noun(token: "Token", lexicon: ModalityLexicon) -> Status | None:
    """What the modifiers and the clauses that hang on a noun say of it."""
    found: Status | None = None
    for c in token.children:
        if c.dep_ in ("amod", "compound", "advmod", "acl") and c.i < token.i:
            found = found or lexicon.modifiers.get(c.lower_)
        if c.dep_ == "det" and c.lower_ == "no":
            return "denied"
        if c.dep_ in ("acl", "relcl") and c.i > token.i and found is None and c.pos_ in ("VERB", "AUX"):
            found = _clause_on(c, lexicon)
    if found is None:
        found = _ahead(token, lexicon)
    return found


def _clause_on(verb: "Token", lexicon: ModalityLexicon) -> Status | None:
    """What a participle or relative clause on a noun says of it ("talks scheduled for May", "which will take place")."""
    if verb.tag_ == "VBN" and verb.dep_ == "acl":
        return lexicon.governors.get(verb.lemma_) or (
            "held" if verb.lemma_ in ("hold", "host", "conduct", "convene") else None
        )
    if verb.lemma_ in lexicon.governors:
        return lexicon.governors[verb.lemma_]
    if verb.lemma_ == "go" and verb.tag_ == "VBG" and any(c.dep_ == "xcomp" for c in verb.children):
        return "planned"  # "a meeting that is going to be in Geneva"
    if verb.lemma_ in lexicon.passed or verb.lemma_ in HAPPENING:
        for c in verb.children:
            if c.dep_ == "aux" and c.lower_ in lexicon.auxiliaries:
                return lexicon.auxiliaries[c.lower_]
        return "held" if verb.tag_ == "VBD" else None
    return None


def _ahead(token: "Token", lexicon: ModalityLexicon) -> Status | None:
    """Planned for a noun that something comes ahead of ("ahead of the meeting")."""
    if token.dep_ != "pobj":
        return None
    left = token.left_edge.i
    before = token.doc[max(token.sent.start, left - 5) : left].text.lower()
    return "planned" if before.endswith(lexicon.words.ahead) else None


def _governor(head: "Token", link: "Token", lexicon: ModalityLexicon) -> Status | None:
    """What a governing word makes of what hangs on it through `link`."""
    if _asked(head, list(head.children)):
        return "hypothetical"
    particle = next((c.lower_ for c in head.children if c.dep_ == "prt"), None)
    status = None
    keys = [f"{head.lemma_} {particle}" if particle else "", f"{head.lemma_} {link.lower_}"]
    if link.pos_ == "VERB":  # "called on them to enter talks"
        keys += [f"{head.lemma_} {c.lower_}" for c in head.children if c.dep_ == "prep"]
    for key in (*keys, head.lemma_):
        if key in lexicon.governors:
            status = lexicon.governors[key]
            break
    if head.lemma_ == "look" and any(c.lower_ in ("forward", "ahead") for c in head.children):
        status = "planned"
    if head.lemma_ == "go" and head.tag_ == "VBG" and link.dep_ == "xcomp":
        status = "planned"
    if _be_to(head) and link.dep_ == "xcomp":
        status = "planned"
    if head.lemma_ == "have" and any(c.lower_ == "yet" for c in head.children) and link.dep_ == "xcomp":
        return "denied"
    if status is None:
        return _own(head, lexicon)
    negated = any(c.dep_ in ("neg", "det") and c.lower_ in lexicon.words.negations for c in head.children)
    if negated:
        return None if status == "denied" else "denied"
    return status


def _decisive(head: "Token", current: "Token", link: "Token", lexicon: ModalityLexicon) -> bool:
    """Whether the climb ends at a governor that neither passes on nor says anything."""
    if current.pos_ in ("VERB", "AUX"):
        return False
    return head.lemma_ not in lexicon.passed and head.pos_ in ("VERB", "AUX", "NOUN", "PROPN", "ADJ")


def _be_to(verb: "Token") -> bool:
    """Whether a form of "be" stands bare over an infinitive ("is to meet")."""
    return (
        verb.lemma_ == "be"
        and verb.tag_ in ("VBZ", "VBP", "VBD")
        and not any(c.dep_ in ("attr", "acomp", "expl") or c.lower_ in ("it", "this") for c in verb.children)
        and any(c.dep_ == "xcomp" for c in verb.children)
    )


def _infinitive(verb: "Token") -> bool:
    return any(c.dep_ == "aux" and c.lower_ == "to" for c in verb.children)


def _reported(verb: "Token") -> bool:
    """Whether the clause hangs on a verb in the past, as reported speech does."""
    return verb.dep_ in ("ccomp", "relcl", "conj") and verb.head.tag_ in ("VBD", "VBN", "NN", "NNS", "VBG")


def _only(negation: "Token") -> bool:
    """Whether a "not" belongs to "not only"."""
    follows = negation.i + 1
    return follows < len(negation.doc) and negation.doc[follows].lower_ in ("only", "just", "merely")


def _headline(token: "Token") -> Status | None:
    """Planned for a bare infinitive that is the whole clause, as headlines write it ("Minister to visit Cairo")."""
    return "planned" if token.dep_ == "ROOT" and _infinitive(token) else None
