"""Trains a perceptron with Keras on a plant's history: `python train.py EXPORT OUT`."""

import sys

import keras
from presage_models import inputs_from, standardise, write_package
from presage_models.history import judge, read_history, split

HORIZON_HOURS = 24
THRESHOLD = 0.5
INDICATORS = ["rms", "peak", "kurtosis", "velocity_rms", "band_rms_1000_4000", "envelope_floor"]
# How far a machine is from its own baseline: machines differ more from each other than a failing one from itself.
FEATURES = {f"acceleration.{name}@{view}": "asinh" for name in INDICATORS for view in ("short", "rise")}
FEATURES["temperature.mean@short"] = "asinh"

export, out = sys.argv[1:]
train, test = split(read_history(export, HORIZON_HOURS))

# What is normal is what healthy machines show; the package has it, so that Presage does the same to what it measures.
inputs = inputs_from(train[train.fails == 0], list(FEATURES), FEATURES)

keras.utils.set_random_seed(1)
model = keras.Sequential(
    [
        keras.Input((len(inputs),)),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile("adam", "binary_crossentropy")
model.fit(standardise(train, inputs), train.fails, epochs=30, batch_size=256, verbose=0)

verdict = judge(test, model.predict(standardise(test, inputs), verbose=0), THRESHOLD)
print(f"{train.asset.nunique()} machines to train on, {test.asset.nunique()} others to judge by: {verdict}")

write_package(
    out,
    model,
    name="plant-keras",
    version="1.0.0",
    description="Failures of the plant's machines, a perceptron.",
    inputs=inputs,
    golden=test,
    risk="the machine fails",
    horizon_hours=HORIZON_HOURS,
    threshold=THRESHOLD,
    training={"data": export, "windows": len(train), "machines": train.asset.nunique()},
    metrics=verdict.metrics(),
)
