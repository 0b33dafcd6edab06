"""Which time dates which event: by the parse, never across a clause of its own."""

import pytest

from communique.annotate.layers import Layers
from communique.annotate.paragraphs import split
from communique.annotate.parse import parse
from communique.annotate.times import find_times, when_of
from communique.model import Document

# Sentence (published on Monday, 27 November 2023); event word -> EDTF, None where the sentence gives it no date.
CASES: list[tuple[str, dict[str, str | None]]] = [
    ("The minister said on Monday that he will meet her on Friday.", {"said": "2023-11-27", "meet": "2023-12-01"}),
    ("On Monday, the minister spoke by phone with the king.", {"spoke": "2023-11-27"}),
    ("In his first calls with the king since the end of September, he expressed support.", {"calls": None, "expressed": None}),
    ("They have met three times since May.", {"met": "2023-05/2023-11-27"}),
    ("They have not met since May.", {"met": None}),
    ("They discussed the agreement signed in 2015.", {"discussed": None, "signed": "2015"}),
    ("They reviewed the 2015 agreement.", {"reviewed": None}),
    ("The leaders praised Monday's meeting.", {"meeting": "2023-11-27", "praised": None}),
    (
        "The ministers held a phone call on October 14 with the Russian president to discuss climate.",
        {"held": "2023-10-14", "call": "2023-10-14", "discuss": "2023-10-14"},
    ),
    ("They agreed on Monday to meet in Vienna in December.", {"agreed": "2023-11-27", "meet": "2023-12"}),
    ("They welcomed the summit taking place on 15 October.", {"summit": "2023-10-15", "welcomed": None}),
    (
        "The talks, which are scheduled to take place in Vienna in late December, will be constructive.",
        {"talks": "2023-12-21~/2023-12-31"},
    ),
    ("He flew to Moscow on Tuesday to meet the foreign minister.", {"flew": "2023-11-21", "meet": "2023-11-21"}),
    ("He flew to Moscow on Tuesday to discuss the talks.", {"flew": "2023-11-21", "talks": None}),
    ("He met with Foreign Minister Jan Novak of Ruritania on Tuesday.", {"met": "2023-11-21"}),
    ("The president, who arrived Thursday for a visit, met the king.", {"arrived": "2023-11-23", "met": None}),
    ("The minister told reporters after a meeting on Friday that progress was made.", {"meeting": "2023-11-24"}),
    ("The president visited Tripoli on October 26, where he met with the prime minister.", {"met": "2023-10-26"}),
    (
        "The two presidents agreed to hold the tenth meeting of the council in February 2024 in Kyiv.",
        {"agreed": None, "hold": "2024-02", "meeting": "2024-02"},
    ),
    ("Earlier today, the secretary spoke with him and met the envoy.", {"spoke": "2023-11-27", "met": "2023-11-27"}),
    (
        "The ministry said in a statement on Sunday that the envoy had met rebels last week.",
        {"said": "2023-11-26", "met": "2023-11-20/2023-11-26"},
    ),
    ("In a phone call on Saturday, the chancellor urged him to leave.", {"call": "2023-11-25", "urged": "2023-11-25"}),
    ("This week I had the privilege to meet the king.", {"meet": "2023-11-27/2023-11-27"}),
    ("They will meet in the coming months.", {"meet": None}),
    ("The envoy travelled to Erbil on November 22 for meetings with officials.", {"meetings": "2023-11-22"}),
    (
        "The ambassador visited Tripoli, Libya October 26 where he met with the premier, and held other meetings.",
        {"met": "2023-10-26", "held": "2023-10-26", "meetings": "2023-10-26"},
    ),
    (
        "On June 24, the envoy led a delegation to Syria to visit a camp for the displaced, where they heard updates.",
        {"led": "2023-06-24", "visit": "2023-06-24", "heard": "2023-06-24"},
    ),
    ("The presidents have spoken often and participated in summits this year.", {"spoken": "2023"}),
    ("I just finished a meeting with the president.", {"finished": "2023-11-27", "meeting": "2023-11-27"}),
    ("They had just met when the war began.", {"met": None}),
]  # fmt: skip


def layers_of(text: str) -> Layers:
    document = Document(id="d", text=text, raw_sha256="", published="2023-11-27")
    layers = Layers(document, split(document))
    layers.sentences = parse(layers.paragraphs, text)
    layers.times = find_times(layers)
    return layers


@pytest.mark.parametrize(("text", "expect"), CASES, ids=lambda value: value if isinstance(value, str) else "")
def test_events_get_their_own_times(text: str, expect: dict[str, str | None]) -> None:
    layers = layers_of(text)
    (sentence,) = layers.sentences
    heads = {token.text: token for token in sentence.tokens}
    got = {word: when.edtf if (when := when_of(layers, sentence, heads[word])) else None for word in expect}
    assert got == expect


def test_no_times_no_date() -> None:
    layers = layers_of("They met in Vienna.")
    (sentence,) = layers.sentences
    assert when_of(layers, sentence, sentence.tokens[1]) is None
