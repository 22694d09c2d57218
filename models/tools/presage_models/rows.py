"""Reads rows of features from a file."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np

from presage_models.inputs import Frame, columns_of


def read_rows(path: Path) -> Frame:
    """Columns of a .json (list of objects), .csv (with a header; an empty cell is missing) or .parquet file.

    Parquet needs pyarrow. Raises `ValueError` for another kind of file.
    """
    if path.suffix == ".json":
        return columns_of(json.loads(path.read_text()))
    if path.suffix == ".csv":
        with path.open(newline="") as file:
            rows = list(csv.reader(file))
        header, body = rows[0], rows[1:]
        return {name: np.array([_number(row[i]) for row in body]) for i, name in enumerate(header)}
    if path.suffix == ".parquet":
        from pyarrow import parquet

        table = parquet.read_table(path)
        return {name: table[name].to_numpy() for name in table.column_names}
    raise ValueError(f"{path} is neither .json, nor .csv, nor .parquet")


def _number(cell: str) -> float:
    """NaN for what is no number: a file may have columns of text as well."""
    try:
        return float(cell)
    except ValueError:
        return float("nan")
