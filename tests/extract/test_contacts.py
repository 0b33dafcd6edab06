"""Contacts from parsed text and a cast made by hand: the table in cases/contacts.toml, and what the table cannot say."""

import dataclasses

import pytest
from msgspec.structs import replace

from communique.errors import LexiconError
from communique.extract.contacts import find_contacts
from communique.lexicon.contacts import contact_lexicon, read
from communique.model import Part, Role, Span
from communique.resolve.cast import Cast, Reference
from handmade import TABLE, read_case


def told(layers, cast):
    """ "ACTION STATUS: participants" of each contact found."""
    events, _ = find_contacts(layers, cast)
    return [f"{e.action} {e.status}: {', '.join(cast.entity(p.entity).name for p in e.participants)}" for e in events]


@pytest.mark.parametrize("case", TABLE["case"], ids=lambda c: c["text"][:60])
def test_contacts(case):
    assert told(*read_case(case)) == case["contacts"]


def one(text, **more):
    layers, cast = read_case({"text": text, **more})
    (event,), _ = find_contacts(layers, cast)
    return layers, cast, event


def test_sides_of_a_visit():
    _, cast, event = one("Orlan Dask travelled to Kestria.")
    assert [(cast.entity(p.entity).name, p.side) for p in event.participants] == [
        ("Orlan Dask", "actor"),
        ("Kestria", "recipient"),
    ]


def test_caller_is_the_actor():
    _, cast, event = one("Orlan Dask phoned Mira Tolen.")
    assert [(cast.entity(p.entity).name, p.side) for p in event.participants] == [
        ("Orlan Dask", "actor"),
        ("Mira Tolen", "recipient"),
    ]


def test_words_back_the_event():
    layers, _, event = one("Orlan Dask spoke today with Mira Tolen. They discussed grain and the Ormund crossing.")
    text = layers.text
    assert [s.of(text) for s in event.trigger] == ["spoke today with"]
    assert [s.of(text) for s in event.evidence] == [s.span.of(text) for s in layers.sentences]
    assert [" ".join(s.of(text) for s in spans) for spans in event.topics] == ["grain", "the Ormund crossing"]


def test_same_text_same_events():
    case = {"text": "Orlan Dask met Mira Tolen. He then visited Norland."}
    assert find_contacts(*read_case(case)) == find_contacts(*read_case(case))


def test_ids_stand_once():
    events, _ = find_contacts(
        *read_case({"text": "In his first call with Mira Tolen since May 2024, Orlan Dask smiled."})
    )
    assert len({e.id for e in events}) == len(events) == 2
    assert sorted(e.when.edtf if e.when else "" for e in events) == ["", "2024-05"]


def test_nothing_without_a_cast():
    layers, _ = read_case({"text": "Orlan Dask met Mira Tolen."})
    assert find_contacts(layers, Cast()) == ((), ())


def test_every_frame_has_a_way_to_the_others():
    lexicon = contact_lexicon()
    assert all(f.with_ or f.object or f.joint or f.place for f in lexicon.verb)
    assert all(f.with_ or f.place for f in lexicon.noun)


def test_malformed_lexicon_is_named(tmp_path):
    bad = tmp_path / "contacts.toml"
    bad.write_text("[[verb]]\nlemma = 'meet'\naction = 'party'\n")
    with pytest.raises(LexiconError, match=r"contacts\.toml"):
        read(bad)


def in_turns(text, publisher="U.S. Department of State"):
    """What a transcript tells, a turn each line; "I" and "we" are those of Dask, "My" those of Tolen."""
    cast = {"Orlan Dask": "person USA", "United States": "country USA"}
    same = {"I": "Orlan Dask", "We": "Orlan Dask", "our": "Orlan Dask", "My": "Mira Tolen"}
    layers, cast = read_case({"text": text, "cast": cast, "same": same})
    layers.document = replace(layers.document, publisher=publisher)
    layers.paragraphs = tuple(
        dataclasses.replace(p, part=Part(role="turn", start=p.span.start, end=p.span.end)) for p in layers.paragraphs
    )
    return told(layers, cast)


OTHER = "\n\nMy friends in the United States are many."


