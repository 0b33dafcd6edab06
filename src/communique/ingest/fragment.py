"""Markup to text, losing nothing: a line for every block, in order. For feed items and for pages without an article."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "br",
        "caption",
        "center",
        "dd",
        "details",
        "dialog",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "html",
        "legend",
        "li",
        "main",
        "nav",
        "ol",
        "option",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    ]
)
UNSEEN = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "iframe",
        "object",
        "svg",
        "canvas",
        "button",
        "select",
        "textarea",
        "audio",
        "video",
    ]
)
BLOCK_END = "\n\n"  # told from the text behind an element by identity
CELLS = frozenset(("td", "th"))
UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # what no XML tree holds
BLANKS = re.compile(r"[ \t\r\n\f\v]+")
TAGGED = re.compile(r"<(?:/?[a-zA-Z][a-zA-Z0-9]*\b[^<>]*|!--)>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z]{2,8});")


def fragment_text(markup: str) -> str:
    """The text of a piece of HTML, entities resolved, a line for each block; text without markup comes back trimmed."""
    if not TAGGED.search(markup):
        return markup.strip()
    from lxml import etree, html

    try:
        tree = html.fragment_fromstring(UNWRITABLE.sub("", markup), create_parent="div")
    except (etree.LxmlError, ValueError, AssertionError):
        return TAGGED.sub(" ", markup).strip()
    return block_text(tree)


def block_text(tree: "HtmlElement") -> str:
    """The seen text below an element, a line for each block, cells of a row apart by " | "."""
    lines: list[list[str]] = [[]]
    # an explicit stack: pages nest deeper than Python recurses
    stack: list[tuple[HtmlElement | None, str]] = [(tree, "")]
    while stack:
        element, tail = stack.pop()
        if element is None:
            lines[-1].append(tail) if tail is not BLOCK_END else lines.append([])
            continue
        tag = element.tag if isinstance(element.tag, str) else ""
        after: list[tuple[HtmlElement | None, str]] = []
        if tag in BLOCKS:
            lines.append([])
            after.append((None, BLOCK_END))
        if tag and tag not in UNSEEN:
            if tag in CELLS and "".join(lines[-1]).strip():
                lines[-1].append(" | ")
            if tag == "li":
                lines[-1].append("- ")
            lines[-1].append(element.text or "")
            for child in reversed(element):
                after.append((None, child.tail or ""))
                after.append((child, ""))
        stack.extend(after)
    texts = (BLANKS.sub(" ", "".join(line)).strip() for line in lines)
    return "\n".join(text for text in texts if text and text != "-")
