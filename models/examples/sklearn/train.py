"""Trains boosted trees with scikit-learn on a plant's history: `python train.py EXPORT OUT`."""

import sys

from presage_models import inputs_from, standardise, write_package
from presage_models.history import judge, read_history, split
from sklearn.ensemble import HistGradientBoostingClassifier

HORIZON_HOURS = 24
THRESHOLD = 0.5
INDICATORS = ["rms", "peak", "kurtosis", "velocity_rms", "band_rms_1000_4000", "envelope_floor"]
# How far a machine is from its own baseline: machines differ more from each other than a failing one from itself.
FEATURES = {f"acceleration.{name}@{view}": "asinh" for name in INDICATORS for view in ("short", "rise")}
FEATURES["temperature.mean@short"] = "asinh"

export, out = sys.argv[1:]
train, test = split(read_history(export, HORIZON_HOURS))
inputs = inputs_from(train[train.fails == 0], list(FEATURES), FEATURES)

model = HistGradientBoostingClassifier(max_iter=100, max_leaf_nodes=8, l2_regularization=1, random_state=1)
model.fit(standardise(train, inputs), train.fails)

verdict = judge(test, model.predict_proba(standardise(test, inputs))[:, 1], THRESHOLD)
print(f"{train.asset.nunique()} machines to train on, {test.asset.nunique()} others to judge by: {verdict}")

write_package(
    out,
    model,
    name="plant-trees",
    version="1.0.0",
    description="Failures of the plant's machines, boosted trees.",
    inputs=inputs,
    golden=test,
    risk="the machine fails",
    horizon_hours=HORIZON_HOURS,
    threshold=THRESHOLD,
    training={"data": export, "windows": len(train), "machines": train.asset.nunique()},
    metrics=verdict.metrics(),
)
