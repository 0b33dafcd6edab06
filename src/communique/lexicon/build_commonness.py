"""Counts how common words are in officials' reports: `python -m communique.lexicon.build_commonness TEXT… > commonness.tsv`.

Each argument is a file of plain text, a sentence a line. A line of the result is a stem and the share of sentences that
have it; stems of fewer than LEAST sentences are left out, so that nothing of any one text is kept.
"""

import sys
from collections import Counter
from pathlib import Path

from communique.lexicon.wording import WORD, stem

LEAST = 20


def main(paths: list[str]) -> None:
    """Write the table to standard output."""
    sentences, counts = 0, Counter[str]()
    for path in paths:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            counts.update({stem(word) for word in WORD.findall(line) if not word.isdecimal()})
            sentences += 1
    sys.stdout.write(f"# stem, share of {sentences:,} sentences that have it; {LEAST} at least\n")
    for word, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if count >= LEAST:
            sys.stdout.write(f"{word}\t{count / sentences:.5f}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
