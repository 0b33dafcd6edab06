"""Read a folder of gold documents and score the records.

    python benchmarks/records.py ../shared/data/gold/dev [--out OUT.jsonl] [--by-doc]

Each ID.txt is read with the date and publisher of its ID.json (the title is withheld: the text must do), then
../shared/score/records.py is run on the records.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

SCORER = Path(__file__).resolve().parents[2] / "shared" / "score" / "records.py"


def main() -> None:
    """Write the records, then hand over to the scorer."""
    from communique.ingest.text import document_from_text
    from communique.pipeline.run import read_document
    from communique.settings import Settings

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / "records.jsonl")
    parser.add_argument("--by-doc", action="store_true")
    arguments = parser.parse_args()
    with arguments.out.open("wb") as out:
        for file in sorted(arguments.gold.glob("*.json")):
            gold = json.loads(file.read_text(encoding="utf-8"))
            text = file.with_suffix(".txt").read_bytes().decode("utf-8")
            day = date.fromisoformat(gold["date"][:10]) if gold.get("date") else None
            settings = Settings(date=day, publisher=gold.get("publisher"))
            document = document_from_text(text, settings, path=file.with_suffix(".txt").name)
            record = read_document(document, settings)
            for issue in record.issues:
                if issue.reason.startswith("this step failed"):
                    print(f"{file.name}: {issue.stage}: {issue.reason}", file=sys.stderr)
            out.write(record.to_json() + b"\n")
    command = [sys.executable, str(SCORER), str(arguments.gold), str(arguments.out)]
    sys.exit(subprocess.run(command + ["--by-doc"] * arguments.by_doc, check=False).returncode)


if __name__ == "__main__":
    main()
