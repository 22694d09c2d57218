"""Packages of every kind, made with the real frameworks: `python tests/samples.py OUT [KIND…]`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from presage_models import fit_platt, inputs_from, standardise, write_package

FEATURES = (
    "acceleration.rms",
    "acceleration.kurtosis",
    "acceleration.velocity_rms",
    "acceleration.skewness",
    "temperature.mean",
    "acceleration.crest_factor",
)
TRANSFORMS = {"acceleration.rms": "log", "acceleration.velocity_rms": "log", "acceleration.skewness": "asinh"}


def frame() -> dict[str, npt.NDArray[np.float64]]:
    """Rows of features in their units, some of them missing, absurd, or without a logarithm."""
    random = np.random.default_rng(7)
    columns = {feature: random.lognormal(0, 0.5, 400) for feature in FEATURES}
    columns["acceleration.skewness"] = random.normal(0, 1, 400)
    columns["temperature.mean"] = random.normal(55, 8, 400)
    columns["temperature.mean"][::9] = np.nan
    columns["acceleration.rms"][:4] = [0, -1, 1e30, 1e-30]
    return columns


FRAME = frame()
INPUTS = inputs_from(FRAME, FEATURES, TRANSFORMS)  # type: ignore[arg-type]
ROWS = standardise(FRAME, INPUTS)
LABELS = (ROWS[:, 0] + ROWS[:, 1] + np.random.default_rng(8).normal(size=len(ROWS)) > 1).astype(np.float32)


def package(out: Path, name: str, model: object, **more: Any) -> None:
    """Writes a package of a model of these inputs."""
    write_package(
        out / name,
        model,
        name=name,
        version="1.0.0",
        inputs=INPUTS,
        golden=FRAME,
        risk="a bearing fails",
        horizon_hours=24,
        training={"rows": len(ROWS)},
        metrics={"auc": 0.9},
        **more,
    )


def fitted(model: Any) -> Any:
    """A Keras model, trained enough for its weights and moving averages to differ from where they began."""
    model.compile("adam", "binary_crossentropy")
    model.fit(ROWS, LABELS, epochs=2, verbose=0)
    return model


def perceptron() -> Any:
    import keras
    from keras import layers

    return fitted(
        keras.Sequential(
            [
                keras.Input((6,)),
                layers.Dense(16, activation="relu"),
                layers.Dropout(0.1),
                layers.Dense(1, activation="sigmoid"),
            ]
        )
    )


def convolution() -> Any:
    import keras
    from keras import layers

    return fitted(
        keras.Sequential(
            [
                keras.Input((6,)),
                layers.Reshape((6, 1)),
                layers.Conv1D(4, 3, padding="same", activation="relu"),
                layers.BatchNormalization(),
                layers.MaxPooling1D(2),
                layers.Conv1D(4, 2),
                layers.Flatten(),
                layers.Dense(1, activation="sigmoid"),
            ]
        )
    )


def branched() -> Any:
    """Every layer that the others do not have, in a graph."""
    import keras
    from keras import layers

    rows = keras.Input((6,))
    shared = layers.Dense(6, activation="silu")
    one = layers.LeakyReLU(negative_slope=0.2)(shared(rows))
    two = layers.ReLU(max_value=6)(layers.LayerNormalization()(shared(one)))
    both = layers.Concatenate()([layers.Add()([one, two]), layers.ELU()(rows)])
    series = layers.Conv1D(3, 3, activation="tanh")(layers.Reshape((12, 1))(both))
    pooled = layers.Add()([layers.GlobalMaxPooling1D()(series), layers.GlobalAveragePooling1D()(series)])
    return fitted(keras.Model(rows, layers.Dense(1, activation="sigmoid")(layers.Activation("softplus")(pooled))))


def keras_mlp(out: Path) -> None:
    package(out, "keras-mlp", perceptron())


def keras_cnn(out: Path) -> None:
    model = convolution()
    model.save(out / "cnn.keras")
    package(out, "keras-cnn", out / "cnn.keras")


def keras_graph(out: Path) -> None:
    package(out, "keras-graph", branched())


def keras_platt(out: Path) -> None:
    model = perceptron()
    calibration = fit_platt(model.predict(ROWS, verbose=0), LABELS)
    package(out, "keras-platt", model, calibration=calibration)


def savedmodel(out: Path) -> None:
    branched().export(out / "exported", verbose=False)
    package(out, "savedmodel", out / "exported")


def sklearn_boosting(out: Path) -> None:
    from sklearn.ensemble import GradientBoostingClassifier

    package(out, "sklearn-boosting", GradientBoostingClassifier(random_state=1).fit(ROWS, LABELS))


def sklearn_perceptron(out: Path) -> None:
    from sklearn.neural_network import MLPClassifier

    package(out, "sklearn-perceptron", MLPClassifier((8,), random_state=1, max_iter=50).fit(ROWS, LABELS))


KINDS: Mapping[str, Callable[[Path], None]] = {
    "keras-mlp": keras_mlp,
    "keras-cnn": keras_cnn,
    "keras-graph": keras_graph,
    "keras-platt": keras_platt,
    "savedmodel": savedmodel,
    "sklearn-boosting": sklearn_boosting,
    "sklearn-perceptron": sklearn_perceptron,
}


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    for kind in sys.argv[2:] or KINDS:
        KINDS[kind](folder)
