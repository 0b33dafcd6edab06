"""What a sentence says of contacts before: "the first call since May", "their third meeting this year", "last spoke in June".

A grammar of our own over the sentence: a number in order, a noun of contact (or a verb with "for the first time"), and a
time counted back from the document's day by the record's own grammar of times.
"""

import re

import msgspec

from communique.query.timeline.reach import Basis, Reach, reach, times_in

ORDINALS = {w: n for n, w in enumerate("first second third fourth fifth sixth seventh eighth ninth tenth".split(), 1)}
NOUNS: dict[str, frozenset[str]] = {
    "call": frozenset({"call"}),
    "meeting": frozenset({"meeting", "summit"}),
    "summit": frozenset({"summit", "meeting"}),
    "visit": frozenset({"visit"}),
    "trip": frozenset({"visit"}),
    "conversation": frozenset({"call", "meeting", "talks"}),
    "discussion": frozenset({"call", "meeting", "talks"}),
    "talk": frozenset({"meeting", "talks", "summit"}),
    "contact": frozenset({"call", "meeting", "talks", "summit", "visit"}),
    "videoconference": frozenset({"call", "meeting"}),
    "encounter": frozenset({"meeting", "summit"}),
    "negotiation": frozenset({"meeting", "talks"}),
    "consultation": frozenset({"meeting", "talks", "call"}),
}
"""A noun of contact: the actions of the record that it may name."""
VERBS = {"met": "meeting", "meet": "meeting", "spoke": "conversation", "spoken": "conversation", "speak": "conversation",
         "talked": "conversation", "talk": "conversation", "visited": "visit", "visit": "visit", "called": "call"}  # fmt: skip
PLAIN = frozenset({"bilateral", "direct", "ever", "such", "own", "new", "brief", "long", "major", "joint"})
"""Words before the noun that set no kind apart. Any other makes the claim narrower than what the record can tell."""
PHONE = frozenset({"phone", "telephone", "video", "videoconference"})
PERSON = frozenset({"in-person", "face-to-face", "personal", "person", "physical"})
_ORD = "|".join((*ORDINALS, r"\d{1,3}(?:st|nd|rd|th)"))
_NOUN = "|".join(NOUNS)
_WORD = r"[\w’'.-]+"
_CLAIM = re.compile(
    rf"\b(?P<ord>{_ORD})(?P<ever>[ -]ever)?(?P<mods>(?:[ -]{_WORD}){{0,4}}?)[ -](?P<noun>{_NOUN})s?\b", re.I
)
_TIMES = re.compile(rf"\b(?:for )?(?:the )?(?P<ord>{_ORD}) time\b", re.I)
_LAST = re.compile(r"\blast (?P<verb>met|spoke|spoken|talked|visited)\b(?P<mods>)", re.I)
_VERB = re.compile(rf"\b(?P<verb>{'|'.join(VERBS)})\b", re.I)
_VERB_AFTER = re.compile(rf" (?:that )?[^,;:]{{0,50}}?\b(?P<verb>{'|'.join(VERBS)})\b", re.I)
_VERBAL = re.compile(
    r"\b(?:was|were|is|are|will|took|takes|ended|lasted|began|happened|has|have|had|came|failed|said)\b", re.I
)
"""A verb between the noun and a time: the time is the verb's."""
_HELD = re.compile(r"\b(?:that |which )?(?:has |have |had )?(?:been |to be )held\b", re.I)
_NOT = re.compile(r"\b(?:not|never|n[’']t|nor|if|whether|would have been)\b[\w ,’']{0,24}$", re.I)
_STOP = re.compile(
    r"[;:]|, and | and (?=(?:he|she|it|they|we|I|then|also|has|have|had|was|were|said|will)\b)|"
    r",? (?:but|which|who|where|while|after|(?<!since )before|when) |[,.] (?=[A-Z“\"])|[”\"]"
)
_NARROWER = re.compile(
    r"\b(?:(?:of|by)\b[^,]*?\b(?:ministers?|leaders?|presidents?|officials?|secretar(?:y|ies)|heads?|chiefs?|group|council|"
    r"committee|commission|dialogue|level)\b|(?:at|on|under)\b|in (?:this|that|such an?) \w+|format|level)[^,]*",
    re.I,
)
"""Words after the noun that set the kind apart: "of foreign ministers", "at this level", "on trade", "in this format"."""
_IN_PERSON = re.compile(r"\b(?:in person|face[ -]to[ -]face)\b", re.I)
BREAKS = frozenset(
    "of and or to the a an time in with for on that this i we he she they is was thing step day week half hour part lady two "
    "three few several deputy vice minister secretary all as at by from quarter year month person".split()
)
"""Words between the number and the noun after which the number does not count the noun ("first of two calls")."""
REACH = 90  # characters after the noun in which its time may stand


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What a sentence claims. start, end: its words in the sentence.

    number: 1 for "first". actions: of the record, that it may name. basis: since (a date), length ("in two years"), window
    ("this month"), event ("since the summit"), office ("as minister", "since taking office"), ever (no time told). first, last:
    ISO days between which the contact before is claimed (since, length; of an event or office, its own last day), or of the
    window; None where not told. narrower: words that set the kind apart from what the record tells. remote: by telephone
    (True), in person (False), not told (None).
    """

    start: int
    end: int
    number: int
    actions: frozenset[str]
    basis: Basis
    first: str | None = None
    last: str | None = None
    narrower: str = ""
    remote: bool | None = None


def points_back(claim: Said, last_day: str | None) -> bool:
    """Whether a contact that ended by this day is the earlier one that a claim points back to ("the first since May")."""
    back = claim.basis in ("since", "length") and claim.number == 1
    return bool(back and claim.last and last_day and last_day <= claim.last)


def said(sentence: str, day: str | None) -> list[Said]:
    """What a sentence claims of earlier contacts. day: ISO, the document's, which "in two years" is counted back from."""
    found = []
    for match in _CLAIM.finditer(sentence):
        kind = match["noun"].lower()
        mods = [w for w in re.split(r"[ ,]+", match["mods"].strip(" -").lower()) if w]
        if not BREAKS & set(mods) and not _of_another(sentence, match):
            found.append(_claim(sentence, day, match, NOUNS[kind], mods, bool(match["ever"]), match.end()))
    for match in _TIMES.finditer(sentence):
        after = _VERB_AFTER.match(sentence, match.end())
        verb = VERBS[after["verb"].lower()] if after else _verb_before(sentence, match.start())
        if verb:
            found.append(_claim(sentence, day, match, NOUNS[verb], [], False, after.end() if after else match.end()))
    for match in _LAST.finditer(sentence):
        claim = _last(sentence, day, match)
        if claim:
            found.append(claim)
    return [f for f in found if f is not None]


