"""Files of a TensorFlow.js model."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy.typing as npt


def tfjs_files(model: Mapping[str, Any], weights: Sequence[tuple[str, npt.NDArray[Any]]]) -> dict[str, bytes]:
    """`model.json` with these fields, and `weights.bin` with all weights by name, one after the other."""
    specs = [{"name": name, "shape": list(values.shape), "dtype": values.dtype.name} for name, values in weights]
    whole = {**model, "weightsManifest": [{"paths": ["weights.bin"], "weights": specs}]}
    return {
        "model.json": (json.dumps(whole, indent=2) + "\n").encode(),
        "weights.bin": b"".join(values.astype(values.dtype.newbyteorder("<")).tobytes() for _, values in weights),
    }
