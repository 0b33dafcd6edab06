"""Spells of office read from the sources of offices.tsv.gz: everypolitician, the Factbook, the editor."""

import csv
import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import lru_cache
from pathlib import Path

from communique.lexicon.bodies import bodies
from communique.lexicon.offices import ALIASES, read_aliases
from communique.lexicon.person_names import PARTICLES, core, fold, same_name
from communique.lexicon.spells import office_of_row
from communique.lexicon.states import states
from communique.lexicon.titles import title_words

EDITOR = Path(__file__).with_name("offices_editor.txt")
EVERY_SEEN, EDITOR_SEEN = "2022-06-01", "2026-01-01"
CODES = {"south-korea": "KOR", "united-kingdom": "GBR", "us": "USA", "uae": "ARE", "saudi": "SAU"}
FACTBOOK_NAMES = {"Burma": "MMR", "DRC": "COD", "Congo (Brazzaville)": "COG", "Macedonia": "MKD", "Swaziland": "SWZ",
                  "The Bahamas": "BHS", "The Dominican": "DOM", "The Gambia": "GMB", "Cote d'Ivoire": "CIV",
                  "Holy See (Vatican City)": "VAT", "Turkey": "TUR", "Czechia": "CZE"}  # fmt: skip
DEPENDENT = frozenset(("PRI", "GRL", "HKG", "MAC"))
MONTHS = "january february march april may june july august september october november december".split()
SINCE = re.compile(r"\((?:[^()]*?)since (?:(?:early|mid|late)[ -])?(?:(\d{1,2}) )?(?:([A-Z][a-z]+) )?(\d{4})[^()]*\)")
BETWEEN = frozenset(("of", "the", "and", "or", "for", "d'affaires", "ad", "interim", "chief", "mission:", "leader"))
NUMERAL = re.compile(r"(?:X{0,2}(?:IX|IV|V?I{0,3}))$")
ALIKE = 0.75  # share of letters that two spellings of one surname have in common at least
SINGLE = frozenset(
    ("head of state", "head of government", "foreign minister", "secretary of state", "defence minister", "ambassador",
     "secretary-general", "director-general", "high representative", "commission president", "council president",
     "parliament president", "national security adviser", "vice president")
)  # fmt: skip


@dataclass(slots=True)
class Row:
    """One spell in the making."""

    person: str
    wikidata: str
    gender: str
    title: str
    of: str
    to: str
    since: str
    until: str
    seen: str
    how: str
    aliases: set[str] = field(default_factory=set)

    def kinds(self) -> tuple[str, ...]:
        return office_of_row(self.title, self.of)


@lru_cache(maxsize=1)
def usual_names() -> dict[tuple[str, ...], str]:
    """The usual name by every other spelling, folded."""
    return {fold(form): name for name, forms in read_aliases(ALIASES).items() for form in forms}


def same_person(a: Row, b: Row) -> bool:
    """Whether two rows name one person, by name or by offices begun together under names that look alike."""
    x, y = fold(usual_names().get(fold(a.person), a.person)), fold(usual_names().get(fold(b.person), b.person))
    if x == y or same_name(x, y):
        return True
    begun_together = len(a.since) >= 7 and a.since[:7] == b.since[:7] and a.kinds()[:1] == b.kinds()[:1]
    return begun_together and any(SequenceMatcher(None, v, w).ratio() >= ALIKE for v in core(x) for w in core(y))


def everypolitician(folder: Path) -> Iterator[Row]:
    by_name = {s.name.lower(): s.iso3 for s in states().values()} | {
        a.lower(): s.iso3 for s in states().values() for a in s.aliases
    }
    for path in sorted(folder.glob("*.csv")):
        stem = path.stem.rsplit("-", 1)[0] if "-" in path.stem else path.stem
        code = CODES.get(stem) or by_name.get(stem.replace("-", " "), "")
        if not code and stem != "world":
            continue
        with path.open(encoding="utf-8", newline="") as file:
            for record in csv.DictReader(file):
                name = record["person"].split(",")[0].split("(")[0].strip()
                if not name or not all(
                    ord(c) < 0x250 or c in "\u2019ạảấầẩẫậắằẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹḥṭṣ" for c in name
                ):
                    continue
                if not record["start"] and not record["end"]:
                    continue
                title, of, to = _position(record["position"].strip(), code)
                if not title or not of:
                    continue
                gender = {"male": "m", "female": "f"}.get(record.get("gender") or "", "-")
                until = record["end"]
                yield Row(
                    name,
                    record["personID"],
                    gender,
                    title,
                    of,
                    to,
                    record["start"],
                    until,
                    until or EVERY_SEEN,
                    "wikidata",
                )


def _position(position: str, code: str) -> tuple[str, str, str]:
    """Title, of, to from a position; ("", "", "") for what is not an office of a state or body."""
    lower = position.lower()
    title = position[0].upper() + position[1:]
    if not code:
        for body in bodies().values():
            for name in (body.name, *body.aliases):
                if name.lower() in lower:
                    return title, body.name, ""
        return "", "", ""
    match = re.match(r"(?:ambassador|high commissioner|permanent representative)\b.*? to (?:the )?(.+)", lower)
    if match:
        return title, code, _target(match.group(1))
    if re.search(r"^(justice|judge)\b", lower):
        return "", "", ""
    return title, code, ""


