"""SavedModels: what is taken, and what is refused."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from presage_models import Unsupported
from presage_models.convert import network_of

tensorflow = pytest.importorskip("tensorflow")


def exported(folder: Path, compute: Any, shape: Any = (None, 2), dtype: str = "float32") -> Path:
    """A module, not of Keras, with one signature."""
    module = tensorflow.Module()
    module.weight = tensorflow.Variable([[0.5], [2.0]])
    spec = tensorflow.TensorSpec(shape, dtype, name="features")
    function = tensorflow.function(lambda features: {"risk": compute(features, module.weight)}, [spec])
    tensorflow.saved_model.save(module, folder, signatures=function)
    return folder


def test_any_module_with_one_signature_is_taken(tmp_path: Path) -> None:
    folder = exported(tmp_path, lambda rows, weight: tensorflow.sigmoid(rows @ weight))
    network = network_of(folder, 2)
    rows = np.float32([[1, 0], [0, 1]])
    assert network.inputs == 2
    assert network.predict(rows)[:, 0] == pytest.approx([1 / (1 + np.exp(-0.5)), 1 / (1 + np.exp(-2))])


def test_variables_become_constants_in_one_file_of_weights(tmp_path: Path) -> None:
    network = network_of(exported(tmp_path, lambda rows, weight: tensorflow.sigmoid(rows @ weight)), 2)
    model = json.loads(network.files["model.json"])
    assert model["format"] == "graph-model"
    (group,) = model["weightsManifest"]
    assert group["paths"] == ["weights.bin"]
    assert [weight["shape"] for weight in group["weights"] if weight["dtype"] == "float32"] == [[2, 1]]
    assert {node["op"] for node in model["modelTopology"]["node"]} <= {
        "Const",
        "Placeholder",
        "MatMul",
        "Sigmoid",
        "Identity",
    }
    assert np.frombuffer(network.files["weights.bin"], "<f4").tolist() == [0.5, 2]


@pytest.mark.parametrize(
    ("compute", "shape", "dtype", "what"),
    [
        (lambda rows, weight: rows, (None, 2), "float32", "one float32 output"),
        (lambda rows, weight: rows @ weight, (4, 2), "float32", "one float32 input"),
        (lambda rows, weight: tensorflow.cast(rows, "float32") @ weight, (None, 2), "float64", "one float32 input"),
    ],
)
def test_another_signature_is_refused(tmp_path: Path, compute: Any, shape: Any, dtype: str, what: str) -> None:
    with pytest.raises(Unsupported, match=what):
        network_of(exported(tmp_path, compute, shape, dtype), 2)


def test_without_a_signature_nothing_can_be_served(tmp_path: Path) -> None:
    tensorflow.saved_model.save(tensorflow.Module(), tmp_path)
    with pytest.raises(Unsupported, match="no serving signature"):
        network_of(tmp_path, 2)
