"""What a page says of itself: address, publisher, title, bylines, section, and every claim of its publication date."""

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from communique.ingest import dates
from communique.ingest.ingested import DateClaim, Metadata

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# names of meta elements that give the day of publication, the most trusted first
DATE_METAS = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time", "datepublished",
    "date.published", "published_time", "publication_date", "publicationdate", "publish_date", "publish-date", "pubdate",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "article.published", "article_date_original",
    "citation_publication_date", "citation_date", "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created",
    "dc.date", "dcterms.date", "og:pubdate", "ptime", "displaydate", "date", "originalpublicationdate",
)  # fmt: skip
SECTION_METAS = ("article:section", "og:article:section", "section", "parsely-section", "cxenseparse:recs:category")
URL_MONTH_DATE = re.compile(
    r"/((?:19|20)\d\d)/(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*/(\d{1,2})/", re.I
)
URL_DATE = re.compile(r"[/=_-]((?:19|20)\d\d)[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?=[/_.?&-]|\D|\Z)")
PUBLISHED_CLASS = re.compile(
    r"publish|pub-?date|post(?:ed)?-?(?:date|on|time)|date-?(?:posted|published|line)|entry-date", re.I
)
NO_PERSON = re.compile(
    r"https?://|www\.|@|\b(?:admin|administrator|editor|webmaster|staff|redaktor|unknown|null|none)\b", re.I
)
ARTICLE_TYPES = ("Article", "NewsArticle", "BlogPosting", "Report", "WebPage", "PressRelease", "ReportageNewsArticle")
DEPTH = 12
SHOWN_CLASS = re.compile(r"date|time|publish|posted|updated", re.IGNORECASE)
SITE_WORDS = 8
TITLE_END = re.compile(r"\s+[-–—|»·:]\s+(?=[^-–—|»·]*\Z)")
BY = re.compile(r"\A(?:by|posted by|written by)\s+", re.IGNORECASE)


def page_metadata(tree: "HtmlElement", url: str | None) -> Metadata:
    """All that the page declares; dates as claims in order of trust, each with the element that makes it."""
    from trafilatura.metadata import extract_metadata

    metas = _metas(tree)
    linked = list(_linked_data(tree))
    found = extract_metadata(tree, default_url=url, extensive=False)  # its date is not used: `_dates` says why each
    declared = (_canonical(tree, url), found.url if found else None)
    canonical = next((address for address in declared if address and _path(address) is not None), None)
    title, site = (metas.get("og:title") or found.title, found.sitename) if found else (metas.get("og:title"), None)
    if title and site and "og:title" not in metas and len(site.split()) > max(SITE_WORDS, len(title.split())):
        title, site = site, title  # "Ministry - A statement on …": the halves of the title the wrong way round
    publisher = _publisher(metas, linked, site)
    return Metadata(
        url=canonical,
        publisher=publisher,
        title=_without_publisher(title, publisher),
        byline=_byline(linked, found.author if found else None),
        section=next((metas[name] for name in SECTION_METAS if metas.get(name)), None)
        or _first(linked, "articleSection"),
        dates=tuple(_dates(tree, metas, linked, canonical or url)),
        language=tree.get("lang")
        or metas.get("og:locale")
        or metas.get("content-language")
        or _first(linked, "inLanguage"),
    )


def _without_publisher(title: str | None, publisher: str | None) -> str | None:
    """The title without " - Publisher" behind it."""
    if title and publisher:
        head, mark, tail = TITLE_END.sub("\0", title).rpartition("\0")
        known = publisher.casefold().removesuffix(".com")
        if mark and head.strip() and tail.casefold().startswith(known) and len(tail) <= len(known) + 12:
            return head.strip()
    return title


def _metas(tree: "HtmlElement") -> dict[str, str]:
    """Content of the first meta element of each name, property or itemprop, names in lower case."""
    out: dict[str, str] = {}
    for meta in tree.iter("meta"):
        content = (meta.get("content") or "").strip()
        for attribute in ("property", "name", "itemprop", "http-equiv"):
            name = (meta.get(attribute) or "").strip().lower()
            if name and content:
                out.setdefault(name, content)
    return out


def _linked_data(tree: "HtmlElement") -> Iterator[dict[str, Any]]:
    """Every object of the page's JSON-LD, articles before the rest; broken JSON gives nothing."""
    objects: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        try:
            stack: list[tuple[Any, int]] = [(json.loads(script.text or "", strict=False), 0)]
        except (ValueError, RecursionError):
            continue
        while stack:
            value, depth = stack.pop()
            if depth > DEPTH:
                continue
            if isinstance(value, dict):
                objects.append(value)
                stack.extend(
                    (v, depth + 1) for k, v in value.items() if k in ("@graph", "mainEntity", "mainEntityOfPage")
                )
            elif isinstance(value, list):
                stack.extend((v, depth + 1) for v in reversed(value))
    yield from sorted(objects, key=lambda o: not any(t in ARTICLE_TYPES for t in _strings(o.get("@type"))))


