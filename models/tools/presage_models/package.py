"""Writes a model package: manifest.json, the network's files, golden.json and CARD.md."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from presage_models.card import card_of
from presage_models.convert import network_of
from presage_models.inputs import Floats, Frame, Input, columns_of, standardise
from presage_models.network import Network, Unsupported, checked
from presage_models.platt import Platt, calibrate

GOLDEN_CASES = 64
"""More rows than that are thinned, evenly from the least to the greatest risk."""


def write_package(
    directory: str | Path,
    model: object,
    *,
    name: str,
    version: str,
    inputs: Sequence[Input],
    golden: Frame | Sequence[Mapping[str, float | None]],
    risk: str,
    horizon_hours: float,
    threshold: float = 0.5,
    k: int = 2,
    n: int = 3,
    clear_threshold: float | None = None,
    clear_windows: int = 6,
    calibration: Platt | None = None,
    description: str = "",
    licence: str = "Apache-2.0",
    asset_classes: Sequence[str] = ("rotating-machine",),
    training: Mapping[str, str | float] | None = None,
    metrics: Mapping[str, float] | None = None,
    card: str | None = None,
) -> dict[str, Any]:
    """Writes a package into a folder, which is made if need be, and returns its manifest.

    `model` is a Keras model, a scikit-learn classifier, a PyTorch module, the path of a `.keras` or `.onnx` file or of
    a SavedModel's folder, or a `Network`. It takes rows [N, inputs] in the order of `inputs`, standardised by
    `standardise`, and gives one output for each: the probability of `risk`, a failure within `horizon_hours`, or what
    `calibration` makes a probability of.

    `golden` is rows of features in their units; the framework computes their risks here, and Presage refuses the
    package if it computes others. A failure opens when `k` of the last `n` windows have a risk of `threshold` or more,
    and closes after `clear_windows` below `clear_threshold`, by default half of it.

    Raises `Unsupported` if the model is not one that Presage can run.
    """
    manifest = {
        "name": name,
        "version": version,
        "description": description or f"{risk}, from {len(inputs)} features.",
        "licence": licence,
        "assetClasses": list(asset_classes),
        "inputs": [item.to_json() for item in inputs],
        "outputs": {"risk": risk, "horizonHours": horizon_hours},
        "calibration": {"method": "none"} if calibration is None else calibration.to_json(),
        "decision": {
            "threshold": threshold,
            "k": k,
            "n": n,
            "clearThreshold": threshold / 2 if clear_threshold is None else clear_threshold,
            "clearWindows": clear_windows,
        },
        "training": dict(training or {}),
        "metrics": {key: float(value) for key, value in (metrics or {}).items()},
    }
    return write(directory, network_of(model, len(inputs)), manifest, golden, card)


def write(
    directory: str | Path,
    network: Network,
    manifest: Mapping[str, Any],
    golden: Frame | Sequence[Mapping[str, float | None]],
    card: str | None = None,
) -> dict[str, Any]:
    """The same from a manifest as manifest.json has it, without `format` and `files`."""
    if "horizonHours" not in manifest["outputs"]:
        raise Unsupported("only networks with one output, a risk within `horizonHours`, are written here")
    inputs = [Input.from_json(fields) for fields in manifest["inputs"]]
    if network.inputs != len(inputs):
        raise Unsupported(f"the network takes rows of {network.inputs} values, and there are {len(inputs)} inputs")
    frame = columns_of(golden) if isinstance(golden, Sequence) else golden
    files = {
        **network.files,
        "golden.json": _json({"cases": _golden(network, inputs, frame, _calibration(manifest))}),
        "CARD.md": (card or card_of(manifest)).encode(),
    }
    digests = {file: hashlib.sha256(data).hexdigest() for file, data in files.items()}
    whole = {"format": "presage-model/1", **manifest, "files": digests}
    folder = Path(directory)
    folder.mkdir(parents=True, exist_ok=True)
    for file, data in {**files, "manifest.json": _json(whole)}.items():
        (folder / file).write_bytes(data)
    return whole


def _calibration(manifest: Mapping[str, Any]) -> Platt | None:
    fields = manifest["calibration"]
    return Platt(fields["a"], fields["b"]) if fields["method"] == "platt" else None


def _golden(network: Network, inputs: Sequence[Input], frame: Frame, calibration: Platt | None) -> list[dict[str, Any]]:
    rows = standardise(frame, inputs)
    if len(rows) == 0:
        raise ValueError("there is no golden row; some dozen of different risk make a check")
    risks = _risks(network, rows, calibration)
    order = np.argsort(risks, kind="stable")
    picked = order[np.unique(np.linspace(0, len(order) - 1, GOLDEN_CASES).astype(int))]
    columns = {item.feature: np.asarray(frame[item.feature], dtype=np.float64) for item in inputs}
    return [
        {
            "features": {name: float(column[i]) for name, column in columns.items() if np.isfinite(column[i])},
            "risk": float(risks[i]),
        }
        for i in picked
    ]


def _risks(network: Network, rows: Floats, calibration: Platt | None) -> Floats:
    risks = calibrate(checked(network.predict(rows), len(rows)), calibration)[:, 0]
    if not ((risks >= 0) & (risks <= 1)).all():
        raise Unsupported("a risk is not between 0 and 1: end the network with a sigmoid, or give a calibration")
    return risks


def _json(value: object) -> bytes:
    return (json.dumps(value, indent=2, allow_nan=False, ensure_ascii=False) + "\n").encode()
