"""Sentences put into somebody's mouth: nothing that was marked is lost, and one attribution is added for each."""

import random

from communique.train.corpus import Example, Gold, Stretch, lines_of
from communique.train.nesting import CUES, nested

TEXT = (
    "Larn, 3 March 2025\n"
    "The minister welcomed the reopening of the crossing and thanked the two governments for their patience.\n"
    "“No words of ours will do,” Dask said in a long speech to the members of parliament on Monday.\n"
    "The two sides also discussed trade between their countries, energy and the state of the Ormund bridge.\n"
)


def at(words: str) -> tuple[Stretch, ...]:
    start = TEXT.index(words)
    return ((start, start + len(words)),)


def example() -> Example:
    gold = [
        Gold(at("welcomed"), at("The minister"), at("the reopening of the crossing")),
        Gold(at("thanked"), at("The minister"), at("the two governments")),
        Gold(at("said"), at("Dask"), at("“No words of ours will do,”")),
        Gold(at("also discussed"), at("The two sides"), at("trade between their countries, energy")),
        Gold((), (), at("Larn")),
    ]
    stances = [(at("the reopening of the crossing")[0], "welcome")]
    return Example("x", TEXT, "diplomacy", gold, stances, [(at("discussed")[0], "talks")], lines_of(TEXT))


def test_what_was_marked_stays_and_an_outer_attribution_is_added() -> None:
    old = example()
    wanted = [[TEXT[a:b] for part in (g.cue, g.source, g.content) for a, b in part] for g in old.attributions if g.cue]
    seen = set()
    for seed in range(40):
        new = nested(old, random.Random(seed), share=1.0)
        assert new is not None
        found = [[new.text[a:b] for part in (g.cue, g.source, g.content) for a, b in part] for g in new.attributions]
        assert all(w in found for w in wanted)
        added = [f for f in found if f not in wanted]
        assert len(added) == 2
        for cue, source, content in added:
            assert cue in (*CUES, "According to")
            assert source.strip() == source != ""
            assert content.replace("“", "").replace('"', "")[:9] in ("The minis", "The two s")
            seen.add(cue)
        assert new.text.startswith("Larn, 3 March 2025\n")
        assert [new.text[a:b] for (a, b), _ in new.stances or ()] == ["the reopening of the crossing"]
        assert [new.text[a:b] for (a, b), _ in new.triggers or ()] == ["discussed"]
        assert len(new.paragraphs) == len(old.paragraphs)
        assert new.paragraphs == lines_of(new.text)
    assert {"said", "According to"} <= seen


def test_quotations_and_unmarked_sentences_are_left_alone() -> None:
    old = example()
    old.attributions = [g for g in old.attributions if g.cue == at("said")]
    assert nested(old, random.Random(0), share=1.0) is None
    assert nested(example(), random.Random(0), share=0.0) is None
