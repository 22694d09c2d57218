"""From what `presage export` wrote to labelled rows to train on. Needs pandas and pyarrow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pandas

    Table: TypeAlias = pandas.DataFrame

KEYS = ["asset", "end"]
"""Of a window."""


def read_history(folder: str | Path, horizon_hours: float) -> Table:
    """Labelled windows from the folder of an export: features.parquet, predictions.parquet and labels.parquet.

    They have features, and deviations from the asset's own baseline, as `acceleration.rms@short`. Windows in which the
    baseline was still being learned are left out: there is nothing to score in service either.
    """
    import pandas

    names = ("features", "predictions", "labels")
    features, predictions, labels = (pandas.read_parquet(Path(folder) / f"{name}.parquet") for name in names)
    deviations = predictions.dropna(axis=1, how="all").filter(regex="^(asset|end)$|@").dropna(thresh=len(KEYS) + 1)
    return labelled(windows(features).merge(deviations, on=KEYS), labels, horizon_hours)


def windows(features: Table) -> Table:
    """One row for each window of an asset, with the greatest value of each feature over its sensors.

    `features` has one row for each window and sensor: `asset`, `end`, and features by `quantity.feature`. The result
    has the same columns, without features that were never measured, in the order of assets and time.
    """
    names = [name for name in features.dropna(axis=1, how="all") if "." in name]
    return features.groupby(KEYS)[names].max().reset_index().sort_values(KEYS, ignore_index=True)


def labelled(rows: Table, labels: Table, horizon_hours: float) -> Table:
    """Windows with the column `fails`: 1 if a confirmed failure came within the horizon, else 0.

    Windows of which that is not known are left out: those at the end of what was seen of a machine, if
    nothing was found within the horizon.
    """
    import pandas

    horizon = pandas.Timedelta(hours=horizon_hours)
    confirmed = labels.loc[labels["action"] == "confirmed", ["asset", "occurredAt"]].sort_values("occurredAt")
    next_failure = pandas.merge_asof(
        rows.sort_values("end"), confirmed, left_on="end", right_on="occurredAt", by="asset", direction="forward"
    ).sort_values(KEYS, ignore_index=True)
    ahead = next_failure["occurredAt"] - next_failure["end"]
    seen = next_failure.groupby("asset")["end"].transform("max") - next_failure["end"]
    known = ahead.notna() | (seen > horizon)
    return next_failure.drop(columns="occurredAt").assign(fails=(ahead <= horizon).astype("float32"))[known]


def split(rows: Table, every: int = 3) -> tuple[Table, Table]:
    """Rows to train on, and rows of every third asset to judge by: no machine is in both."""
    held_out = np.unique(rows["asset"])[::every]
    judged = rows["asset"].isin(held_out)
    return rows[~judged], rows[judged]


@dataclass(frozen=True)
class Verdict:
    """How a model does on machines."""

    auc: float
    """Probability that a window before a failure has a higher risk than another."""
    failures: int
    announced: int
    """Machines that failed, and those of them for which a failure opened within the horizon before."""
    healthy: int
    falsely: int
    """Machines that did not fail, and those of them for which one opened."""

    def __str__(self) -> str:
        return (
            f"AUC {self.auc:.3f}; announced {self.announced} of {self.failures} machines that failed, "
            f"and {self.falsely} of {self.healthy} that did not"
        )

    def metrics(self) -> dict[str, float]:
        """As the manifest has them."""
        return {key: round(float(value), 4) for key, value in vars(self).items()}


def judge(rows: Table, risks: Sequence[float] | npt.NDArray[Any], threshold: float, k: int = 2, n: int = 3) -> Verdict:
    """Judges the risks of labelled windows, where k of n windows at or over the threshold open a failure."""
    table = rows[["asset", "fails"]].assign(risk=np.asarray(risks).ravel())
    over = (table["risk"] >= threshold).astype(float)
    opened = over.groupby(table["asset"]).transform(lambda x: x.rolling(n, min_periods=1).sum()) >= k
    fails = table["fails"] > 0
    failing = fails.groupby(table["asset"]).any()
    announced = (opened & fails).groupby(table["asset"]).any()
    any_opened = opened.groupby(table["asset"]).any()
    return Verdict(
        auc=_auc(table["risk"].to_numpy(), fails.to_numpy()),
        failures=int(failing.sum()),
        announced=int(announced[failing].sum()),
        healthy=int((~failing).sum()),
        falsely=int(any_opened[~failing].sum()),
    )


def _auc(risks: npt.NDArray[Any], fails: npt.NDArray[np.bool_]) -> float:
    """By ranks, ties sharing theirs: Mann and Whitney's statistic."""
    _, inverse, counts = np.unique(risks, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    positive = int(fails.sum())
    excess = ranks[fails].sum() - positive * (positive + 1) / 2
    return float(excess / (positive * (len(fails) - positive)))
