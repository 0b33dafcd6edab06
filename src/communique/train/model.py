"""The network while it is trained: a MiniLM encoder, linear heads for the words, a scorer of arguments for each cue."""

import copy
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from torch.nn import functional

from communique.annotate.tagger import arguments as at_run_time
from communique.annotate.tagger import labels
from communique.train.examples import UNKNOWN, Item
from communique.train.recipe import Weights

HIDDEN, PAIR = at_run_time.HIDDEN, at_run_time.PAIR


class ArgumentScorer(nn.Module):  # type: ignore[misc, unused-ignore]
    """Scores of (cue, word) pairs; `annotate.tagger.arguments.Scorer` computes the same in numpy."""

    def __init__(self) -> None:
        super().__init__()
        self.distance = nn.Parameter(torch.zeros(at_run_time.DISTANCES, HIDDEN))
        self.paragraph = nn.Parameter(torch.zeros(at_run_time.PARAGRAPHS, HIDDEN))
        self.cues = nn.Parameter(torch.zeros(at_run_time.BETWEEN, HIDDEN))
        self.stops = nn.Parameter(torch.zeros(at_run_time.BETWEEN, HIDDEN))
        self.bias = nn.Parameter(torch.zeros(labels.ARGUMENTS))
        self.out = nn.Parameter(torch.randn(HIDDEN, labels.ARGUMENTS) * 0.05)
        self.pair = nn.Parameter(torch.randn(labels.ARGUMENTS, PAIR, PAIR) * 0.01)
        for table in (self.distance, self.paragraph, self.cues, self.stops):
            nn.init.normal_(table, std=0.02)

    def forward(self, answering: Tensor, asking: Tensor, word: Tensor, cue: Tensor, features: Tensor) -> Tensor:
        """Scores (pairs, ARGUMENTS): pair n is word `word[n]` (row of answering) and cue `cue[n]` (row of asking)."""
        hidden = answering[word, :HIDDEN] + asking[cue, :HIDDEN]
        hidden = hidden + functional.embedding(features[:, 0], self.distance)
        hidden = hidden + functional.embedding(features[:, 1], self.paragraph)
        hidden = hidden + functional.embedding(features[:, 2], self.cues)
        hidden = hidden + functional.embedding(features[:, 3], self.stops)
        scores = torch.relu(hidden) @ self.out + self.bias
        turned = torch.einsum("cp,apq->caq", asking[:, HIDDEN:], self.pair)
        return scores + torch.einsum("naq,nq->na", turned[cue], answering[word, HIDDEN:])


class Attributor(nn.Module):  # type: ignore[misc, unused-ignore]
    """The whole network. layers: how many of the encoder's layers to keep."""

    def __init__(self, encoder: Path, layers: int = 6) -> None:
        super().__init__()
        from transformers import BertModel

        self.encoder = BertModel.from_pretrained(
            str(encoder), add_pooling_layer=False, num_hidden_layers=layers, attention_probs_dropout_prob=0.0
        )
        # The token types of the encoder are not needed; their place is taken by shape, quotation and domain of a piece.
        table = self.encoder.embeddings.token_type_embeddings
        features = nn.Embedding(len(labels.DOMAINS) * labels.SHAPES, table.embedding_dim)
        features.weight.data[:] = table.weight.data[0]
        self.encoder.embeddings.token_type_embeddings = features
        self.heads = nn.Linear(table.embedding_dim, labels.COLUMNS)
        self.projection = nn.Linear(table.embedding_dim, at_run_time.WIDTH)
        self.scorer = ArgumentScorer()

    def forward(self, ids: Tensor, mask: Tensor, features: Tensor) -> tuple[Tensor, Tensor]:
        """Word logits (batch, pieces, COLUMNS) and projections (batch, pieces, WIDTH)."""
        states = self.encoder(input_ids=ids, attention_mask=mask, token_type_ids=features).last_hidden_state
        return self.heads(states), self.projection(states)

    def new_parameters(self) -> list[nn.Parameter]:
        """The parameters that start from nothing and so learn faster."""
        return [p for n, p in self.named_parameters() if not n.startswith("encoder.") or "token_type" in n]

    def old_parameters(self) -> list[nn.Parameter]:
        """The parameters that come pretrained."""
        return [p for n, p in self.named_parameters() if n.startswith("encoder.") and "token_type" not in n]


