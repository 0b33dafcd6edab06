"""From a trained network to the files that ship: ONNX in 8-bit integers, the scorer's weights, the tokenizer."""

import shutil
import tempfile
from pathlib import Path

import numpy as np
import torch

from communique.annotate.tagger.arguments import Scorer
from communique.train.model import Attributor


def export(model: Attributor, encoder: Path, out: Path, *, quantize: bool = True) -> None:
    """Write `model.onnx`, `arguments.npz` and `tokenizer.json` to folder `out`.

    quantize: weights of matrix products and of the word table as int8, a scale per channel; activations are quantised
    as they come. False keeps 32-bit floats (to measure what the quantisation costs).
    """
    out.mkdir(parents=True, exist_ok=True)
    model = model.cpu().eval().float()
    model.encoder.set_attn_implementation("eager")
    ids = torch.randint(1000, 20000, (2, 40))
    axes = {0: "batch", 1: "piece"}
    names = ("ids", "mask", "features", "words", "projection")
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(
            model, (ids, torch.ones_like(ids), torch.zeros_like(ids)), str(whole), input_names=list(names[:3]),
            output_names=list(names[3:]), dynamic_axes=dict.fromkeys(names, axes), opset_version=17, dynamo=False,
        )  # fmt: skip
        if quantize:
            _quantized(whole, out / "model.onnx")
        else:
            shutil.copy(whole, out / "model.onnx")
    np.savez(out / "arguments.npz", **{n: getattr(model.scorer, n).detach().numpy() for n in Scorer.__slots__})
    shutil.copy(encoder / "tokenizer.json", out / "tokenizer.json")


def _quantized(whole: Path, out: Path) -> None:
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    ready = whole.with_name("ready.onnx")
    quant_pre_process(str(whole), str(ready), skip_symbolic_shape=True)
    quantize_dynamic(
        str(ready), str(out), weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=["MatMul", "Gather"],
        extra_options={"MatMulConstBOnly": True},
    )  # fmt: skip