def _target(words: str) -> str:
    for state in states().values():
        if words in (n.lower() for n in (state.name, *state.aliases)):
            return state.iso3
    for body in bodies().values():
        if words in (n.lower() for n in (body.name, *body.aliases)):
            return body.name
    return words


def editor() -> Iterator[Row]:
    for line in EDITOR.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            of, title, person, gender, since, until, to = line.split("|")
            yield Row(person, "", gender, title, of, to, since, until, until or EDITOR_SEEN, "editor")


def factbook(path: Path) -> Iterator[Row]:
    """Spells from the texts of successive weeks: the same holder is one spell, ended by the next holder's start."""
    by_name = {s.name: s.iso3 for s in states().values()} | FACTBOOK_NAMES
    spells: dict[tuple[str, str, str], list[Row]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        records = [
            r for r in csv.DictReader(file) if r["text"] and by_name.get(html.unescape(r["country"] or "").strip())
        ]
    records.sort(key=lambda r: (r["country"], r["field"], r["first_seen"]))
    for record in records:
        code = by_name[html.unescape(record["country"]).strip()]
        if code in DEPENDENT:
            continue  # their head of state is another state's
        for title, name, since in _holders(record["text"], record["field"]):
            of, to = (
                ("USA", code)
                if record["field"] == "us_ambassador"
                else (code, "USA" if "ambassador" in record["field"] else "")
            )
            kinds = office_of_row(title, of)
            if not kinds:
                continue
            known = spells.setdefault((of, to, kinds[0]), [])
            row = Row(name, "", "-", title, of, to, since, "", record["last_seen"], "factbook")
            same = next((r for r in known if same_person(r, row)), None)
            if same and fold(name) != fold(same.person):
                same.aliases.add(name)
            if same and (same.since[:4] == since[:4] or same.seen >= record["first_seen"][:4]):
                same.seen = max(same.seen, record["last_seen"])
            else:
                name = usual_names().get(fold(name), name)
                known.append(Row(name, "", "-", title, of, to, since, "", record["last_seen"], "factbook"))
    for known in spells.values():
        known.sort(key=lambda r: r.since)
        latest = max(r.seen for r in known)
        for row, following in zip(known, [*known[1:], None], strict=True):
            if following is not None and row.kinds()[0] in SINGLE:
                row.until = max(row.since, following.since)
                row.seen = row.until
            elif row.seen < latest:
                row.until = row.seen
        yield from (r for r in known if not (r.until and r.until <= r.since))


def _holders(text: str, field: str) -> Iterator[tuple[str, str, str]]:
    """(title, name, since) for each holder in one text of the Factbook."""
    text = re.sub(r"&nbsp;|\s+", " ", html.unescape(text).replace("\xa0", " ")).strip()
    text = re.split(r";?\s*note\b", text)[0]
    words = title_words()
    for piece in re.split(r";|represented by", text):
        match = SINCE.search(piece)
        if not match or "vacant" in piece.lower() or "designate" in piece.lower():
            continue
        day, month, year = match.groups()
        since = year
        if month and month.lower() in MONTHS:
            since = f"{year}-{MONTHS.index(month.lower()) + 1:02d}" + (f"-{int(day):02d}" if day else "")
        tokens = piece[: match.start()].strip(" ,").split()
        cut = 0
        while cut < len(tokens) and not (tokens[cut].isupper() and len(tokens[cut].strip(".,")) > 1):
            lower = tokens[cut].lower().strip(",")
            titular = lower in words.office or lower in words.modifiers or lower in words.topics
            if not titular and lower not in words.honorifics and lower not in BETWEEN:
                break
            cut += 1
        name = _proper(tokens[cut:])
        title = " ".join(t for t in tokens[:cut] if t.lower() not in ("sir", "dr.", "dr", "gen.", "lt.", "general"))
        if field == "ambassador_to_us" or field == "us_ambassador":
            if "charge" in title.lower() or "chargé" in title.lower():
                continue
            title = "Ambassador"
        if not title:
            title = {"chief_of_state": "", "head_of_government": "Prime Minister"}[field]
        if name and title and len(name) > 2:
            yield title, name, since


def _proper(tokens: list[str]) -> str:
    """ "Miguel DIAZ-CANEL Bermudez" as Miguel Diaz-Canel; what follows the surname is left out, unless the surname leads."""
    out: list[str] = []
    capitals = [k for k, t in enumerate(tokens) if t.isupper() and len(t.strip(".,'")) > 1]
    end = capitals[-1] + 1 if capitals and capitals[0] > 0 else len(tokens)
    while tokens[:1] and tokens[0].islower():
        tokens, end = tokens[1:], end - 1
    for token in tokens[:end]:
        token = token.strip(',"')
        if NUMERAL.match(token):
            out.append(token)
            continue
        if not token or token.startswith("(") or token == "CEO":
            continue
        if token.isupper() and len(token) > 2 and not token.endswith("."):
            token = token.lower() if token.lower() in PARTICLES and out and token != "AL" else _capital(token)
        out.append(token)
    return " ".join(out)


def _capital(token: str) -> str:
    return "".join(p.capitalize() if p.isalpha() else p for p in re.split(r"([^\w]+)", token))
