"""Keras models that are refused; those that are not, Presage itself tries."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from presage_models import Unsupported
from presage_models.convert import network_of
from presage_models.keras_layers import LAYERS

keras = pytest.importorskip("keras")
layers = keras.layers


def chain(*steps: Any) -> Any:
    return keras.Sequential([keras.Input((6,)), *steps, layers.Dense(1, activation="sigmoid")])


class Subclassed(keras.Model):
    def call(self, rows: Any) -> Any:
        return rows


@pytest.mark.parametrize(
    ("model", "what"),
    [
        (chain(layers.Reshape((6, 1)), layers.LSTM(4)), r"LSTM.*model\.export"),
        (chain(layers.Reshape((6, 1)), layers.Conv1D(4, 3, padding="causal"), layers.Flatten()), "causal"),
        (chain(layers.Dense(4, activation="hard_sigmoid")), "hard_sigmoid"),
        (chain(layers.Dense(4, activation=layers.LeakyReLU())), "activation"),
        (chain(layers.ReLU(threshold=1)), "threshold"),
        (chain(keras.Sequential([layers.Dense(3)])), "another model"),
        (chain(layers.Dense(4, dtype="mixed_float16")), "float16"),
        (keras.Sequential([keras.Input((6,)), layers.Dense(2, activation="softmax")]), "one output"),
        (keras.Sequential([keras.Input((6, 1)), layers.Flatten(), layers.Dense(1)]), "one input"),
        (keras.Sequential([layers.Dense(1)]), "built"),
        (Subclassed(), "Subclassed"),
    ],
)
def test_a_model_that_tensorflow_js_would_compute_otherwise_is_refused(model: Any, what: str) -> None:
    with pytest.raises(Unsupported, match=what):
        network_of(model, 6)


def test_the_layers_are_those_that_presage_allows() -> None:
    source = Path(__file__).parents[3] / "libs/model/src/layers-network.ts"
    if not source.exists():
        pytest.skip("outside of Presage's repository")
    allowed = source.read_text().split("LAYERS: ReadonlySet<string> = new Set([")[1].split("]")[0]
    assert {*re.findall(r'"(\w+)"', allowed)} == LAYERS | {"InputLayer"}