def _strings(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [v for v in value if isinstance(v, str)] if isinstance(value, list) else []


def _first(linked: list[dict[str, Any]], name: str) -> str | None:
    for item in linked:
        if values := _strings(item.get(name)):
            return values[0]
    return None


def _canonical(tree: "HtmlElement", url: str | None) -> str | None:
    for link in tree.iter("link"):
        href = (link.get("href") or "").strip()
        if "canonical" in (link.get("rel") or "").lower().split() and href.startswith(("http://", "https://")):
            path, own = _path(href), _path(url or "")
            if path is not None and (
                not url or path.strip("/") or not (own or "").strip("/")
            ):  # a canonical address that is only the site's front page is a mistake of the page's
                return href
    return None


def _path(address: str) -> str | None:
    """The path of an address; None for what is none ("http://[")."""
    try:
        return urlsplit(address).path
    except ValueError:
        return None


def _publisher(metas: dict[str, str], linked: list[dict[str, Any]], sitename: str | None) -> str | None:
    if metas.get("og:site_name"):
        return metas["og:site_name"].lstrip("@")
    for item in linked:
        publisher = item.get("publisher")
        publisher = publisher[0] if isinstance(publisher, list) and publisher else publisher
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str) and publisher["name"].strip():
            return str(publisher["name"])
    for name in ("application-name", "dc.publisher", "publisher", "citation_publisher"):
        if metas.get(name) and not metas[name].startswith("http"):
            return metas[name]
    return sitename.lstrip("@") if sitename else None


def _byline(linked: list[dict[str, Any]], author: str | None) -> tuple[str, ...]:
    """Names of who wrote, each once; addresses and "admin" are no names."""
    names: list[str] = []
    for item in linked:
        authors = item.get("author")
        for one in authors if isinstance(authors, list) else [authors]:
            name = one.get("name") if isinstance(one, dict) else one
            names.extend(_strings(name))
        if names:
            break
    names = [BY.sub("", name) for name in names or (author or "").split("; ")]
    return tuple(dict.fromkeys(n.strip() for n in names if n.strip() and len(n) < 80 and not NO_PERSON.search(n)))


def _dates(
    tree: "HtmlElement", metas: dict[str, str], linked: list[dict[str, Any]], url: str | None
) -> Iterator[DateClaim]:
    """Claims of the publication date: linked data, meta elements, marked time elements, the address, other times."""
    for item in linked:
        for name in ("datePublished", "dateCreated", "uploadDate"):
            for value in _strings(item.get(name)):
                yield from _claim(value, f"JSON-LD {name}")
    for name in DATE_METAS:
        if name in metas:
            yield from _claim(metas[name], f"meta {name}")
    times = list(tree.iter("time"))
    marked = [t for t in times if t.get("pubdate") is not None or PUBLISHED_CLASS.search(t.get("class") or "")]
    for element in [*tree.iterfind(".//*[@itemprop='datePublished']"), *marked]:
        value = element.get("datetime") or element.get("content") or element.text_content()
        yield from _claim(value, f"element {element.tag} marked as date of publication")
    path = _path(url or "") or ""
    found = URL_DATE.search(path)
    if found:
        yield from _claim("-".join(found.groups()), "address")
    named = URL_MONTH_DATE.search(path)
    if named:
        yield from _claim(f"{named[3]} {named[2]} {named[1]}", "address")
    for element in times:
        yield from _claim(element.get("datetime") or element.text_content(), "element time")
    yield from _shown(tree)


def _shown(tree: "HtmlElement") -> Iterator[DateClaim]:
    """A date that the page shows in an element of a telling class; none where such elements disagree (lists of links)."""
    shown: dict[str, str] = {}
    for element in tree.iter("span", "div", "p", "li"):
        name = element.get("class") or ""
        if SHOWN_CLASS.search(name) and len(element) <= 3:
            text = " ".join(element.text_content().split())
            iso = dates.parse(dates.LABEL.sub("", text)) if len(text) <= 60 else None
            if iso:
                shown.setdefault(iso[:10], f"element of class {name.split()[0]}")
    if len(shown) == 1:
        yield from (DateClaim(value, evidence) for value, evidence in shown.items())


def _claim(value: str, evidence: str) -> Iterator[DateClaim]:
    iso = dates.parse(dates.LABEL.sub("", value))
    if iso:
        yield DateClaim(iso, evidence)
