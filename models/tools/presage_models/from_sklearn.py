"""scikit-learn classifiers as ONNX models. Needs scikit-learn and skl2onnx."""

from __future__ import annotations

from typing import Any

import numpy as np

from presage_models.from_onnx import from_onnx
from presage_models.inputs import Floats
from presage_models.network import Network, Unsupported

OPSETS = {"": 17, "ai.onnx.ml": 3}
"""Operators old enough for any ONNX Runtime of the last years."""


def from_sklearn(estimator: Any, inputs: int) -> Network:
    """The network of a fitted classifier, or pipeline ending with one, of two classes; the second is the failure.

    Golden risks are those of the classifier's own `predict_proba`. Raises `Unsupported` if it has other classes.
    """
    from skl2onnx import convert_sklearn
    from skl2onnx.common.data_types import FloatTensorType

    classes = getattr(estimator, "classes_", None)
    if classes is None or len(classes) != 2:
        raise Unsupported("the estimator must be a fitted classifier of two classes, healthy and failing")
    model = convert_sklearn(
        estimator,
        initial_types=[("rows", FloatTensorType([None, inputs]))],
        options={"zipmap": False},
        target_opset=OPSETS,
    )

    def predict(rows: Floats) -> Floats:
        return np.asarray(estimator.predict_proba(rows)[:, 1], dtype=np.float32)

    return from_onnx(model.SerializeToString(), predict)
