"""The samples from end to end: grounded to the last span, and what they plainly tell is found."""

from functools import lru_cache

import pytest

import communique
from communique.model import Event
from communique.model.grounding import unbacked
from communique.samples import documents


@lru_cache(maxsize=1)
def records() -> dict[str, communique.Record]:
    out = {}
    for record in communique.read_many(documents()):
        assert isinstance(record, communique.Record)
        path = record.document.path or ""
        out[path.rpartition("/")[2]] = record
    return out


def people(record: communique.Record, contact: Event) -> set[str]:
    """Family names of who took part."""
    return {record.entity(p.entity).name.split()[-1] for p in contact.participants}


def test_every_sample_is_read_and_grounded() -> None:
    assert len(records()) == 18
    for name, record in records().items():
        assert list(unbacked(record)) == [], name
        assert record.document.language == "en"
        assert not [i for i in record.issues if "failed" in i.reason], name
        assert record.statements, name


@pytest.mark.parametrize(
    ("name", "who", "action", "status", "day"),
    [
        ("readout-valdoria.txt", {"Dask", "Karel"}, "call", "held", "2025-03-03"),
        ("courier-presidents-call.html", {"Arden", "Tolen"}, "call", "held", "2025-03-04"),
        ("courier-presidents-call.html", {"Tolen", "Thalvia"}, "visit", "planned", "2025-03-20"),
        ("preview-carrow.txt", {"Arden", "Fenn"}, "meeting", "planned", "2025-03-10"),
        ("report-carrow.txt", {"Arden", "Tolen"}, "meeting", "denied", "2025-03-20"),
        ("feed.xml#3", {"Arden", "Tolen"}, "call", "held", "2025-03-04"),
        ("wire.jsonl#pna-20250310-1", {"Arden", "Fenn"}, "meeting", "held", "2025-03-10"),
        ("wire.jsonl#vpa-20250401-3", {"Arden", "Tolen"}, "call", "proposed", "2025-04-07"),
        ("background-ormund.txt", {"Arden", "Tolen"}, "meeting", "held", "2023-06"),
    ],
)
def test_contacts(name: str, who: set[str], action: str, status: str, day: str | None) -> None:
    record = records()[name]
    found = [c for c in record.contacts if people(record, c) == who]
    described = {(c.action, c.status, (c.when.edtf[: len(day)] if day and c.when else None)) for c in found}
    assert (action, status, day) in described


@pytest.mark.parametrize(
    ("name", "words", "speakers", "via"),
    [
        ("relayed-calls.txt", "Thalvia's respect for the decision", ["Castellane"], ["Solheim"]),
        ("relayed-calls.txt", "They have started to complain to each other", ["Fenn"], []),
        ("readout-valdoria.txt", "the detention of three Valdorian lorry drivers", ["Dask"], ["Varga"]),
        ("readout-kestria.txt", "Kestria remains ready to reopen the crossing", ["Karel"], []),
        ("courier-presidents-call.html", "Valdoria wants the crossing open", ["Arden"], ["Varga"]),
        ("briefing-valdoria.txt", "I have nothing to announce.", ["Varga"], []),
        ("interview-tolen.txt", "The protocol is annexed to a statement", ["Tolen"], []),
        ("report-carrow.txt", "Today common sense crossed the river", ["Castellane"], []),
        ("report-carrow.txt", "We did not get everything", ["Dask"], []),
        ("preview-carrow.txt", "We do not need a triumph, we need a road", ["Torrel"], []),
        ("agency-strait.txt", "We know the calibre", ["Lorne"], []),
        ("wire.jsonl#sele-20250311-7", "No such meeting took place", ["Rusk"], []),
    ],
)
def test_statements(name: str, words: str, speakers: list[str], via: list[str]) -> None:
    record = records()[name]
    holding = [s for s in record.statements if words in record.words(s.content)]
    assert holding, "nobody is said to have said this"
    chains = [
        ([record.entity(i).name.split()[-1] for i in s.speakers], [record.entity(i).name.split()[-1] for i in s.via])
        for s in holding
    ]
    assert (speakers, via) in chains


def test_chrome_is_never_quoted() -> None:
    record = records()["courier-presidents-call.html"]
    said = " ".join(record.words(s.content) for s in record.statements)
    assert "cookies" not in record.document.text or "cookies" not in said
    for words in ("Follow us", "Accept all", "Leave a comment", "Copy link", "Subscribe"):
        assert words not in said
