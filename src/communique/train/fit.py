"""The training loop: every epoch all documents, their windows cut anew, gold of the smaller world repeated."""

import logging
import random
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch

from communique.train.corpus import Example
from communique.train.examples import Item, Prepared, items, prepare
from communique.train.model import Attributor, Average, loss_of, padded
from communique.train.nesting import nested
from communique.train.recipe import Recipe

if TYPE_CHECKING:
    from tokenizers import Tokenizer

logger = logging.getLogger(__name__)


def _grouped(found: Sequence[Item], tokens: int, rng: random.Random) -> list[list[Item]]:
    """Batches of windows of about one length, in random order."""
    out: list[list[Item]] = []
    for item in sorted(found, key=lambda item: len(item.ids) + 32 * rng.random()):
        if out and (len(out[-1]) + 1) * len(item.ids) <= tokens:
            out[-1].append(item)
        else:
            out.append([item])
    rng.shuffle(out)
    return out


def _epoch(
    documents: Sequence[Prepared], recipe: Recipe, tokenizer: "Tokenizer", rng: random.Random, cut_anew: bool
) -> list[list[Item]]:
    found: list[Item] = []
    for document in documents:
        for _ in range(recipe.repeat.get(document.example.domain, 1)):
            found += items(document, rng if cut_anew else None)
        for _ in range(recipe.nested if document.example.domain == "diplomacy" else 0):
            copy = nested(document.example, rng)
            if copy is not None:
                found += items(prepare(copy, tokenizer), rng)
    return _grouped(found, recipe.tokens, rng)


def fit(
    examples: Sequence[Example],
    encoder: Path,
    recipe: Recipe,
    checkpoint: Callable[[Attributor, int], None] | None = None,
    every: int = 400,
    initial: dict[str, Any] | None = None,
) -> Attributor:
    """Train on `examples`, starting from the encoder in folder `encoder`; returns the averaged model.

    checkpoint: called with the averaged model and the step, every `every` steps. initial: parameters to go on from (see
    `warm.state_of`). The same arguments, machine and
    number of threads give the same weights.
    """
    from tokenizers import Tokenizer

    torch.manual_seed(recipe.seed)
    rng = random.Random(recipe.seed)  # noqa: S311 - no secret: the order of documents
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    tokenizer = Tokenizer.from_file(str(encoder / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    news = [e for e in examples if e.domain == "news"]
    rng.shuffle(news)
    kept = {id(e) for e in news[: round(len(news) * recipe.fraction)]}
    documents = [prepare(e, tokenizer) for e in examples if e.domain != "news" or id(e) in kept]
    model = Attributor(encoder, recipe.layers)
    if initial is not None:
        model.load_state_dict(initial)
    model.to(device).train()
    groups = [
        {"params": model.old_parameters(), "lr": recipe.rate},
        {"params": model.new_parameters(), "lr": recipe.new_rate},
    ]
    optimizer = torch.optim.AdamW(groups, weight_decay=recipe.decay, fused=True)
    average = Average(model, recipe.average)
    total = step = 0
    epoch, cost, began = 0, 0.0, time.monotonic()
    while not total or step < total:
        batches = _epoch(documents, recipe, tokenizer, rng, cut_anew=epoch > 0)
        total = total or max(1, round(len(batches) * recipe.epochs))
        for batch in batches[: total - step]:
            share = min(1.0, (step + 1) / recipe.warm_up) * max(0.02, 1 - step / total)
            for group, top in zip(optimizer.param_groups, (recipe.rate, recipe.new_rate), strict=True):
                group["lr"] = top * share
            tensors = [t.to(device) for t in padded(batch)]
            with torch.autocast(device.type, dtype=torch.bfloat16):
                logits, shown = model(*tensors)
            loss = loss_of(model, batch, logits.float(), shown.float(), recipe.weights)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            average.take(model)
            step += 1
            cost += (loss.item() - cost) * max(0.01, 1 / step)
            if step % 50 == 0:
                logger.info("step %d of %d, loss %.3f, %.0f s", step, total, cost, time.monotonic() - began)
            if checkpoint and step % every == 0:
                checkpoint(average.model, step)
        epoch += 1
    return average.model
