"""Rules for lengths of time, repeated times, times of day, and words that name no date (now, recently)."""

import re
from datetime import date, timedelta

from communique.annotate.times.expression import Timex
from communique.annotate.times.grammar import Build, Found, Rule, Scope, compile_rules
from communique.annotate.times.period import Period, add_months

LENGTH = "a length of time, not a date"
REPEATED = "a repeated time, not a date"
VAGUE = "names no date"


def quantity(m: Found, group: str = "qty") -> float | None:
    """The number that a quantity says; None where it is vague ("several", "a few")."""
    total, part, seen = 0.0, 0.0, False
    for token in m.tokens(group):
        value, word = token.value, token.text.lower()
        if isinstance(value, int | float):
            if value in (100, 1000) and token.text.isalpha():
                part = (part or 1) * value
            else:
                part += value
            seen = True
        elif "/" in word and len(word) == 3:
            part += int(word[0]) / int(word[2] if word[2] != "0" else "1")
            seen = True
        elif word in "½¼¾":
            part += {"½": 0.5, "¼": 0.25, "¾": 0.75}[word]
            seen = True
        elif word == "half":
            part, seen = part + 0.5, True
        elif word == "couple":
            part, seen = 2, True
        elif word in ("dozen", "dozens"):
            part, seen = (part or 1) * 12, word == "dozen"
        elif word in ("few", "several", "some", "many"):
            return None
    if not seen and m.words(group) in ("a", "an", "the", ""):
        return 1.0
    if "half" in m.words(group) and m.words(group).startswith("a "):
        return 0.5
    return total + part if seen else None


def length(amount: float | None, code: str) -> str:
    """An ISO 8601 duration ("P2Y6M", "PT30M", "PXD" where the number is vague)."""
    time, unit = ("T", code[1:]) if code.startswith("T") else ("", code)
    if unit == "2W":
        amount, unit = (None if amount is None else amount * 2), "W"
    if amount is None:
        return f"P{time}X{unit}"
    scale = {"E": (10, "Y"), "C": (100, "Y")}.get(unit)
    if scale:
        amount, unit = amount * scale[0], scale[1]
    if amount == int(amount):
        return f"P{time}{int(amount)}{unit}"
    whole, rest = int(amount), amount - int(amount)
    finer = {"Y": (12, "M"), "H": (60, "M"), "M": (60, "S") if time else (30, "D"), "W": (7, "D"), "D": (24, "H")}.get(
        unit
    )
    if not finer:
        return f"P{time}{amount:g}{unit}"
    head = f"{whole}{unit}" if whole else ""
    middle = "T" if unit == "D" else ""
    return f"P{time}{head}{middle}{round(rest * finer[0])}{finer[1]}"


def duration(m: Found, s: Scope) -> Timex | None:
    """ "three years", "five-day", "nearly two weeks", "the past two months", "the next few days", "the first nine months"."""
    start, end = m.offsets()
    code, which = m.code("unit"), m.words("which")
    plural = m.words("unit").endswith("s")
    amount = quantity(m) if m.has("qty") else None
    if m.has("half"):
        amount = (amount or 0) + 0.5
    qty = m.words("qty") if m.has("qty") else ""
    if qty in ("a", "an") and not which and not m.has("about") and not _is_length(m):
        return None
    if not qty and not which and not plural:
        return None
    unit = m.tokens("unit")[0]
    if unit.text[0].isupper() and not unit.text.isupper() and m.first > 0 and m.before() not in (".", '"', "“"):
        return None  # a name: "60 Minutes"
    if (m.after() == "-" and m.after(1) == "old") or m.after() == "old":
        return None  # an age
    if m.after() == "of" and (code == "Q" or qty == "one"):
        return None
    if code == "Q" and not plural and qty in ("a", "an", "one"):
        return None  # "a quarter of"
    if (
        code == "Q"
        and "HYPHEN"
        and m.words().startswith(("three quarters", "one quarter", "three-quarters"))
        and not which
    ):
        return None
    if code in ("Y",) and not plural and "hyphen" not in "" and m.after() == "-" and qty in ("a", "an"):
        return None
    value = length(amount, code)
    if (
        not plural
        and qty[:2] in ("a ", "an")
        and m.tokens()[0].text.lower() in ("a", "an")
        and len(m.tokens("qty")) > 1
    ):
        start = m.tokens()[1].start  # "a [two-year] deal"
    found = Timex(start, end, type="DURATION", value=value, reason=LENGTH, mod=_mod(m))
    if s.day is None or which not in ("last", "past", "recent", "next", "coming", "following", "ahead", "in recent"):
        return found
    past = which in ("last", "past", "recent")
    bound = _moved(s, amount, code, -1 if past else 1)
    bounds = (bound, s.day) if past else (s.day, bound)
    if bound is None and past:
        bounds = (None, s.day)
    return Timex(start, end, type="DURATION", value=value, bounds=bounds, anchor=s.anchor, mod=_mod(m))