@pytest.mark.parametrize(
    ("words", "contacts"),
    [
        ("I am pleased to have Mira Tolen here today.", ["visit held: Mira Tolen, United States"]),
        ("I have a letter here.", []),
        ("We met in March.", ["meeting held: Orlan Dask, Mira Tolen"]),
        ("We met our targets in March.", []),
        ("We spent some time with our teams.", ["meeting held: Orlan Dask, Mira Tolen"]),
        ("We have a lot to talk about.", []),
        ("We need channels for dialogue.", []),
        ("In June, We will make the first trip of the year.", []),
        ("I just concluded our discussions.", ["talks held: Orlan Dask, Mira Tolen"]),
    ],
)
def test_two_who_speak_in_turn(words, contacts):
    assert in_turns(words + OTHER) == contacts


def test_one_who_speaks_alone_has_met_nobody():
    assert in_turns("We met in March. I praised the United States.") == []


def test_upcoming_visit_to_the_publishing_state():
    text = "The United States previewed the upcoming visit of Mira Tolen."
    assert in_turns(text) == ["visit planned: Mira Tolen, United States"]
    assert in_turns(text, publisher="Example News") == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Orlan Dask met with Mira Tolen in Port Sele.", "Port Sele"),
        ("Orlan Dask met with Mira Tolen today in Port Sele.", "Port Sele"),
        ("Orlan Dask met with Mira Tolen and praised the harvest in Port Sele.", None),
    ],
)
def test_place_beside_the_other_side(text, place):
    _, cast, event = one(text)
    assert (cast.entity(event.where).name if event.where else None) == place


def test_asides_are_no_topics():
    layers, _, event = one("Orlan Dask spoke with Mira Tolen about grain on the margins of the fair.")
    assert [" ".join(s.of(layers.text) for s in spans) for spans in event.topics] == ["grain"]


def test_every_topic_of_a_list():
    layers, cast = read_case({"text": "Orlan Dask held talks with Mira Tolen on grain, tolls, and rail."})
    (event,), _ = find_contacts(layers, cast)
    assert [" ".join(s.of(layers.text) for s in spans) for spans in event.topics] == ["grain", "tolls", "rail"]


@pytest.mark.parametrize(
    ("text", "status", "when"),
    [
        ("Orlan Dask held a summit with Mira Tolen in Larn.", "held", None),
        ("The summit in Larn in 2026 between Valdoria and Kestria was praised.", "planned", "2026"),
        ("The summit in Larn in 2023 between Valdoria and Kestria was praised.", "held", "2023"),
    ],
)
def test_date_after_the_place_of_a_noun(text, status, when):
    _, _, event = one(text, published="2025-03-01")
    assert (event.status, event.when.edtf if event.when else None) == (status, when)


def test_the_call_is_the_one_told_last():
    layers, cast = read_case(
        {
            "text": "On Monday Orlan Dask called Mira Tolen to discuss grain, our correspondent reports. He called Henrik "
            "Sool to discuss tolls. In his call with Tolen, Dask offered help. The call was brief."
        }
    )
    first, second = find_contacts(layers, cast)[0]
    told = [[" ".join(s.of(layers.text) for s in spans) for spans in e.topics] for e in (first, second)]
    assert told == [["grain"], ["tolls"]]
    assert "The call was brief." in first.evidence[-1].of(layers.text)
    assert "The call was brief." not in second.evidence[-1].of(layers.text)


def first_turned(text, publisher="U.S. Department of State", published="2021-06-03"):
    """Layers and cast of a transcript of one turn; "We" are those of Secretary Dask."""
    cast = {"Orlan Dask": "person USA", "United States": "country USA"}
    layers, cast = read_case({"text": text, "cast": cast, "same": {"We": "Orlan Dask"}, "published": published})
    layers.document = replace(layers.document, publisher=publisher)
    layers.paragraphs = tuple(
        dataclasses.replace(p, part=Part(role="turn", start=p.span.start, end=p.span.end)) for p in layers.paragraphs
    )
    dask = next(e for e in cast.entities.values() if e.name == "Orlan Dask")
    cast.entities[dask.id] = replace(dask, roles=(Role(title="Secretary of State"),))
    return layers, cast


