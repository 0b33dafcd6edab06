"""The store for assistants: read-only questions whose every answer carries its words, their document and their offsets."""