def _of_another(sentence: str, match: re.Match[str]) -> bool:
    """Whether the noun only belongs to another ("the first call center", "first visit day")."""
    after = sentence[match.end() : match.end() + 12]
    return bool(re.match(r"[ -](?:center|centre|day|room|table|point|log|list|agenda|destination|to action)", after))


def _verb_before(sentence: str, start: int) -> str | None:
    """The noun of the verb of contact shortly before "for the first time", in the same clause."""
    before = sentence[max(0, start - 100) : start]
    verbs = list(_VERB.finditer(before))
    if not verbs or _STOP.search(before[verbs[-1].end() :]):
        return None
    return VERBS[verbs[-1]["verb"].lower()]


def _claim(
    sentence: str, day: str | None, match: re.Match[str], actions: frozenset[str], mods: list[str], ever: bool, end: int
) -> Said | None:
    number = ORDINALS.get(match["ord"].lower()) or int(match["ord"][:-2])
    if _NOT.search(sentence[: match.start()]):
        return None
    remote = True if PHONE & set(mods) else False if PERSON & set(mods) else None
    rest = [w for w in mods if w not in PLAIN and w not in PHONE and w not in PERSON]
    if remote is not None:
        actions = frozenset({"call"}) if remote else actions - {"call"}
    tail = sentence[end : end + REACH]
    if stop := _STOP.search(tail):
        tail = tail[: stop.start()]
    if _IN_PERSON.search(tail):
        remote, actions = False, actions - {"call"}
    told = reach(tail, day, number)
    if told and _VERBAL.search(_HELD.sub("", tail[: told.start])):
        return None
    if group := _NARROWER.search(tail[: told.start] if told else tail):
        rest.append(group[0].strip())
    if told is None:
        between = re.match(r"\s+between\b", tail)
        if number != 1 or not (ever or between):
            return None
        told = Reach("ever", None, None, 0, 0)
    return Said(
        start=match.start(), end=end + told.end, number=number, actions=actions, basis=told.basis, first=told.first,
        last=told.last, narrower=" ".join(rest), remote=remote,
    )  # fmt: skip


def _last(sentence: str, day: str | None, match: re.Match[str]) -> Said | None:
    """ "They last spoke on 5 May" claims that nothing came between."""
    words = sentence[match.start() : match.end() + REACH]
    after = match.end() - match.start()
    for _, time in times_in(words, day):
        gap = words[after : time.span.start]
        if time.when and time.when.end and not _STOP.search(gap) and day and time.when.end < day:
            return Said(
                start=match.start(), end=match.start() + time.span.end, number=1, actions=NOUNS[VERBS[match["verb"].lower()]],
                basis="since", first=time.when.start, last=time.when.end,
            )  # fmt: skip
    return None
