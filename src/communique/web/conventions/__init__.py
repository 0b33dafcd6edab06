"""How pages are made: one way for all of them (docs/web.md)."""

from communique.web.conventions.asking import Asked
from communique.web.conventions.cursor import after, next_page
from communique.web.conventions.given import Connected, Known, Question, Writable
from communique.web.conventions.page import Page, action, page

__all__ = ["Asked", "Connected", "Known", "Page", "Question", "Writable", "action", "after", "next_page", "page"]
