"""From features in their units to a model's standardised rows, exactly as Presage does it when it scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.float32]
Transform: TypeAlias = Literal["identity", "log", "asinh"]

LIMIT = 10.0
"""Standardised values are kept within ±LIMIT."""

BINS = 10
"""Of a reference histogram: deciles."""


class Frame(Protocol):
    """Columns by name, all of one length: a pandas DataFrame, or a dict of arrays."""

    def __contains__(self, name: object, /) -> bool: ...

    def __getitem__(self, name: str, /) -> Any: ...


@dataclass(frozen=True)
class Histogram:
    """How the standardised values of healthy machines were spread; drift is measured against it."""

    edges: Sequence[float]
    """Between bins, ascending. A value at an edge is in the bin above it."""
    shares: Sequence[float]
    """Of the values in each bin: one more than edges, adding up to 1."""


@dataclass(frozen=True)
class Input:
    """One input of a network: a feature of Presage's catalogue and how it is standardised."""

    feature: str
    """`quantity.feature`, as `acceleration.rms`: the greatest value over the asset's sensors."""
    transform: Transform = "identity"
    """What is done before standardising: nothing, the natural logarithm, or the inverse hyperbolic sine."""
    mean: float = 0.0
    """Of the transformed values of healthy machines."""
    std: float = 1.0
    """Of the same; above 0."""
    fallback: float = 0.0
    """Standardised value to take when the feature is missing, within ±10."""
    histogram: Histogram | None = None

    def to_json(self) -> dict[str, Any]:
        """As manifest.json has it."""
        fields: dict[str, Any] = {
            "feature": self.feature,
            "transform": self.transform,
            "mean": float(self.mean),
            "std": float(self.std),
            "fallback": float(self.fallback),
        }
        if self.histogram is not None:
            fields["histogram"] = {
                "edges": [float(edge) for edge in self.histogram.edges],
                "shares": [float(share) for share in self.histogram.shares],
            }
        return fields

    @staticmethod
    def from_json(fields: Mapping[str, Any]) -> Input:
        """The reverse of `to_json`."""
        histogram = fields.get("histogram")
        return Input(**{**fields, "histogram": None if histogram is None else Histogram(**histogram)})


def inputs_from(
    frame: Frame, features: Sequence[str], transforms: Mapping[str, Transform] | None = None
) -> list[Input]:
    """Inputs standardised by the rows of a frame, which are those of healthy machines, with their histograms.

    A feature without an entry in `transforms` is taken as it is. Raises `ValueError` if a feature has no column, or
    fewer than two different values.
    """
    return [_fit(frame, feature, (transforms or {}).get(feature, "identity")) for feature in features]


def standardise(frame: Frame, inputs: Sequence[Input]) -> Floats:
    """Rows [N, inputs] that the network sees: (transform(x) − mean) / std within ±10, or fallback where x is NaN."""
    columns = [_standardised(_column(frame, item.feature), item) for item in inputs]
    return np.stack(columns, axis=1).astype(np.float32)


def columns_of(rows: Sequence[Mapping[str, float | None]]) -> dict[str, npt.NDArray[np.float64]]:
    """A frame of rows of features by name; what a row does not have is NaN."""
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: np.array([row.get(name) for row in rows], dtype=np.float64) for name in names}


def _column(frame: Frame, feature: str) -> npt.NDArray[np.float64]:
    if feature not in frame:
        raise ValueError(f"the frame has no column {feature}")
    return np.asarray(frame[feature], dtype=np.float64)


def _transformed(values: npt.NDArray[np.float64], transform: Transform) -> npt.NDArray[np.float64]:
    if transform == "identity":
        return values
    if transform == "asinh":
        return np.arcsinh(values)
    # A value without a logarithm is as low as can be.
    return np.log(values, where=values > 0, out=np.where(np.isnan(values), np.nan, -np.inf))


def _standardised(values: npt.NDArray[np.float64], item: Input) -> npt.NDArray[np.float64]:
    scaled = np.clip((_transformed(values, item.transform) - item.mean) / item.std, -LIMIT, LIMIT)
    return np.where(np.isnan(values), item.fallback, scaled)


def _fit(frame: Frame, feature: str, transform: Transform) -> Input:
    values = _column(frame, feature)
    values = values[~np.isnan(values)]
    transformed = _transformed(values, transform)
    finite = transformed[np.isfinite(transformed)]
    if len(np.unique(finite)) < 2:
        raise ValueError(f"{feature} has fewer than two different values in healthy rows; leave it out")
    item = Input(feature, transform, mean=_short(finite.mean()), std=_short(finite.std()))
    spread = _histogram(_standardised(values, item))
    return Input(item.feature, item.transform, item.mean, item.std, item.fallback, spread)


def _histogram(values: npt.NDArray[np.float64]) -> Histogram | None:
    """In bins of as many values each, as near as ties allow; none if that leaves one bin."""
    ascending = np.sort(values)
    edges = np.unique([_short(edge) for edge in ascending[np.arange(1, BINS) * len(values) // BINS]])
    edges = edges[edges > ascending[0]]
    if len(edges) == 0:
        return None
    counts = np.bincount(np.searchsorted(edges, values, side="right"), minlength=len(edges) + 1)
    return Histogram(edges.tolist(), [_short(count / len(values)) for count in counts])


def _short(x: float) -> float:
    """Six digits say enough, and read well."""
    return float(f"{x:.6g}")
