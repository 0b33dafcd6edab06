"""The weights of a model that was exported, back in the shape that training takes them in.

The 8-bit weights of matrix products and of the word table are turned back into floats; what rounding took stays lost,
and a few steps of training make up for it.
"""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from communique.annotate.tagger.arguments import Scorer
from communique.errors import MissingPartError

Array = NDArray[np.float32]


def state_of(folder: Path) -> dict[str, Any]:
    """The parameters of the model in `folder`, by the names that `train.model.Attributor` has for them.

    Raises MissingPartError where the folder holds no such model.
    """
    import onnx
    import torch
    from onnx import numpy_helper

    try:
        graph = onnx.load(str(folder / "model.onnx")).graph
        with np.load(folder / "arguments.npz") as arrays:
            found = {f"scorer.{name}": arrays[name] for name in Scorer.__slots__}
    except (OSError, KeyError) as error:
        raise MissingPartError(f"no attribution model in {folder}: {error}") from error
    held = {i.name: numpy_helper.to_array(i) for i in graph.initializer}
    found |= {name: array for name, array in held.items() if name.endswith((".weight", ".bias"))}
    for node in graph.node:
        for given in node.input:
            if not given.endswith("_quantized") or given not in held:
                continue
            stem = given.removesuffix("_quantized")
            floats = _floats(held[given], held[f"{stem}_scale"], held[f"{stem}_zero_point"])
            if stem.endswith(".weight"):  # the word table keeps its name
                found[stem] = floats
            else:  # a matrix product: the node is named after the module that it computes
                module = node.name.strip("/").removesuffix("_quant").removesuffix("/MatMul").replace("/", ".")
                found[f"{module}.weight"] = floats.T
    return {name: torch.from_numpy(np.array(a, dtype=np.float32)) for name, a in found.items()}


def _floats(values: NDArray[Any], scale: Array, zero: NDArray[Any]) -> Array:
    """8-bit values as floats; a scale per column where there are several."""
    return ((values.astype(np.float32) - zero.astype(np.float32)) * scale).astype(np.float32)