def test_title_alone_is_the_publishing_states_own():
    text = "The secretary met with Mira Tolen in the United States. Orlan Dask left."
    layers, cast = first_turned(text)
    assert told(layers, cast) == ["meeting held: Orlan Dask, Mira Tolen"]
    layers, cast = first_turned(text, publisher="Example News")
    assert told(layers, cast) == []
    layers, cast = first_turned(text.replace("The secretary", "The deputy secretary"))
    assert told(layers, cast) == []


def test_we_of_a_minister_who_met_somebody():
    layers, cast = first_turned("We had a good meeting with Mira Tolen. The United States is glad.")
    assert told(layers, cast) == ["meeting held: Orlan Dask, Mira Tolen"]
    layers, cast = first_turned("We had a good meeting with Kestria. The United States is glad.")
    assert told(layers, cast) == ["meeting held: United States, Kestria"]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("It is good to have Mira Tolen here in the United States.", "2021-06-03"),
        ("It is good to have Mira Tolen here next week.", "2021-06-07/2021-06-13"),
    ],
)
def test_who_is_here_is_here_today(text, day):
    layers, cast = first_turned(f"{text} We thank Orlan Dask of the United States.")
    (event,), _ = find_contacts(layers, cast)
    assert (event.action, event.when.edtf) == ("visit", day)


@pytest.mark.parametrize(
    ("headline", "body", "contacts"),
    [
        ("Orlan Dask And Mira Tolen Before Their Meeting", "", ["meeting planned: Orlan Dask, Mira Tolen"]),
        (
            "Remarks by Orlan Dask and Mira Tolen Before Bilateral Meeting",
            "",
            ["meeting planned: Orlan Dask, Mira Tolen"],
        ),
        ("Remarks by Orlan Dask Before Cabinet Meeting", "Mira Tolen listened.", []),
        (
            "Orlan Dask And Mira Tolen Before Their Meeting",
            "Orlan Dask will meet with Mira Tolen.",
            ["meeting planned: Orlan Dask, Mira Tolen"],
        ),
        (
            "Orlan Dask And Mira Tolen Before Their Meeting",
            "Orlan Dask called Mira Tolen once.",
            ["call held: Orlan Dask, Mira Tolen", "meeting planned: Orlan Dask, Mira Tolen"],
        ),
    ],
)
def test_headline_ahead_of_a_meeting(headline, body, contacts):
    same = {"Their": "Orlan Dask|Mira Tolen"}
    layers, cast = read_case({"text": f"{headline}\n\n{body}", "same": same})
    first = layers.paragraphs[0]
    head = dataclasses.replace(first, part=Part(role="headline", start=first.span.start, end=first.span.end))
    layers.paragraphs = (head, *layers.paragraphs[1:])
    assert told(layers, cast) == contacts


def test_leaders_of_several_states():
    text = "Orlan Dask told of the meeting of the leaders of Valdoria, Kestria and Norland."
    layers, cast = read_case({"text": text, "same": {"the leaders of Valdoria, Kestria and Norland": "Orlan Dask"}})
    names = {e.name: e.id for e in cast.entities.values()}
    leaders = next(r for r in cast.references if r.span.of(text).startswith("the leaders"))
    head = Span(leaders.span.start, leaders.span.start + len("the leaders"))
    cast.references = (
        *(dataclasses.replace(r, form="nominal", head=head) if r is leaders else r for r in cast.references),
        *(
            dataclasses.replace(leaders, span=at, head=at, entities=(names[n],), attributive=True)
            for n in ("Valdoria", "Kestria", "Norland")
            for at in [Span(text.index(n), text.index(n) + len(n))]
        ),
    )  # fmt: skip
    assert told(layers, cast) == ["meeting held: Orlan Dask, Kestria, Norland"]


def test_date_of_what_one_came_for():
    text = "Mira Tolen arrived in Valdoria for the summit on December 28."
    _, _, event = one(text, published="2021-12-27")
    assert (event.action, event.status, event.when) == ("visit", "held", None)
    _, _, event = one(text, published="2021-12-29")
    assert event.when.edtf == "2021-12-28"


