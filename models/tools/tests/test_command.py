"""python -m presage_models."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from samples import FRAME, INPUTS, perceptron

from presage_models.__main__ import main
from presage_models.rows import read_rows

MANIFEST = {
    "name": "press",
    "version": "1.0.0",
    "description": "of a test",
    "licence": "Apache-2.0",
    "assetClasses": ["rotating-machine"],
    "inputs": [item.to_json() for item in INPUTS],
    "outputs": {"risk": "the press fails", "horizonHours": 24},
    "calibration": {"method": "none"},
    "decision": {"threshold": 0.5, "k": 2, "n": 3, "clearThreshold": 0.25, "clearWindows": 6},
    "training": {},
    "metrics": {},
}


def test_it_writes_a_package_from_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("keras")
    perceptron().save(tmp_path / "press.keras")
    (tmp_path / "spec.json").write_text(json.dumps(MANIFEST))
    rows = [{name: float(values[i]) for name, values in FRAME.items()} for i in range(20, 27)]
    (tmp_path / "rows.json").write_text(json.dumps(rows))
    arguments = ["keras", "press.keras", "--manifest", "spec.json", "--golden", "rows.json", "--out", "package"]
    assert main([str(tmp_path / word) if word[0] != "-" and word != "keras" else word for word in arguments]) == 0
    assert "presage model validate" in capsys.readouterr().out
    assert {file.name for file in (tmp_path / "package").iterdir()} == {
        "manifest.json",
        "model.json",
        "weights.bin",
        "golden.json",
        "CARD.md",
    }


def test_it_says_what_is_wrong_and_ends_with_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["onnx", "none.onnx", "--manifest", "none.json", "--golden", "r.json", "--out", str(tmp_path)]) == 1
    assert "none.json" in capsys.readouterr().err


def test_rows_are_read_from_csv_and_parquet(tmp_path: Path) -> None:
    (tmp_path / "rows.csv").write_text("asset,acceleration.rms\nm1,0.5\nm2,\n")
    np.testing.assert_array_equal(read_rows(tmp_path / "rows.csv")["acceleration.rms"], [0.5, np.nan])
    pyarrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    parquet.write_table(pyarrow.table({"acceleration.rms": [0.5, None]}), tmp_path / "rows.parquet")
    np.testing.assert_array_equal(read_rows(tmp_path / "rows.parquet")["acceleration.rms"], [0.5, np.nan])
    with pytest.raises(ValueError, match="neither"):
        read_rows(tmp_path / "rows.xlsx")
