"""`communique train`: make a model from gold, or go on from the one that ships."""

import logging
from pathlib import Path
from typing import Literal

import click

from communique.counts import counted

FILES = click.Path(exists=True, path_type=Path)


@click.group()
def train() -> None:
    """Train the models that ship, or your own."""


@train.command()
@click.option("--gold", type=FILES, multiple=True, required=True, help="Gold: corrected records, spans, or a folder.")
@click.option("--polnear", type=FILES, help="PolNeAR's training part as JSON Lines; then a new model is trained.")
@click.option("--dev", type=FILES, multiple=True, help="Gold to calibrate on; else every tenth document.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), default=Path("attribution-model"), show_default=True,
              help="Folder for the model; point COMMUNIQUE_MODEL at it.")  # fmt: skip
@click.option("--start", type=click.Choice(["encoder", "shipped"]), help="Where to start from.")
@click.option(
    "--encoder", type=click.Path(exists=True, file_okay=False, path_type=Path), help="Folder of encoder weights."
)
@click.option(
    "--epochs", type=click.FloatRange(min=0.01), help="How often all gold is seen: 6, or 3 from the shipped model."
)
@click.option("--seed", type=int, default=0, show_default=True, help="Seed of the random choices.")
@click.option("--name", default="attribution-minilm", show_default=True, help="The model's name in records.")
def attribution(
    gold: tuple[Path, ...],
    polnear: Path | None,
    dev: tuple[Path, ...],
    out: Path,
    start: Literal["encoder", "shipped"] | None,
    encoder: Path | None,
    epochs: float | None,
    seed: int,
    name: str,
) -> None:
    """Train the model that says who said what.

    --gold takes records that you corrected (JSON Lines), documents with spans, or folders of ID.json with
    ID.txt. With only a few documents the model that ships is trained further; with --polnear a new one is
    made, which takes about an hour on one core.
    """
    from communique.train.attribution import train_attribution

    logging.basicConfig(format="%(message)s")
    logging.getLogger("communique").setLevel(logging.INFO)
    report = train_attribution(
        gold, out, polnear=polnear, dev=dev, encoder=encoder, start=start, epochs=epochs, seed=seed, name=name
    )
    click.echo(f"{report.folder}: learnt from {counted(report.documents, 'document')}")
    for line in report.lines:
        click.echo(line)