def _is_length(m: Found) -> bool:
    """ "a year": a length after for, in, within …, a rate or nothing otherwise."""
    return m.before() in (
        "for",
        "in",
        "within",
        "over",
        "after",
        "about",
        "than",
        "least",
        "every",
        "once",
        "nearly",
        "almost",
        "took",
        "lasted",
        "takes",
        "take",
        "last",
        "lasting",
        "a",
        "such",
        "quite",
        "spend",
        "spent",
        "spending",
    )


def _mod(m: Found) -> str:
    about = m.words("about") if m.has("about") else ""
    if not about:
        return ""
    return {"more": "MORE_THAN", "over": "MORE_THAN", "less": "LESS_THAN", "at": "EQUAL_OR_MORE"}.get(
        about.split()[0], "APPROX"
    )


def _moved(s: Scope, amount: float | None, code: str, sign: int) -> date | None:
    if s.day is None or amount is None or code.startswith("T"):
        return s.day if code.startswith("T") else None
    months = {"M": 1, "Q": 3, "Y": 12, "E": 120, "C": 1200}.get(code)
    try:
        if months:
            return add_months(s.day, sign * round(amount * months))
        return s.day + timedelta(days=sign * round(amount * {"D": 1, "W": 7, "2W": 14}.get(code, 1)))
    except (ValueError, OverflowError):
        return None


def every(m: Found, s: Scope) -> Timex | None:
    """ "every week", "each Thursday", "every two years", "annually", "Tuesdays", "twice a year"."""
    start, end = m.offsets()
    if m.has("weekday"):
        part = ""
        if m.has("part"):
            part = "TNI" if m.words("part").startswith("night") else "T" + m.code("part")
        value = f"XXXX-WXX-{m.number('weekday') + 1}{part}"
    elif m.has("monthly"):
        value = f"XXXX-{m.number('monthly'):02d}"
    elif m.has("season"):
        value = "XXXX-" + {3: "SP", 6: "SU", 9: "FA", 12: "WI"}[m.number("season")]
    elif m.has("set"):
        value = m.code("set")
    elif m.has("part"):
        value = "P1D"
    else:
        amount = quantity(m) if m.has("qty") else 2 if m.has("second") else 1
        value = length(amount, m.code("unit"))
    return Timex(start, end, type="SET", value=value, reason=REPEATED)


def adjective(m: Found, s: Scope) -> Timex | None:
    """ "annual", "daily" before a noun: a set, unless it is part of a name (the Daily Mail)."""
    if m.tokens()[0].text[0].isupper() and m.first > 0 and m.before() not in (".", '"', "“"):
        return None
    if (m.words() == "quarterly" and m.after()[:1].isalpha()) or m.after()[:1].isupper():
        return None  # "a quarterly dividend", "the party daily Pravda"
    return every(m, s)


