"""Data, not code: what words and names mean here. Every table is validated when it is loaded."""
