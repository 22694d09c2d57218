"""What every framework's model is turned into."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from presage_models.inputs import Floats


class Unsupported(ValueError):
    """A model that cannot be put into a package as it is. Its text says what to do."""


@dataclass(frozen=True)
class Network:
    """A network as a package has it, and the framework that it came from."""

    files: Mapping[str, bytes]
    """Files of the package by name: `model.json` and `weights.bin`, or `model.onnx`."""
    inputs: int
    """Values of one row."""
    predict: Callable[[Floats], Floats]
    """Outputs [N, 1] of rows [N, inputs], computed by the framework that made the model, not by Presage."""


def checked(outputs: Floats, rows: int) -> Floats:
    """Outputs as [N, 1]; raises `Unsupported` if the network has not just one for each row."""
    if outputs.shape not in ((rows,), (rows, 1)):
        raise Unsupported(
            f"the network gives outputs of shape {list(outputs.shape)} for {rows} rows; "
            "Presage takes one for each, the probability of the failure: end the network with one unit"
        )
    return outputs.reshape(rows, 1)