def clock(m: Found, s: Scope) -> Timex | None:
    """ "10:30 a.m.", "5 p.m. EST", "at 14:00", "noon": a time of day, on the day named with it, before it, or the anchor's."""
    start, end = m.offsets()
    token = m.tokens("clock")[0] if m.has("clock") else None
    if token:
        parts = token.text.split(":")
        hour, minute = int(parts[0]), int(parts[1]) if len(parts) > 1 else -1
        if m.has("ampm"):
            if not 1 <= hour <= 12:
                return None
            hour = hour % 12 + (12 if m.words("ampm")[0] == "p" else 0)
        elif m.before() not in ("at", "by", "until", "from", "around", "about", "after", "before") and not m.has(
            "zone"
        ):
            return None
        if hour > 24 or minute > 59:
            return None
        part = f"T{hour:02d}:{max(minute, 0):02d}"
    else:
        part = m.code("part")
        if not part.startswith("T"):
            return None
    day = s.focus_day if s.focus_day and s.focus and s.focus.unit == "day" else s.day
    if day is None:
        return Timex(
            start, end, type="TIME", value="XXXX-XX-XX" + part, part=part, reason="no date known to count from"
        )
    return Timex(
        start, end, type="TIME", period=Period("day", day), part=part, anchor="text" if day is s.focus_day else s.anchor
    )


def vague(m: Found, s: Scope) -> Timex | None:
    """ "now", "currently", "recently", "soon"."""
    token = m.tokens()[0]
    words = m.words()
    if (words == "soon" and m.after() in ("after", "as")) or m.before() == "as":
        return None
    value = str(token.value) if str(token.value).endswith("_REF") else ""
    if not value:
        hit = re.search(r"future|coming|ahead|near|term|soon", words)
        value = (
            "FUTURE_REF" if hit else "PAST_REF" if re.search(r"past|recent|then|once|time", words) else "PRESENT_REF"
        )
    start, end = m.offsets()
    return Timex(start, end, value=value, reason=VAGUE)


_TABLE: list[tuple[str, Build]] = [
    ("{about}? {qty} MORE? TRADING? HYPHEN? {unit}(?P<half>AND A HALF)?(?:HYPHEN? LONG)?", duration),
    ("{about}? (?:D|N|W) (?:TO|OR|HYPHEN|DASH) {qty} TRADING? HYPHEN? {unit}", duration),
    ("(?:AT LEAST)? (?:THE|THESE|THOSE)? (?P<which>LAST|PAST|NEXT|COMING|FOLLOWING|RECENT) {qty}? MORE? {unit}", duration),
    ("THE? (?P<which>ORD|OTHERS) {qty} {unit}", duration),
    ("THE {qty} {unit}", duration),
    ("{qty} HYPHEN? {unit} HYPHEN? OLD", lambda m, s: None),
    ("THE {unit} (?P<which>AHEAD)", duration),
    ("EVERY (?P<second>SECOND|OTHERS)? {unit}", every),
    ("EVERY {qty} {unit}", every),
    ("EVERY {weekday} {part}?", every),
    ("ON? (?P<weekday>WEEKDAYS)", every),
    ("(?P<weekday>WEEKDAY) (?P<part>PART|NIGHT)", lambda m, s: every(m, s) if m.words("part").endswith("s") else None),
    ("EVERY (?P<monthly>MONTH)", every),
    ("EVERY (?P<season>SEASON)", every),
    ("EVERY {part}", every),
    ("(?P<set>SETWORD)", adjective),
    ("(?:(?:D|W) TWICE|TWICE|ONCE) (?:A|PER|EVERY) {unit}", every),
    ("PER {unit}", every),
    ("ABOUT? (?P<clock>CLOCK|D) (?P<ampm>AMPM) (?:LOCAL TIME)? (?P<zone>ZONE)?", clock),
    ("(?P<clock>CLOCK) (?:LOCAL TIME|(?P<zone>ZONE))?", clock),
    ("{part}", clock),
    ("RIGHT? VAGUE", vague),
    ("THE? (?:NEAR )?FUTURE", vague),
    ("THE PAST", vague),
    ("THESE UDAY", vague),
    ("AT THE MOMENT", vague),
    ("MORE VAGUE", vague),
]  # fmt: skip


def rules() -> tuple[Rule, ...]:
    """The table, compiled."""
    return compile_rules(_TABLE)
