"""Contacts by date: gaps between them, what texts claim of such gaps, and how often who meets whom."""
