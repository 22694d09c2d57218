"""Writes Presage model packages from Keras, TensorFlow SavedModels, scikit-learn, PyTorch and ONNX."""

from presage_models.inputs import Histogram, Input, columns_of, inputs_from, standardise
from presage_models.network import Network, Unsupported
from presage_models.package import write_package
from presage_models.platt import Platt, calibrate, fit_platt

__all__ = [
    "Histogram",
    "Input",
    "Network",
    "Platt",
    "Unsupported",
    "calibrate",
    "columns_of",
    "fit_platt",
    "inputs_from",
    "standardise",
    "write_package",
]
