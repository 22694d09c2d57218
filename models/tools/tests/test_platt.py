"""Calibration."""

from __future__ import annotations

import numpy as np
import pytest

from presage_models import Platt, calibrate, fit_platt


def test_a_calibration_is_found_again() -> None:
    random = np.random.default_rng(3)
    scores = random.normal(0, 2, 20_000).astype(np.float32)
    labels = random.uniform(size=scores.size) < 1 / (1 + np.exp(-(1.5 * scores - 1)))
    found = fit_platt(scores, labels)
    assert found.a == pytest.approx(1.5, abs=0.05)
    assert found.b == pytest.approx(-1, abs=0.05)


def test_perfectly_separated_labels_give_no_certainty() -> None:
    scores = np.array([-1.0, -0.5, 0.5, 1.0])
    risks = calibrate(scores.astype(np.float32), fit_platt(scores, scores > 0))
    assert risks.min() > 0.05
    assert risks.max() < 0.95


def test_labels_of_one_kind_calibrate_nothing() -> None:
    with pytest.raises(ValueError, match="all the same"):
        fit_platt([0.1, 0.2], [0, 0])


def test_a_risk_is_a_sigmoid_of_the_scaled_output() -> None:
    assert calibrate(np.float32([2]), Platt(0.5, -1)).tolist() == [0.5]
    assert calibrate(np.float32([0.3]), None).tolist() == [np.float32(0.3)]
