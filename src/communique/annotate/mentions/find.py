"""Phrases of a document, a sentence at a time: names with their titles, offices, groups, bodies, states, pronouns."""

from communique.annotate.layers import Layers, Sentence
from communique.annotate.mentions.gazetteer import hits
from communique.annotate.mentions.others import plain, pronouns, table_names, tellers
from communique.annotate.mentions.persons import titled
from communique.annotate.mentions.phrase import Phrase
from communique.annotate.mentions.scan import Scan
from communique.annotate.mentions.words import Words, words_of
from communique.annotate.parse import BLANKS


def find(layers: Layers) -> tuple[list[Phrase], list[Words]]:
    """All phrases in text order, and the columns of every sentence."""
    text = layers.text.replace("\u2019", "'").replace("\u02bc", "'").translate(BLANKS)
    phrases: list[Phrase] = []
    columns: list[Words] = []
    for sentence in layers.sentences:
        if layers.paragraphs[sentence.paragraph].part.role == "dateline":
            columns.append(words_of(sentence))  # where and when it was issued: nobody acts there
            continue
        words, found = in_sentence(sentence, text)
        columns.append(words)
        phrases.extend(found)
    return phrases, columns


def in_sentence(sentence: Sentence, text: str) -> tuple[Words, list[Phrase]]:
    """A sentence's columns and its phrases in the order of their heads. `text`: the document's, with straight apostrophes."""
    words = words_of(sentence)
    scan = Scan(words, hits(words, text))
    for title in scan.titles:
        if title.head not in scan.used:
            titled(scan, title)
    i = 0
    while i < len(words):
        i = plain(scan, i)
    table_names(scan)
    tellers(scan)
    pronouns(scan)
    scan.out.sort(key=lambda p: (p.head.start, p.head.end))
    return words, scan.out
