"""Imports run one way: each room may import from those listed for it, and from nothing else of ours."""

import ast
from pathlib import Path

import pytest

import communique.model

ROOT = Path(communique.model.__file__).parents[1]
BASE = {"errors", "counts", "version", "settings"}
ALLOWED = {
    "model": {"errors", "counts"},
    "lexicon": {"model", "errors"},
    "ingest": {"model", "lexicon", *BASE},
    "annotate": {"model", "lexicon", "ingest", *BASE},
    "resolve": {"model", "lexicon", "annotate", *BASE},
    "extract": {"model", "lexicon", "annotate", "resolve", *BASE},
    "pipeline": {"model", "lexicon", "ingest", "annotate", "resolve", "extract", *BASE},
    "evaluate": {"model", "lexicon", "ingest", "annotate", "resolve", "extract", "pipeline", *BASE},
    "train": {"model", "lexicon", "ingest", "annotate", "resolve", "extract", "pipeline", "evaluate", *BASE},
    "present": {"model", "lexicon", "ingest", *BASE},
    "samples": {*BASE},
    "store": {"model", "errors"},
    "query": {"model", "lexicon", "annotate", "store", *BASE},  # annotate: its grammar of times, for what texts claim
    "follow": {"model", "ingest", "pipeline", "store", "query", *BASE},
    "review": {"model", "lexicon", "store", "query", *BASE},
    "export": {"model", "lexicon", "store", "query", "present", *BASE},
    "outgoing": {"model", "ingest", "store", "query", "present", *BASE},
    "assistants": {"model", "store", "query", *BASE},
    "scale": {"model", "ingest", "pipeline", "present", *BASE},
    "web": {
        "model",
        "lexicon",
        "ingest",
        "pipeline",
        "store",
        "query",
        "review",
        "export",
        "outgoing",
        "present",
        "follow",
        *BASE,
    },
    "errors": set(),
    "counts": set(),
    "version": set(),
    "settings": set(),
}
TOP = {"cli", "kept", "spacy_pipe", "__init__", "__main__"}


def rooms_imported(file: Path) -> set[str]:
    """First-level rooms of ours that a module imports, wherever in it the import stands."""
    found = set()
    package = ["communique", *file.relative_to(ROOT).parent.parts]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [a.name for a in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) + "." if node.level else ""
            module = base + (node.module or "")
            names = [f"{module}.{a.name}" for a in node.names] if module in ("communique", "communique.") else [module]
        found |= {n.split(".")[1] for n in names if n.startswith("communique.") and len(n.split(".")) > 1}
    return found


def room_of(file: Path) -> str:
    first = file.relative_to(ROOT).parts[0]
    return first.removesuffix(".py")


MODULES = sorted(ROOT.rglob("*.py"))


@pytest.mark.parametrize("file", MODULES, ids=lambda f: str(f.relative_to(ROOT)))
def test_imports_run_one_way(file: Path) -> None:
    room = room_of(file)
    if room in TOP:
        return
    upward = rooms_imported(file) - ALLOWED[room] - {room}
    assert not upward, f"{room} must not import {sorted(upward)}"


def test_every_room_has_its_rule() -> None:
    assert {room_of(f) for f in MODULES} <= set(ALLOWED) | TOP


def test_the_rule_bites(tmp_path: Path) -> None:
    file = ROOT / "model" / "nothing.py"
    tree = "from communique.pipeline.run import read_document\n"
    probe = tmp_path / "probe.py"
    probe.write_text(tree)
    node = ast.parse(tree).body[0]
    assert isinstance(node, ast.ImportFrom) and node.module == "communique.pipeline.run"
    assert room_of(file) == "model" and "pipeline" not in ALLOWED["model"]


@pytest.mark.parametrize("file", MODULES, ids=lambda f: str(f.relative_to(ROOT)))
def test_modules_stay_readable(file: Path) -> None:
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 300
