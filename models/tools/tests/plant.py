"""A small plant's history, as `presage export` writes it: `python tests/plant.py OUT`."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas

MACHINES, HOURS, BASELINE = 12, 120, 10
VIBRATION = (
    "rms",
    "peak",
    "kurtosis",
    "velocity_rms",
    "band_rms_10_1000",
    "band_rms_1000_4000",
    "band_rms_4000_nyquist",
    "envelope_floor",
)


def times(hours: npt.ArrayLike) -> pandas.DatetimeIndex:
    return pandas.to_datetime(np.asarray(hours) * 3_600_000, unit="ms", utc=True)


def machine(i: int, random: np.random.Generator) -> tuple[pandas.DataFrame, pandas.DataFrame]:
    """Features and predictions of windows of an hour; of every other machine all grows in its last two days."""
    ends = np.arange(1, HOURS + 1)
    wear = np.clip((ends - 72) / 48, 0, 1) * (i % 2)
    keys = {"asset": f"site/area/line/m{i:02}", "start": times(ends - 1), "end": times(ends)}
    level = np.exp(3 * wear[:, None] + random.normal(0, 0.2, (HOURS, len(VIBRATION))))
    values = {f"acceleration.{name}": column for name, column in zip(VIBRATION, level.T, strict=True)}
    warmth = 50 + 20 * wear + random.normal(0, 2, HOURS)
    vibration = pandas.DataFrame({**keys, "sensor": "vib-x", **values})
    features = pandas.concat(
        [vibration, pandas.DataFrame({**keys, "sensor": "temperature", "temperature.mean": warmth})]
    )
    deviations = pandas.DataFrame(
        {f"acceleration.{name}": np.log(column) / 0.2 for name, column in zip(VIBRATION, level.T, strict=True)}
        | {"temperature.mean": (warmth - 50) / 4}
    )
    rises = deviations - deviations.ewm(alpha=0.065).mean()
    predictions = pandas.concat(
        [pandas.DataFrame({**keys, "risk": 0.1}), deviations.add_suffix("@short"), rises.add_suffix("@rise")], axis=1
    )
    return features, predictions.iloc[BASELINE:]


def main(folder: Path) -> None:
    random = np.random.default_rng(5)
    folder.mkdir(parents=True, exist_ok=True)
    tables = zip(*(machine(i, random) for i in range(MACHINES)), strict=True)
    for name, parts in zip(("features", "predictions"), tables, strict=True):
        pandas.concat(parts).to_parquet(folder / f"{name}.parquet", index=False)
    failed = [f"site/area/line/m{i:02}" for i in range(1, MACHINES, 2)]
    labels = pandas.DataFrame({"asset": failed, "action": "confirmed", "occurredAt": times([HOURS] * len(failed))})
    labels.to_parquet(folder / "labels.parquet", index=False)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
