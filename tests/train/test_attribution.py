"""The whole way from gold to a model, on a very small encoder made here; needs the extra `train`."""

import json
from pathlib import Path

import pytest

from communique.annotate.layers import Layers
from communique.annotate.paragraphs import split
from communique.annotate.tagger import model_name, tag
from communique.annotate.tagger.network import SHIPPED
from communique.errors import MissingPartError, UsageError
from communique.model import Document
from communique.train.attribution import encoder_folder, train_attribution


def test_a_folder_without_weights_is_refused(tmp_path: Path) -> None:
    with pytest.raises(MissingPartError, match="no encoder weights"):
        encoder_folder(tmp_path)


@pytest.fixture
def encoder(tmp_path: Path) -> Path:
    """One layer of a network as MiniLM is, with random weights."""
    pytest.importorskip("torch", reason="needs the extra `train`")
    pytest.importorskip("onnx", reason="needs the extra `train`")
    transformers = pytest.importorskip("transformers", reason="needs the extra `train`")
    config = transformers.BertConfig(
        vocab_size=30522, hidden_size=32, num_hidden_layers=1, num_attention_heads=2, intermediate_size=64
    )
    transformers.BertModel(config).save_pretrained(tmp_path / "encoder")
    (tmp_path / "encoder" / "tokenizer.json").write_bytes((SHIPPED / "tokenizer.json").read_bytes())
    return tmp_path / "encoder"


def gold(folder: Path, documents: int) -> Path:
    text = "Dask said the crossing is open.\nVarga said the road is closed.\n"
    rows = []
    for n in range(documents):
        spans = [[[[0, 4]], [[5, 9]], [[10, 30]]], [[[32, 37]], [[38, 42]], [[43, 61]]]]
        attributions = [{"source": s, "cue": c, "content": x} for s, c, x in spans]
        rows.append(json.dumps({"id": str(n), "text": text, "domain": "diplomacy", "attributions": attributions}))
    (folder / "gold.jsonl").write_text("\n".join(rows), encoding="utf-8")
    return folder / "gold.jsonl"


@pytest.mark.filterwarnings("ignore")  # what torch and onnx have to say to each other is not ours
def test_training_ends_in_a_model_that_reads(tmp_path: Path, encoder: Path) -> None:
    file = gold(tmp_path, 20)
    out = tmp_path / "model"
    report = train_attribution([file], out, encoder=encoder, start="encoder", epochs=2, name="tiny")
    assert report.documents == 18
    assert model_name(out).startswith("tiny ")
    document = Document(id="d", text="Dask said the crossing is open.", raw_sha256="")
    tags = tag(Layers(document, split(document)), 0.0, model=out)
    assert all(0 <= a.confidence <= 1 for a in tags.attributions)


@pytest.mark.filterwarnings("ignore")
def test_an_exported_model_can_be_gone_on_from(tmp_path: Path, encoder: Path) -> None:
    import numpy as np
    import torch

    from communique.train.export import export
    from communique.train.model import Attributor
    from communique.train.warm import state_of

    torch.manual_seed(1)
    model = Attributor(encoder, 1)
    for parameter in model.parameters():  # as after training: no two alike
        parameter.data.normal_(0, 0.05)
    wanted = {name: value.numpy().copy() for name, value in model.state_dict().items()}
    export(model, encoder, tmp_path / "model")
    found = state_of(tmp_path / "model")
    assert set(found) == set(wanted)
    for name, value in wanted.items():
        assert np.allclose(found[name].numpy(), value, atol=np.abs(value).max() / 60 + 1e-6), name


@pytest.mark.filterwarnings("ignore")
def test_the_numpy_scorer_is_the_one_that_was_trained(encoder: Path) -> None:
    import numpy as np
    import torch

    from communique.annotate.tagger.arguments import HIDDEN, PAIR, PARTS, WIDTH, Scorer
    from communique.train.model import ArgumentScorer

    torch.manual_seed(2)
    trained = ArgumentScorer()
    rng = np.random.default_rng(0)
    projected = rng.normal(size=(7, WIDTH)).astype(np.float32)
    features = np.stack([rng.integers(0, n, size=(2, 7)) for n in (17, 5, 8, 8)], axis=-1)
    here = Scorer.of({n: getattr(trained, n).detach().numpy() for n in Scorer.__slots__})
    mine = here(projected, [(1, 1), (3, 5)], features)
    shown = torch.from_numpy(projected)
    asking = shown[[1, 3]][:, PARTS["first"]] + shown[[1, 5]][:, PARTS["last"]]
    word, cue = torch.arange(7).repeat(2), torch.tensor([0] * 7 + [1] * 7)
    theirs = trained(shown[:, PARTS["word"]], asking, word, cue, torch.from_numpy(features).reshape(14, 4))
    assert shown[:, PARTS["word"]].shape[1] == HIDDEN + PAIR
    assert np.allclose(mine.reshape(14, -1), theirs.detach().numpy(), atol=1e-4)


@pytest.mark.filterwarnings("ignore")
def test_too_little_gold_is_refused(tmp_path: Path, encoder: Path) -> None:
    with pytest.raises(UsageError, match="too little gold"):
        train_attribution([gold(tmp_path, 3)], tmp_path / "model", encoder=encoder, start="encoder")
