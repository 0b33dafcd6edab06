"""What kind of document a text is: news, readout, statement, transcript, speech, or unknown. The title alone proves nothing."""

import re
from collections import Counter
from collections.abc import Sequence

from communique.ingest.parts.turns import Turn
from communique.lexicon import layout
from communique.model.document import DocumentKind

OPENING = 900  # code points in which a document shows what it is
READOUT_WORDS = 900
ATTRIBUTABLE = re.compile(
    r"\b(?:following|below|this) (?:\w+ ){0,3}(?:is|are|can be|may be) attribut(?:able|ed) to\b", re.I
)
CONTACT = re.compile(
    r"\b(?:spoke|met|talked|conferred|held (?:an? |the |separate )?(?:\w+ ){0,3}(?:call|calls|conversation|conversations|"
    r"meeting|meetings|talks)|had (?:an? )?(?:\w+ ){0,3}(?:call|conversation|meeting|talks)|hosted|received|took part|"
    r"participated|(?:telephone|phone|bilateral|working) (?:call|conversation|meeting|talks))\b", re.I
)  # fmt: skip
REPORTED = re.compile(
    r"\b(?:discussed|reaffirmed|underscored|emphasi[sz]ed|stressed|thanked|welcomed|exchanged views|agreed|noted|reviewed|"
    r"expressed|highlighted|affirmed|congratulated|conveyed|praised|invited|raised)\b", re.I
)  # fmt: skip
FIRST_PERSON = re.compile(r"(?<![\w“\"])(?:I|we|We|our|Our|my|My)(?= )(?!.{0,80}”)")
JOINT = re.compile(
    r"\b(?:text of the following (?:joint )?statement|joint (?:statement|communiqu[eé]|declaration|press release)|begin text|"
    r"(?:foreign ministers|leaders|governments|heads of state) of .{3,200}(?:issued|released|adopted))", re.I
)  # fmt: skip
JUDGING = re.compile(
    r"\b(?:The (?:United States|European Union|Ministry|Government|Republic|Kingdom|Department|Foreign Ministry|[A-Z]\w+ side)"
    r"|On behalf of) .{0,60}?(?:condemns?|welcomes?|congratulates?|calls? (?:on|for)|commends?"
    r"|is (?:deeply |gravely )?concerned|I (?:extend|congratulate|wish|offer|send)"
    r"|stands? with|rejects?|regrets?|deplores?|expresses?)\b"
)  # fmt: skip
SAYING = re.compile(r"\b(?:said|told|says|according to|reports?|reported|added|announced)\b")
REPORTING = re.compile(
    r"\((?:AP|AFP|Reuters|Xinhua|TASS|CNN|ANI|UPI|dpa|PTI|IANS|KUNA|MENA|SANA|WAM|SPA)\)"
    r"|\bcorrespondents? (?:reports?|writes)\b"
    r"|\btold (?:reporters|journalists|[A-Z]{2,}\b)"
    r"|\b(?:reports?|reported|citing|quoted by) (?:[A-Z]\w+ )?(?:news agency|agency|media)\b"
)
OFFICIAL = re.compile(
    r"\b(?:ministry|department|government|white house|kremlin|president(?:ial|ency)?|prime minister|office of|embassy|"
    r"foreign office|state dept|chancellery|parliament|council|commission|united nations|\bnato\b|\bosce\b|secretariat)\b", re.I
)  # fmt: skip


def find_kind(
    body: Sequence[str],
    turns: Sequence[Turn],
    *,
    agency: bool,
    issued: bool,
    dated: bool,
    publisher: str | None,
) -> DocumentKind:
    """The kind. body: the paragraphs of the text proper; agency: it opens with a dateline or is signed by a reporter;
    issued: it names an issuing office or officer at its head;
    dated: a headline and a line with the date stand above it."""
    if turns:
        words = layout.load()
        spoken = Counter(turn.key for turn in turns)
        asked = any(key in words.askers for key in spoken)
        again = len(spoken) == 2 and max(spoken.values()) > 1
        return "transcript" if asked or again or len(spoken) > 2 else "speech"
    opening = " ".join(body)[:OPENING]
    long = sum(len(line.split()) for line in body)
    official = issued or (publisher is not None and OFFICIAL.search(publisher) is not None)
    contact = CONTACT.search(opening) is not None and REPORTED.search(" ".join(body)) is not None
    told = len(SAYING.findall(" ".join(body)))
    if ATTRIBUTABLE.search(opening):
        return "readout" if contact and long <= READOUT_WORDS else "statement"
    if agency or REPORTING.search(opening):
        return "news"
    if JOINT.search(opening) and (official or told <= 2):
        return "statement"
    if official:
        if contact and long <= READOUT_WORDS and not FIRST_PERSON.search(opening[:300]):
            return "readout"
        return "statement" if long else "unknown"
    if dated and told and not FIRST_PERSON.search(opening):
        return "news"
    if told >= 2 and told * 200 >= long and not contact:
        return "news"
    if told >= 3 and told * 120 >= long:
        return "news"
    if contact and long <= READOUT_WORDS and len(REPORTED.findall(" ".join(body))) >= 2 and told <= 1:
        return "readout"
    if JUDGING.search(opening) and told <= 1:
        return "statement"
    return "news" if publisher is not None and told else "unknown"  # an outlet tells what others said
