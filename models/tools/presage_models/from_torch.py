"""PyTorch modules as ONNX models. Needs torch, onnx and onnxscript."""

from __future__ import annotations

import io
from typing import Any

import numpy as np

from presage_models.from_onnx import from_onnx
from presage_models.inputs import Floats
from presage_models.network import Network


def from_torch(module: Any, inputs: int) -> Network:
    """The network of a module that takes rows [N, inputs] and gives risks [N, 1], in evaluation mode."""
    import torch

    module = module.eval()
    buffer = io.BytesIO()
    torch.onnx.export(
        module,
        (torch.zeros(1, inputs),),
        buffer,
        input_names=["rows"],
        output_names=["risk"],
        dynamic_axes={"rows": {0: "N"}, "risk": {0: "N"}},
        opset_version=17,
        dynamo=False,
    )

    def predict(rows: Floats) -> Floats:
        with torch.no_grad():
            return np.asarray(module(torch.from_numpy(rows)).numpy(), dtype=np.float32)

    return from_onnx(buffer.getvalue(), predict)
