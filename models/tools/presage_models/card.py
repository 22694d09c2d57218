"""CARD.md, for people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def card_of(manifest: Mapping[str, Any]) -> str:
    """A card with all that the manifest says; what the model is not for, only its maker can add."""
    outputs, decision = manifest["outputs"], manifest["decision"]
    inputs = "\n".join(_input(item) for item in manifest["inputs"])
    return f"""# {manifest["name"]} {manifest["version"]}

{manifest["description"]}

- **Says**: {outputs["risk"]}, within {outputs["horizonHours"]:g} hours.
- **For**: {", ".join(manifest["assetClasses"])}
- **Opens** a failure when {decision["k"]} of {decision["n"]} windows have a risk of {decision["threshold"]:g} or more.
- **Licence**: {manifest["licence"]}

## Inputs

The greatest value over the asset's sensors, standardised by healthy machines.

{inputs}

## Training

{_table(manifest["training"])}

## Metrics

On data it was not trained on.

{_table(manifest["metrics"])}
"""


def _input(item: Mapping[str, Any]) -> str:
    transform = "" if item["transform"] == "identity" else f", {item['transform']}"
    return f"- `{item['feature']}`{transform}"


def _table(fields: Mapping[str, str | float]) -> str:
    if not fields:
        return "Nothing was noted."
    rows = "\n".join(
        f"| {key} | {value if isinstance(value, str) else f'{value:g}'} |" for key, value in fields.items()
    )
    return f"| | |\n|---|---|\n{rows}"
