"""What is in a package."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from presage_models import Input, Network, Platt, Unsupported, standardise, write_package
from presage_models.inputs import Floats

INPUTS = [Input("acceleration.rms", "log"), Input("temperature.mean", mean=50, std=10, fallback=0.5)]
ROWS = [
    {"acceleration.rms": 1.0, "temperature.mean": 40.0},
    {"acceleration.rms": 2.0},
    {"acceleration.rms": 0.5, "temperature.mean": None},
]


def sigmoid(rows: Floats) -> Floats:
    return (1 / (1 + np.exp(-rows.sum(axis=1, keepdims=True)))).astype(np.float32)


def network(predict: Any = sigmoid) -> Network:
    return Network({"model.onnx": b"network"}, 2, predict)


def written(folder: Path, model: object, golden: Any = ROWS, **more: Any) -> dict[str, Any]:
    fields = {"name": "press", "version": "1.0.0", "risk": "the press fails", "horizon_hours": 24, **more}
    return write_package(folder, model, inputs=INPUTS, golden=golden, **fields)


def test_the_manifest_has_the_digest_of_every_other_file(tmp_path: Path) -> None:
    manifest = written(tmp_path, network())
    assert json.loads((tmp_path / "manifest.json").read_text()) == manifest
    assert sorted(manifest["files"]) == ["CARD.md", "golden.json", "model.onnx"]
    for name, digest in manifest["files"].items():
        assert hashlib.sha256((tmp_path / name).read_bytes()).hexdigest() == digest


def test_golden_risks_are_those_of_the_framework_and_missing_features_are_left_out(tmp_path: Path) -> None:
    written(tmp_path, network(), calibration=Platt(2, -1))
    cases = json.loads((tmp_path / "golden.json").read_text())["cases"]
    assert [sorted(case["features"].values()) for case in cases] == [[1, 40], [0.5], [2]]
    outputs = [0.5 - np.log(2), -1, 0.5 + np.log(2)]
    expected = [1 / (1 + np.exp(1 - 2 / (1 + np.exp(-x)))) for x in sorted(outputs)]
    assert sorted(case["risk"] for case in cases) == pytest.approx(expected, abs=1e-6)


def test_many_golden_rows_are_thinned_from_the_least_to_the_greatest_risk(tmp_path: Path) -> None:
    frame = {"acceleration.rms": np.linspace(0.1, 10, 999), "temperature.mean": np.full(999, 50.0)}
    written(tmp_path, network(), golden=frame)
    cases = json.loads((tmp_path / "golden.json").read_text())["cases"]
    risks = sigmoid(standardise(frame, INPUTS))
    assert len(cases) == 64
    assert [cases[0]["risk"], cases[-1]["risk"]] == pytest.approx([risks.min(), risks.max()])


def test_a_failure_clears_at_half_the_threshold_unless_said_otherwise(tmp_path: Path) -> None:
    decision = written(tmp_path, network(), threshold=0.6)["decision"]
    assert decision == {"threshold": 0.6, "k": 2, "n": 3, "clearThreshold": 0.3, "clearWindows": 6}


def test_the_card_tells_what_the_manifest_says(tmp_path: Path) -> None:
    written(tmp_path, network(), training={"machines": 40}, metrics={"auc": 0.93})
    card = (tmp_path / "CARD.md").read_text()
    for text in ("# press 1.0.0", "the press fails", "24 hours", "`acceleration.rms`, log", "| auc | 0.93 |"):
        assert text in card


@pytest.mark.parametrize(
    ("model", "what"),
    [
        (Network({}, 3, sigmoid), "rows of 3 values"),
        (network(lambda rows: rows), "one for each"),
        (network(lambda rows: rows[:, :1] + 5), "not between 0 and 1"),
        (object(), "neither of Keras"),
        (Path("nowhere.pb"), "neither a .keras"),
    ],
)
def test_what_cannot_be_used_is_refused_before_anything_is_written(tmp_path: Path, model: object, what: str) -> None:
    with pytest.raises(Unsupported, match=what):
        written(tmp_path / "out", model)
    assert not (tmp_path / "out").exists()


def test_without_a_golden_row_there_is_no_package(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no golden row"):
        written(tmp_path, network(), golden={"acceleration.rms": [], "temperature.mean": []})
