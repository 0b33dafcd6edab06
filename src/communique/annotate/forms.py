"""Part of speech, morphology and lemma, remembered by word, tag and dependency.

The model's attribute ruler matches 180 patterns at every token and takes as long as tagging and parsing together
(docs/pipeline.md). What it decides depends on the token alone, but for a few pairs ("there is", "let's"): so each distinct
case is put to the ruler and the lemmatizer once, in a document of three words, and looked up ever after.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

Key = tuple[int, int, int, str, str, int]
Form = tuple[int, str, str]  # part of speech, morphology, lemma
CASES_KEPT = 200_000  # then remembering starts anew
INFORMAL = frozenset({"n't", "nt", "n’t", "y", "y'"})  # the ruler's pairs that are patterns, not words


class Forms:
    """A pipeline component, `doc -> doc`, in place of the model's attribute ruler and lemmatizer."""

    def __init__(self, nlp: "Language") -> None:
        ruler: Any = nlp.get_pipe("attribute_ruler")
        self._ruler, self._lemmatizer = ruler, nlp.get_pipe("lemmatizer")
        pairs = [p for entry in ruler.patterns for p in entry["patterns"] if len(p) > 1]
        self._paired = INFORMAL.union(*(_words(token.get("LOWER")) for pair in pairs for token in pair))
        self._known: dict[Key, Form] = {}

    def __call__(self, doc: "Doc") -> "Doc":
        known, paired, last = self._known, self._paired, len(doc) - 1
        if len(known) > CASES_KEPT:
            known.clear()
        for i, token in enumerate(doc):
            key: Key
            if token.lower_ in paired:
                before, after = (doc[i - 1] if i else None), (doc[i + 1] if i < last else None)
                words = (before.lower_ if before else ""), (after.lower_ if after else "")
                key = (token.orth, token.tag, token.dep, *words, before.dep if before else 0)
            else:
                key = (token.orth, token.tag, token.dep, "", "", 0)
            form = known.get(key)
            if form is None:
                form = known[key] = self._look_up(doc, token)
            token.pos, token.lemma_ = form[0], form[2]
            token.set_morph(form[1])  # type: ignore[attr-defined]  # spaCy's stubs leave it out
        return doc

    def _look_up(self, doc: "Doc", token: "Token") -> Form:
        from spacy.tokens import Doc

        lo, hi = max(0, token.i - 1), min(len(doc), token.i + 2)
        three = [doc[i] for i in range(lo, hi)]
        small = Doc(
            doc.vocab,
            words=[t.text for t in three],
            tags=[t.tag_ for t in three],
            deps=[t.dep_ for t in three],
            heads=[0] * len(three),
        )
        seen = self._lemmatizer(self._ruler(small))[token.i - lo]
        return seen.pos, str(seen.morph), seen.lemma_


def _words(condition: object) -> set[str]:
    """The words that a LOWER condition of the ruler names; none for a pattern."""
    if isinstance(condition, str):
        return {condition}
    named: list[str] = condition.get("IN", []) if isinstance(condition, dict) else []
    return set(named)
