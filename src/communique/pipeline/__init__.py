"""The ordered list of stages (`stages.py`: the page to read first) and what runs it."""
