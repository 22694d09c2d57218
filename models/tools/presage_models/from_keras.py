"""Keras 3 models as TF.js layers models. Needs keras."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np

from presage_models.inputs import Floats
from presage_models.keras_layers import LAYERS, tfjs_config
from presage_models.network import Network, Unsupported
from presage_models.tfjs import tfjs_files

ELSEWHERE = "export it with model.export(folder) and give that SavedModel, or use ONNX"


def load_keras(path: Path) -> Network:
    """The network of a `.keras` file."""
    import keras

    return from_keras(keras.saving.load_model(path, compile=False))


def from_keras(model: Any) -> Network:
    """The network of a built Sequential or Functional model with one input [N, inputs] and one output [N, 1].

    Layers and weights are written as TensorFlow.js reads them; what only training needs is left out. Raises
    `Unsupported` if a layer, or a setting of one, is not among those that Presage has.
    """
    import keras

    layers, graph = _layers(model), _graph(model)
    if len(model.inputs) != 1 or len(model.inputs[0].shape) != 2 or model.inputs[0].shape[1] is None:
        raise Unsupported("the model must have one input of shape [N, inputs]: begin with keras.Input((inputs,))")
    if [tuple(output.shape) for output in model.outputs] != [(None, 1)]:
        raise Unsupported("the model must have one output of shape [N, 1]: end it with Dense(1, 'sigmoid')")
    width = int(model.inputs[0].shape[1])
    topology = {
        "name": model.name,
        "layers": [_input_layer(graph.source, width), *(_layer(layer, graph.calls[layer.name]) for layer in layers)],
        "input_layers": [[graph.source, 0, 0]],
        "output_layers": [list(graph.target)],
    }
    weights = [
        (f"{layer.name}/{weight.name}", np.asarray(keras.ops.convert_to_numpy(weight), dtype=np.float32))
        for layer in layers
        for weight in layer.weights
    ]
    fields = {"format": "layers-model", "modelTopology": {"class_name": "Functional", "config": topology}}

    def predict(rows: Floats) -> Floats:
        return np.asarray(keras.ops.convert_to_numpy(model(rows, training=False)), dtype=np.float32)

    return Network(tfjs_files(fields, weights), width, predict)


Tensor: TypeAlias = tuple[str, int, int]
"""Of which layer, of which of its calls, which output."""


@dataclass(frozen=True)
class Graph:
    """How the layers of a model are connected."""

    source: str
    """Name of the input layer."""
    calls: Mapping[str, list[list[Tensor]]]
    """By layer, which tensors each call of it takes."""
    target: Tensor


def _graph(model: Any) -> Graph:
    kind = type(model).__name__
    if kind == "Sequential" and model.built:
        names = [f"{model.name}_input", *(layer.name for layer in model.layers)]
        return Graph(names[0], {after: [[(before, 0, 0)]] for before, after in pairwise(names)}, (names[-1], 0, 0))
    if kind != "Functional":
        raise Unsupported(f"the model is a {kind} and not a built Sequential or Functional one; {ELSEWHERE}")
    config = model.get_config()
    calls = {
        layer["name"]: [list(_tensors(node["args"])) for node in layer["inbound_nodes"]] for layer in config["layers"]
    }
    (source, _, _), target = (_first(config[ends]) for ends in ("input_layers", "output_layers"))
    return Graph(source, calls, target)


def _tensors(args: Any) -> Iterator[Tensor]:
    """The tensors among a call's arguments, in order."""
    if isinstance(args, Mapping):
        if args.get("class_name") == "__keras_tensor__":
            name, call, output = args["config"]["keras_history"]
            yield name, call, output
    elif isinstance(args, Sequence) and not isinstance(args, str):
        for item in args:
            yield from _tensors(item)


def _first(ends: Any) -> Tensor:
    """Keras writes one tensor either as itself or as a list of one."""
    name, call, output = ends if isinstance(ends[0], str) else ends[0]
    return name, call, output


def _layers(model: Any) -> list[Any]:
    """All layers but the input, in the model's order."""
    layers = [layer for layer in model.layers if type(layer).__name__ != "InputLayer"]
    for layer in layers:
        kind = type(layer).__name__
        if hasattr(layer, "layers"):
            raise Unsupported(f"the model has another model, {layer.name}, in it; put its layers in, or {ELSEWHERE}")
        if kind not in LAYERS or not type(layer).__module__.startswith("keras."):
            raise Unsupported(
                f"the layer {layer.name} is a {kind}, not one of {', '.join(sorted(LAYERS))}; {ELSEWHERE}"
            )
        if layer.compute_dtype != "float32":
            raise Unsupported(f"the layer {layer.name} computes in {layer.compute_dtype}; build the model in float32")
    return layers


def _input_layer(name: str, width: int) -> dict[str, Any]:
    config = {"batch_input_shape": [None, width], "dtype": "float32", "sparse": False, "name": name}
    return {"class_name": "InputLayer", "name": name, "config": config, "inbound_nodes": []}


def _layer(layer: Any, calls: Sequence[Sequence[Tensor]]) -> dict[str, Any]:
    return {
        "class_name": type(layer).__name__,
        "name": layer.name,
        "config": {"name": layer.name, **tfjs_config(layer)},
        "inbound_nodes": [[[*tensor, {}] for tensor in call] for call in calls],
    }
