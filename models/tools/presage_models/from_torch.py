"""PyTorch modules as ONNX models. Needs torch, onnx and onnxscript."""

from __future__ import annotations

from typing import Any

import numpy as np

from presage_models.from_onnx import from_onnx
from presage_models.inputs import Floats
from presage_models.network import Network


def from_torch(module: Any, inputs: int) -> Network:
    """The network of a module that takes rows [N, inputs] and gives risks [N, 1], in evaluation mode."""
    import torch

    module = module.eval()
    # Two rows: the exporter takes a dimension of one for a constant.
    program = torch.onnx.export(
        module,
        (torch.zeros(2, inputs),),
        input_names=["rows"],
        output_names=["risk"],
        dynamic_shapes=({0: torch.export.Dim("N")},),
        opset_version=18,
        dynamo=True,
        verbose=False,
    )

    def predict(rows: Floats) -> Floats:
        with torch.no_grad():
            return np.asarray(module(torch.from_numpy(rows)).numpy(), dtype=np.float32)

    return from_onnx(program.model_proto.SerializeToString(), predict)
