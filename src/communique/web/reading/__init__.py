"""The reading room's work: a record's items, and its text cut where they begin and end."""
