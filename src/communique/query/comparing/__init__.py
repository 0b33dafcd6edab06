"""Documents about the same thing, side by side."""
