"""Layers and cast -> claims: statements and their chains, contacts, other events, positions."""
