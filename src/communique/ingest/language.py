"""Which language a text is in: decided on a sample, or left open."""

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

SAMPLE = 3000  # code points; more changes nothing for a text in one language
SHORTEST = 25  # letters; below, names alone decide and decide wrongly
SURE = 0.85
# the languages of news and of foreign ministries; rare ones in the model mostly draw lists of names to themselves
CANDIDATES = [
    "af",
    "am",
    "ar",
    "az",
    "be",
    "bg",
    "bn",
    "bs",
    "ca",
    "cs",
    "cy",
    "da",
    "de",
    "el",
    "en",
    "es",
    "et",
    "fa",
    "fi",
    "fr",
    "ga",
    "gl",
    "ha",
    "he",
    "hi",
    "hr",
    "hu",
    "hy",
    "id",
    "is",
    "it",
    "ja",
    "ka",
    "kk",
    "km",
    "ko",
    "ku",
    "ky",
    "lo",
    "lt",
    "lv",
    "mk",
    "mn",
    "ms",
    "mt",
    "my",
    "nb",
    "ne",
    "nl",
    "nn",
    "no",
    "pl",
    "ps",
    "pt",
    "ro",
    "ru",
    "sk",
    "sl",
    "sq",
    "sr",
    "sv",
    "sw",
    "ta",
    "th",
    "tl",
    "tr",
    "uk",
    "ur",
    "uz",
    "vi",
    "zh",
]


def detect(text: str) -> str | None:
    """ISO 639-1 code of the language of `text`, None where it is too short or the decision is not sure."""
    sample = _sample(text)
    if sum(c.isalpha() for c in sample) < SHORTEST:
        return None
    language, confidence = _identifier().classify(sample)
    return language if confidence >= SURE else None


def primary(tag: str | None) -> str | None:
    """The language of a BCP 47 tag ("en-GB": "en"); None for anything else."""
    code = (tag or "").replace("_", "-").split("-")[0].strip().lower()
    return code if code.isascii() and code.isalpha() and len(code) == 2 else None


def _sample(text: str) -> str:
    """The beginning, or three pieces of a long text, so that an English menu does not decide for a French article."""
    if len(text) <= SAMPLE:
        return text
    third = SAMPLE // 3
    middle, end = len(text) // 2, len(text) - third
    return "\n".join((text[:third], text[middle : middle + third], text[end:]))


@lru_cache(maxsize=1)
def _identifier() -> "LanguageIdentifier":
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    known = set(identifier.labels)
    identifier.set_languages([code for code in CANDIDATES if code in known])
    return identifier
