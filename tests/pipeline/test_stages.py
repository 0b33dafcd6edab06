"""The list of stages is sound, and a stage that fails loses its layer only."""

import pytest

from communique.annotate.layers import Layers
from communique.model import Document
from communique.pipeline.reading import Reading
from communique.pipeline.run import run_stages
from communique.pipeline.stages import STAGES, Stage, check
from communique.settings import Settings


def test_the_list_is_sound() -> None:
    check(STAGES)
    fields = {*Reading.__dataclass_fields__, *Layers.__dataclass_fields__}
    assert {given for stage in STAGES for given in stage.gives} <= fields


def test_a_need_before_its_giver_is_refused() -> None:
    with pytest.raises(ValueError, match="quotes"):
        check(stage for stage in STAGES if stage.name != "quotes")


def test_the_same_layer_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="again"):
        check((*STAGES, STAGES[0]))


def test_a_failing_stage_is_an_issue() -> None:
    def fails(reading: Reading) -> None:
        raise KeyError("odd")

    stages = (STAGES[0], Stage("odd", ("paragraphs",), ("sentences",), fails), STAGES[2])
    document = Document(id="d", text='She said "yes".', raw_sha256="")
    reading = run_stages(document, Settings(), stages)
    assert [(i.stage, i.reason) for i in reading.issues] == [("odd", "this step failed: KeyError: 'odd'")]
    assert len(reading.layers.quotes) == 1


def test_other_languages_are_recorded_and_not_read() -> None:
    document = Document(id="d", text="Die Minister trafen sich.", raw_sha256="", language="de")
    reading = run_stages(document, Settings())
    assert reading.layers.paragraphs == ()
    assert [i.stage for i in reading.issues] == ["language"]


def test_dates_that_cannot_be_counted_are_an_issue() -> None:
    text = "The ministers met on Monday and will meet next week. They first met on 3 May 2019."
    reading = run_stages(Document(id="d", text=text, raw_sha256=""), Settings(), STAGES[:4])
    (issue,) = reading.issues
    assert (issue.stage, issue.reason) == ("times", "no date known to count from")
    assert [s.of(text) for s in issue.spans] == ["Monday", "next week"]
