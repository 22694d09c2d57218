"""From an export to labelled rows."""

from __future__ import annotations

import numpy as np
import pytest

pandas = pytest.importorskip("pandas")
from presage_models.history import judge, labelled, split, windows  # noqa: E402


def test_of_each_feature_the_greatest_value_over_the_sensors_is_taken() -> None:
    features = pandas.DataFrame(
        [
            ("m1", 10, "vib-y", 0.5, 3.0, None, None),
            ("m1", 10, "vib-x", 0.2, 4.0, None, None),
            ("m1", 10, "temperature", None, None, 60.0, None),
            ("m1", 5, "vib-x", 0.1, 2.0, None, None),
        ],
        columns=[
            "asset",
            "end",
            "sensor",
            "acceleration.rms",
            "acceleration.kurtosis",
            "temperature.mean",
            "scalar.mean",
        ],
    )
    rows = windows(features)
    assert list(rows["end"]) == [5, 10]
    assert list(rows["acceleration.rms"]) == [0.1, 0.5]
    assert list(rows["acceleration.kurtosis"]) == [2, 4]
    np.testing.assert_array_equal(rows["temperature.mean"], [np.nan, 60])
    assert "scalar.mean" not in rows


def time(hour: float) -> pandas.Timestamp:
    return pandas.Timestamp(hour, unit="h", tz="UTC")


def hours(asset: str, *ends: float) -> pandas.DataFrame:
    return pandas.DataFrame({"asset": asset, "end": [time(end) for end in ends]})


def found(asset: str, action: str, hour: float) -> pandas.DataFrame:
    return pandas.DataFrame({"asset": [asset], "action": [action], "occurredAt": [time(hour)]})


def ends_and_labels(rows: pandas.DataFrame) -> list[tuple[float, float]]:
    return list(zip((rows["end"] - time(0)) / pandas.Timedelta(hours=1), rows["fails"], strict=True))


def test_a_window_fails_if_a_confirmed_failure_came_within_the_horizon() -> None:
    rows = labelled(hours("m1", 1, 50, 80, 99), found("m1", "confirmed", 100), 24)
    assert ends_and_labels(rows) == [(1, 0), (50, 0), (80, 1), (99, 1)]


def test_the_next_failure_counts_after_a_repair() -> None:
    labels = pandas.concat([found("m1", "confirmed", 100), found("m1", "confirmed", 300)])
    assert ends_and_labels(labelled(hours("m1", 99, 110, 290), labels, 24)) == [(99, 1), (110, 0), (290, 1)]


def test_what_nobody_knows_yet_is_left_out() -> None:
    assert ends_and_labels(labelled(hours("m1", 1, 50, 80, 90), found("m2", "confirmed", 95), 24)) == [(1, 0), (50, 0)]


def test_a_false_alarm_is_no_failure() -> None:
    assert ends_and_labels(labelled(hours("m1", 1, 50), found("m1", "false-alarm", 2), 24)) == [(1, 0)]


def test_no_machine_is_in_both_parts() -> None:
    rows = pandas.concat([hours(f"m{i}", 1, 2) for i in range(7)])
    train, test = split(rows)
    assert sorted(set(train["asset"])) == ["m1", "m2", "m4", "m5"]
    assert sorted(set(test["asset"])) == ["m0", "m3", "m6"]


def test_a_machine_is_announced_if_enough_windows_before_its_failure_are_over_the_threshold() -> None:
    rows = pandas.DataFrame(
        {"asset": ["a"] * 4 + ["b"] * 4 + ["c"] * 4, "fails": [0.0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 0, 0]}
    )
    risks = [0, 0, 0.9, 0.9, 0, 0, 0.9, 0, 0, 0.9, 0.9, 0]
    verdict = judge(rows, risks, 0.5, k=2, n=3)
    assert (verdict.failures, verdict.announced) == (2, 1)
    assert (verdict.healthy, verdict.falsely) == (1, 1)
    assert verdict.auc == pytest.approx((3 * (6 + 2 / 2) + 1 * 6 / 2) / (4 * 8))
