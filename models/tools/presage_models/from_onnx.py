"""ONNX models, cut so that they have one input and one output. Needs onnx and onnxruntime."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from presage_models.inputs import Floats
from presage_models.network import Network, Unsupported

RISK = "risk"
"""Name of the output that is put in for the positive class."""


def from_onnx(data: bytes, predict: Callable[[Floats], Floats] | None = None) -> Network:
    """The network of an ONNX model with one float32 input [N, inputs].

    Of its outputs the one of float32 is kept: a risk [N, 1] or [N], or the probabilities [N, 2] of two classes, of
    which the second is taken. `predict` is what computes the golden risks, ONNX Runtime if it is left out. Raises
    `Unsupported` if the input or the outputs are others.
    """
    import onnx

    model = onnx.load_model_from_string(data)
    source = _only_input(model.graph)
    width = _width(source)
    target = _kept_output(model)
    if target != model.graph.output[0].name or len(model.graph.output) > 1:
        model = _cut(model, source.name, target)
    for value, last in ((model.graph.input[0], width), (model.graph.output[0], 1)):
        del value.type.tensor_type.shape.dim[:]
        value.type.tensor_type.shape.dim.add().dim_param = "N"
        value.type.tensor_type.shape.dim.add().dim_value = last
    onnx.checker.check_model(model)
    written = model.SerializeToString()
    return Network({"model.onnx": written}, width, predict or _predictor(written))


def _only_input(graph: Any) -> Any:
    constants = {constant.name for constant in graph.initializer}
    inputs = [value for value in graph.input if value.name not in constants]
    if len(inputs) != 1 or not _is_float(inputs[0]):
        raise Unsupported(f"the model must have one float32 input; it has {[value.name for value in inputs]}")
    del graph.input[:]
    graph.input.append(inputs[0])
    return graph.input[0]


def _width(source: Any) -> int:
    shape = _shape(source)
    if len(shape) != 2 or shape[1] is None:
        raise Unsupported(f"the model's input must have the shape [N, inputs]; it has {shape}")
    return shape[1]


def _kept_output(model: Any) -> str:
    """Name of the tensor [N, 1] that is the risk; a node that makes it is added if need be."""
    import onnx

    inferred = onnx.shape_inference.infer_shapes(model)
    outputs = [value for value in inferred.graph.output if _is_float(value)]
    if len(outputs) != 1:
        raise Unsupported(
            f"the model must have one output of float32; it has {[value.name for value in outputs]}. "
            "Of scikit-learn, convert with zipmap off"
        )
    name, shape = str(outputs[0].name), _shape(outputs[0])
    if shape[1:] == [1]:
        return name
    graph = model.graph
    if shape[1:] == [2]:
        index = onnx.numpy_helper.from_array(np.array([1], dtype=np.int64), f"{RISK}_class")
        node = onnx.helper.make_node("Gather", [name, index.name], [RISK], axis=1)
    elif len(shape) == 1:
        index = onnx.numpy_helper.from_array(np.array([-1, 1], dtype=np.int64), f"{RISK}_shape")
        node = onnx.helper.make_node("Reshape", [name, index.name], [RISK])
    else:
        raise Unsupported(f"the model's output {name} has the shape {shape}; a risk is [N, 1], [N, 2] or [N]")
    graph.initializer.append(index)
    graph.node.append(node)
    graph.output.append(onnx.helper.make_tensor_value_info(RISK, onnx.TensorProto.FLOAT, ["N", 1]))
    return RISK


def _cut(model: Any, source: str, target: str) -> Any:
    """Only what leads from the input to one output."""
    from onnx.utils import Extractor

    cut = Extractor(model).extract_model([source], [target])
    # The extractor drops the versions of operator sets that it does not know.
    del cut.opset_import[:]
    cut.opset_import.extend(model.opset_import)
    cut.ir_version = model.ir_version
    return cut


def _is_float(value: Any) -> bool:
    return bool(value.type.tensor_type.elem_type == 1)


def _shape(value: Any) -> list[int | None]:
    return [dim.dim_value or None for dim in value.type.tensor_type.shape.dim]


def _predictor(data: bytes) -> Callable[[Floats], Floats]:
    import onnxruntime

    session = onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    source = session.get_inputs()[0].name
    return lambda rows: np.asarray(session.run(None, {source: rows})[0], dtype=np.float32)
