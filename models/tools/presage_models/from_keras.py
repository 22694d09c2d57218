"""Keras 3 models as TF.js layers models. Needs keras."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from presage_models.inputs import Floats
from presage_models.keras_layers import LAYERS, tfjs_config
from presage_models.network import Network, Unsupported

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
    calls = _calls(model)
    if len(model.inputs) != 1 or len(model.inputs[0].shape) != 2 or model.inputs[0].shape[1] is None:
        raise Unsupported("the model must have one input of shape [N, inputs]: begin with keras.Input((inputs,))")
    if [tuple(output.shape) for output in model.outputs] != [(None, 1)]:
        raise Unsupported("the model must have one output of shape [N, 1]: end it with Dense(1, 'sigmoid')")
    width = int(model.inputs[0].shape[1])
    weights = [
        (f"{layer.name}/{weight.name}", np.asarray(weight)) for layer in _layers(model) for weight in layer.weights
    ]
    topology = {"class_name": "Functional", "config": _topology(model, calls, width)}
    model_json = {
        "format": "layers-model",
        "modelTopology": topology,
        "weightsManifest": [
            {
                "paths": ["weights.bin"],
                "weights": [
                    {"name": name, "shape": list(values.shape), "dtype": "float32"} for name, values in weights
                ],
            }
        ],
    }
    files = {
        "model.json": (json.dumps(model_json, indent=2) + "\n").encode(),
        "weights.bin": b"".join(values.astype("<f4").tobytes() for _, values in weights),
    }
    return Network(files, width, _predictor(model))


def _predictor(model: Any) -> Callable[[Floats], Floats]:
    return lambda rows: np.asarray(model(rows, training=False), dtype=np.float32)


Call = tuple[str, int, int]
"""Which tensor: of which layer, of which of its calls, which output."""


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


def _calls(model: Any) -> dict[str, list[list[Call]]]:
    """By layer, which tensors each call of it takes. Only the graph that Keras itself saves is looked at."""
    kind = type(model).__name__
    if kind == "Sequential" and model.built:
        names = ["", *(layer.name for layer in _layers(model))]
        return {after: [[(before, 0, 0)]] for before, after in pairwise(names)}
    if kind != "Functional":
        raise Unsupported(f"the model is a {kind} and not a built Sequential or Functional one; {ELSEWHERE}")
    _layers(model)
    return {
        layer["name"]: [list(_tensors(node["args"])) for node in layer["inbound_nodes"]]
        for layer in model.get_config()["layers"]
        if layer["class_name"] != "InputLayer"
    }


def _tensors(args: Any) -> Iterator[Call]:
    """The tensors among a call's arguments, in order."""
    if isinstance(args, Mapping):
        if args.get("class_name") == "__keras_tensor__":
            name, call, output = args["config"]["keras_history"]
            yield name, call, output
    elif isinstance(args, Sequence) and not isinstance(args, str):
        for item in args:
            yield from _tensors(item)


def _topology(model: Any, calls: Mapping[str, list[list[Call]]], width: int) -> dict[str, Any]:
    name, output = _ends(model)
    first = {"batch_input_shape": [None, width], "dtype": "float32", "sparse": False, "name": name}
    layers: list[dict[str, Any]] = [{"class_name": "InputLayer", "name": name, "config": first, "inbound_nodes": []}]
    for layer in _layers(model):
        nodes = [[[before or name, call, out, {}] for before, call, out in node] for node in calls[layer.name]]
        config = {"name": layer.name, **tfjs_config(layer)}
        kind = type(layer).__name__
        layers.append({"class_name": kind, "name": layer.name, "config": config, "inbound_nodes": nodes})
    return {
        "name": model.name,
        "layers": layers,
        "input_layers": [[name, 0, 0]],
        "output_layers": [list(output)],
    }


def _ends(model: Any) -> tuple[str, Call]:
    """Name of the input layer, and which tensor is the output."""
    if type(model).__name__ == "Sequential":
        return f"{model.name}_input", (model.layers[-1].name, 0, 0)
    config = model.get_config()
    first, last = (_single(config[key]) for key in ("input_layers", "output_layers"))
    return first[0], last


def _single(ends: Any) -> Call:
    """Keras writes one tensor either as itself or as a list of one."""
    name, call, output = ends if isinstance(ends[0], str) else ends[0]
    return name, call, output