@pytest.mark.parametrize(
    ("text", "status", "day"),
    [
        ("Henrik Sool spoke ahead of the meeting between Orlan Dask and Mira Tolen on Wednesday.", "planned", "2021-06-16"),
        ("Henrik Sool praised the summit yesterday between Orlan Dask and Mira Tolen.", "held", "2021-06-13"),
        ("Henrik Sool noted a meeting of Orlan Dask and Mira Tolen that is going to be on Wednesday.", "planned", "2021-06-16"),
        ("Henrik Sool praised the meeting between Orlan Dask and Mira Tolen and left on Wednesday.", "held", None),
    ],
)  # fmt: skip
def test_day_after_the_parties(text, status, day):
    _, _, event = one(text, published="2021-06-14")
    assert (event.status, event.when and event.when.edtf) == (status, day)


@pytest.mark.parametrize(
    ("text", "publisher", "contacts"),
    [
        ("It came up during a recent call with Mira Tolen.", "U.S. Department of State", ["call held: Orlan Dask, Mira Tolen"]),
        ("This came up during a recent call with Mira Tolen.", "Example News", []),
        ("This came up during a recent call with reporters.", "U.S. Department of State", []),
    ],
)  # fmt: skip
def test_call_of_who_leads_the_publishing_organ(text, publisher, contacts):
    layers, cast = first_turned(f"{text} Orlan Dask leads in the United States.", publisher=publisher)
    tolen = next(e for e in cast.entities.values() if e.name == "Mira Tolen")
    cast.entities[tolen.id] = replace(tolen, roles=(Role(title="President"),))
    assert told(layers, cast) == contacts


def test_talks_of_their_own_name_date_no_others():
    _, _, event = one(
        "Orlan Dask discussed grain with Mira Tolen. The Ormund Format talks that began in 2014 brought little."
    )
    assert event.when is None
    _, _, event = one("Orlan Dask held talks with Mira Tolen. The talks that began in 2014 brought little.")
    assert event.when.edtf == "2014"


def test_our_talks_of_two_who_are_named():
    layers, cast = first_turned("Mira Tolen and Orlan Dask concluded our discussions. We thank the United States.")
    names = {e.name: e.id for e in cast.entities.values()}
    at = layers.text.index("our ")
    ours = Reference(Span(at, at + 3), Span(at, at + 3), (names["Orlan Dask"],), "pronoun", "", attributive=False)
    cast.references = tuple(sorted((*cast.references, ours), key=lambda r: r.head))
    assert told(layers, cast) == ["talks held: Mira Tolen, Orlan Dask"]


def test_what_was_held_lies_not_after_the_publication():
    for text, edtf in (
        ("Orlan Dask met Mira Tolen in 2031.", None),
        ("Orlan Dask will meet Mira Tolen in 2031.", "2031"),
    ):
        layers, cast = read_case({"text": text, "published": "2025-03-05"})
        (event,), _ = find_contacts(layers, cast)
        assert (event.when.edtf if event.when else None) == edtf, text


def test_a_journey_to_no_state_dates_its_meetings():
    text = "Orlan Dask travelled to the region June 13-17. In Port Sele, Orlan Dask met with Mira Tolen."
    _, _, event = one(text, published="2021-06-20")
    assert event.action == "meeting" and event.when and event.when.edtf == "2021-06-13/2021-06-17"


def test_two_leaders_among_more_speakers():
    layers, cast = read_case(
        {
            "text": "I praised the harvest.\n\nWe met in March.\n\nMy question is brief.",
            "same": {"I": "Orlan Dask", "We": "Mira Tolen", "My": "Ada Brandt"},
        }
    )
    layers.paragraphs = tuple(
        dataclasses.replace(p, part=Part(role="turn", start=p.span.start, end=p.span.end)) for p in layers.paragraphs
    )
    for entity in list(cast.entities.values()):
        if entity.name in ("Orlan Dask", "Mira Tolen"):
            cast.entities[entity.id] = replace(entity, roles=(Role(title="Foreign Minister"),))
    assert told(layers, cast) == ["meeting held: Orlan Dask, Mira Tolen"]


@pytest.mark.parametrize(("form", "contacts"), [("pronoun", []), ("name", ["visit held: Norland, Kestria"])])
def test_the_we_of_a_state_does_not_travel(form, contacts):
    layers, cast = read_case({"text": "Why did we go to Kestria in the first place?", "same": {"we": "Norland"}})
    named = tuple(dataclasses.replace(r, form=form) if r.span.of(layers.text) == "we" else r for r in cast.references)
    cast.references = named
    assert told(layers, cast) == contacts
