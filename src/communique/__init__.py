"""Read diplomatic news and readouts into records that anyone can check."""
