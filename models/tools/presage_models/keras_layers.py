"""Configurations of Keras 3 layers as TensorFlow.js 4.22 has them: those of Keras 2, and only what inference needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from presage_models.network import Unsupported

KEYS: Mapping[str, tuple[str, ...]] = {
    "Activation": ("activation",),
    "Add": (),
    "BatchNormalization": ("axis", "epsilon", "center", "scale"),
    "Concatenate": ("axis",),
    "Conv1D": ("filters", "kernel_size", "strides", "padding", "dilation_rate", "activation", "use_bias"),
    "Dense": ("units", "activation", "use_bias"),
    "Dropout": ("rate",),
    "ELU": ("alpha",),
    "Flatten": (),
    "GlobalAveragePooling1D": (),
    "GlobalMaxPooling1D": (),
    "LayerNormalization": ("axis", "epsilon", "center", "scale"),
    "LeakyReLU": ("negative_slope",),
    "MaxPooling1D": ("pool_size", "strides", "padding"),
    "ReLU": ("max_value",),
    "Reshape": ("target_shape",),
}
"""Settings that are kept."""

LAYERS = frozenset(KEYS)

ONLY: Mapping[str, tuple[Any, ...]] = {
    "data_format": ("channels_last",),
    "groups": (1,),
    "keepdims": (False,),
    "padding": ("valid", "same"),
    "rms_scaling": (False,),
    "threshold": (0,),
}
"""Values of settings at which TensorFlow.js computes the same. It reckons the length of a causal convolution wrong."""

RENAMED: Mapping[str, str] = {"negative_slope": "alpha"}

ACTIVATIONS: Mapping[str, str] = {
    **{
        same: same
        for same in (
            "linear",
            "relu",
            "relu6",
            "elu",
            "selu",
            "sigmoid",
            "softmax",
            "softplus",
            "softsign",
            "tanh",
        )
    },
    "silu": "swish",
    "swish": "swish",
}
"""Those that compute the same there. A hard sigmoid, for one, does not."""


def tfjs_config(layer: Any) -> dict[str, Any]:
    """The configuration of a Keras layer for TensorFlow.js, without its name.

    Raises `Unsupported` if the layer has a setting that TensorFlow.js does not have.
    """
    config, kind = layer.get_config(), type(layer).__name__
    only = {**ONLY, "negative_slope": (0,)} if kind == "ReLU" else ONLY
    for key, values in only.items():
        if config.get(key, values[0]) not in values:
            raise Unsupported(f"the layer {layer.name} has {key}={config[key]!r}, not {' or '.join(map(repr, values))}")
    kept = {RENAMED.get(key, key): config[key] for key in KEYS[kind] if config[key] is not None}
    if "activation" in kept:
        kept["activation"] = _activation(layer.name, kept["activation"])
    return kept


def _activation(layer: str, activation: Any) -> str:
    if not isinstance(activation, str) or activation not in ACTIVATIONS:
        raise Unsupported(f"the layer {layer} has the activation {activation!r}, not one of {', '.join(ACTIVATIONS)}")
    return ACTIVATIONS[activation]
