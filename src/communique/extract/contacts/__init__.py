"""Contacts between parties: calls, meetings, visits, talks, summits, messages, mediation."""

from communique.extract.contacts.find import find_contacts

__all__ = ["find_contacts"]
