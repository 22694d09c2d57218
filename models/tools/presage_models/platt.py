"""Calibration: what a network's output must be turned into to be a probability."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from presage_models.inputs import Floats

STEPS = 100


@dataclass(frozen=True)
class Platt:
    """The risk is 1 / (1 + exp(−(a·x + b))) of the network's output x."""

    a: float
    b: float

    def to_json(self) -> dict[str, Any]:
        """As manifest.json has it."""
        return {"method": "platt", "a": float(self.a), "b": float(self.b)}


def calibrate(outputs: Floats, calibration: Platt | None) -> Floats:
    """Risks of a network's outputs; the outputs themselves without a calibration."""
    if calibration is None:
        return outputs
    # Computed in float64 and then rounded, as Presage does.
    scores = calibration.a * outputs.astype(np.float64) + calibration.b
    return (1 / (1 + np.exp(-scores))).astype(np.float32)


def fit_platt(outputs: npt.ArrayLike, labels: npt.ArrayLike) -> Platt:
    """The calibration that makes the labels (0 or 1) the most likely; on rows that the network was not trained on.

    Newton's method with Platt's target values (n₁ + 1)/(n₁ + 2) and 1/(n₀ + 2), against overconfidence.
    Source: H.-T. Lin, C.-J. Lin, R. C. Weng, A note on Platt's probabilistic outputs for SVMs, 2007.
    Raises `ValueError` if the labels are not of both kinds.
    """
    x = np.asarray(outputs, dtype=np.float64).ravel()
    y = np.asarray(labels, dtype=np.float64).ravel() > 0.5
    positive, negative = int(y.sum()), int((~y).sum())
    if positive == 0 or negative == 0:
        raise ValueError("the labels are all the same; a calibration needs failures and healthy rows")
    targets = np.where(y, (positive + 1) / (positive + 2), 1 / (negative + 2))
    design = np.stack([x, np.ones_like(x)], axis=1)
    solution = np.array([0.0, np.log((positive + 1) / (negative + 1))])
    for _ in range(STEPS):
        risks = 1 / (1 + np.exp(-(design @ solution)))
        gradient = design.T @ (risks - targets)
        hessian = design.T @ (design * (risks * (1 - risks))[:, None]) + 1e-9 * np.eye(2)
        step = np.linalg.solve(hessian, gradient)
        # No step moves a or b by more than 1: Newton's method can overshoot here.
        solution -= step * min(1.0, 1 / max(float(np.abs(step).max()), 1e-12))
        if np.abs(step).sum() < 1e-10:
            break
    return Platt(*(float(f"{value:.6g}") for value in solution))
