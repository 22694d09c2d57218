"""Which framework a model is of; frameworks are imported only when a model of theirs comes."""

from __future__ import annotations

from pathlib import Path

from presage_models.network import Network, Unsupported


def network_of(model: object, inputs: int) -> Network:
    """The network of a model in memory or of a file, which takes rows of `inputs` values.

    Raises `Unsupported` if it is of no known kind, or cannot be run by Presage.
    """
    if isinstance(model, Network):
        return model
    if isinstance(model, str | Path):
        return _from_path(Path(model))
    modules = {kind.__module__.split(".")[0] for kind in type(model).__mro__}
    if "keras" in modules:
        from presage_models.from_keras import from_keras

        return from_keras(model)
    if "torch" in modules:
        from presage_models.from_torch import from_torch

        return from_torch(model, inputs)
    if "sklearn" in modules or hasattr(model, "predict_proba"):
        from presage_models.from_sklearn import from_sklearn

        return from_sklearn(model, inputs)
    raise Unsupported(f"a {type(model).__name__} is neither of Keras, nor of scikit-learn, nor of PyTorch, nor a path")


def _from_path(path: Path) -> Network:
    if path.suffix == ".keras":
        from presage_models.from_keras import load_keras

        return load_keras(path)
    if path.suffix == ".onnx":
        from presage_models.from_onnx import from_onnx

        return from_onnx(path.read_bytes())
    if (path / "saved_model.pb").is_file():
        from presage_models.from_savedmodel import from_savedmodel

        return from_savedmodel(path)
    raise Unsupported(f"{path} is neither a .keras nor an .onnx file, nor the folder of a SavedModel")