def padded(items: Sequence[Item]) -> tuple[Tensor, Tensor, Tensor]:
    """ids, mask and features of a batch, padded to its longest window."""
    longest = max(len(item.ids) for item in items)
    ids = torch.zeros(len(items), longest, dtype=torch.long)
    mask, features = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, item in enumerate(items):
        size = len(item.ids)
        ids[row, :size] = torch.tensor(item.ids)
        features[row, :size] = torch.tensor(item.features)
        mask[row, :size] = 1
    return ids, mask, features


def loss_of(model: Attributor, items: Sequence[Item], logits: Tensor, shown: Tensor, weigh: Weights) -> Tensor:
    """The loss of a batch: cues, flat sources and contents, stances, triggers, and what each word is to each cue."""
    width = logits.shape[1]
    device = logits.device
    rows = torch.cat([torch.from_numpy(item.words) + n * width for n, item in enumerate(items)]).to(device)
    gold = torch.cat([torch.from_numpy(item.heads) for item in items]).to(device)
    words = logits.reshape(-1, logits.shape[-1])[rows]
    total = words.sum() * 0.0
    for column, (name, part) in enumerate(labels.HEADS.items()):
        weight = weigh.cue if name == "cue" else weigh.flat if name in ("source", "content") else weigh.other
        target = gold[:, column]
        known = target != UNKNOWN
        if weight and bool(known.any()):
            cost = functional.cross_entropy(words[known, part], target[known], label_smoothing=weigh.smoothing)
            # Batches with little of a rare head must not shout: its part is weighed by the share of words marked.
            total = total + weight * cost * (known.sum() / len(known))
    return total + weigh.arguments * _argument_loss(model, items, shown.reshape(-1, shown.shape[-1])[rows], weigh)


def _argument_loss(model: Attributor, items: Sequence[Item], projected: Tensor, weigh: Weights) -> Tensor:
    first: list[int] = []
    last: list[int] = []
    word, cue, features, gold = [], [], [], []
    offset = 0
    for item in items:
        size = len(item.words)
        for row, (a, b) in enumerate(item.cues):
            cue.append(torch.full((size,), len(first)))
            word.append(torch.arange(offset, offset + size))
            features.append(torch.from_numpy(item.pairs[row]))
            gold.append(torch.from_numpy(item.arguments[row]))
            first.append(offset + a)
            last.append(offset + b)
        offset += size
    if not first:
        return projected.sum() * 0.0
    device = projected.device
    parts = at_run_time.PARTS
    asking = projected[first][:, parts["first"]] + projected[last][:, parts["last"]]
    target = torch.cat(gold).to(device)
    scores = model.scorer(
        projected[:, parts["word"]], asking, torch.cat(word).to(device), torch.cat(cue).to(device),
        torch.cat(features).to(device),
    )  # fmt: skip
    cost = functional.cross_entropy(scores, target, reduction="sum", label_smoothing=weigh.smoothing)
    return cost / (target > 0).sum().clamp(min=1)


class Average:
    """A running average of a model's parameters, which reads better than the last step's."""

    def __init__(self, model: Attributor, decay: float) -> None:
        self.model: Attributor = copy.deepcopy(model).eval()
        self.decay, self.steps = decay, 0

    @torch.no_grad()  # type: ignore[untyped-decorator, unused-ignore]
    def take(self, model: Attributor) -> None:
        """Move towards `model`; faster at first."""
        self.steps += 1
        keep = min(self.decay, (1 + self.steps) / (10 + self.steps))
        for mine, new in zip(self.model.parameters(), model.parameters(), strict=True):
            mine.lerp_(new, 1 - keep)
