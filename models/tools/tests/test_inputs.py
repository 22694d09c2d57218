"""What a model sees."""

from __future__ import annotations

import numpy as np
import pytest

from presage_models import Input, columns_of, inputs_from, standardise

RMS = Input("acceleration.rms", "log", mean=0, std=0.5)


def row(value: float) -> float:
    return float(standardise({"acceleration.rms": [value]}, [RMS])[0, 0])


def test_a_value_is_transformed_and_standardised() -> None:
    assert row(np.e) == 2
    asinh = Input("temperature.slope", "asinh", mean=1, std=2)
    assert standardise({"temperature.slope": [np.sinh(5)]}, [asinh]).tolist() == [[2]]


def test_it_stays_within_10_and_is_lowest_without_a_logarithm() -> None:
    assert [row(1e9), row(1e-9), row(0), row(-3), row(np.inf)] == [10, -10, -10, -10, 10]


def test_a_missing_value_is_the_fallback() -> None:
    temperature = Input("temperature.mean", mean=50, std=10, fallback=-1)
    frame = columns_of([{"acceleration.rms": 1}, {"temperature.mean": 65, "acceleration.rms": None}])
    assert standardise(frame, [RMS, temperature]).tolist() == [[0, -1], [0, 1.5]]


def test_rows_are_float32_as_presage_has_them() -> None:
    assert standardise({"acceleration.rms": [1, 2, 3]}, [RMS]).dtype == np.float32


def test_fitted_inputs_make_healthy_rows_standard() -> None:
    frame = {"acceleration.rms": np.random.default_rng(1).lognormal(2, 0.3, 1000)}
    inputs = inputs_from(frame, ["acceleration.rms"], {"acceleration.rms": "log"})
    rows = standardise(frame, inputs)
    assert abs(rows.mean()) < 1e-4
    assert abs(rows.std() - 1) < 1e-4


def test_their_histogram_has_a_tenth_of_the_values_in_each_bin() -> None:
    frame = {"temperature.mean": np.random.default_rng(2).normal(50, 5, 1000)}
    histogram = inputs_from(frame, ["temperature.mean"])[0].histogram
    assert histogram is not None
    assert len(histogram.edges) == 9
    assert histogram.shares == pytest.approx([0.1] * 10, abs=0.002)
    assert sum(histogram.shares) == pytest.approx(1)


def test_a_value_that_is_often_the_same_has_fewer_bins() -> None:
    frame = {"temperature.mean": np.array([20.0] * 80 + [21.0] * 20)}
    histogram = inputs_from(frame, ["temperature.mean"])[0].histogram
    assert histogram is not None
    assert len(histogram.edges) == 1
    assert sum(histogram.shares) == pytest.approx(1)
    assert histogram.shares == pytest.approx([0.8, 0.2])


def test_an_input_goes_to_json_and_back() -> None:
    frame = {"temperature.mean": np.arange(20.0)}
    (fitted,) = inputs_from(frame, ["temperature.mean"])
    assert Input.from_json(fitted.to_json()) == fitted


@pytest.mark.parametrize("values", [[1.0, 1.0, np.nan], [np.nan], []])
def test_a_feature_that_never_changes_is_no_input(values: list[float]) -> None:
    with pytest.raises(ValueError, match="leave it out"):
        inputs_from({"temperature.mean": values}, ["temperature.mean"])


def test_a_feature_without_a_column_is_named() -> None:
    with pytest.raises(ValueError, match=r"no column temperature\.mean"):
        standardise({}, [Input("temperature.mean")])
