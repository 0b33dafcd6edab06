"""300 questions on office holders, drawn from the leaders files with a fixed seed.

python benchmarks/offices.py ../shared/data/leaders/everypolitician [--seed 1] [--errors]
"""

import argparse
from pathlib import Path

from communique.evaluate.offices import holdings, questions, report, score


def main() -> None:
    """Prints shares answered and right."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=Path)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--count", type=int, default=300)
    options.add_argument("--errors", action="store_true")
    chosen = options.parse_args()
    result = score(questions(holdings(chosen.folder), chosen.count, chosen.seed))
    for line in report(result):
        print(line)
    if chosen.errors:
        for question, answer in result.wrong:
            found = answer.answer.person if answer.answer else None
            print("wrong", question.on, question.text, "is", question.holder, "answered", found, "|", answer.reason)
        for question, answer in result.unanswered:
            print("open ", question.on, question.text, "is", question.holder, "|", answer.reason)


if __name__ == "__main__":
    main()
