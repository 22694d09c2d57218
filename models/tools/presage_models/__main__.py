"""python -m presage_models keras|savedmodel|onnx MODEL --manifest spec.json --golden rows.json --out DIR"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from presage_models.network import Network, Unsupported
from presage_models.package import write
from presage_models.rows import read_rows


def _keras(path: Path) -> Network:
    from presage_models.from_keras import load_keras

    return load_keras(path)


def _savedmodel(path: Path) -> Network:
    from presage_models.from_savedmodel import from_savedmodel

    return from_savedmodel(path)


def _onnx(path: Path) -> Network:
    from presage_models.from_onnx import from_onnx

    return from_onnx(path.read_bytes())


KINDS: Mapping[str, Callable[[Path], Network]] = {"keras": _keras, "savedmodel": _savedmodel, "onnx": _onnx}


def main(arguments: Sequence[str] | None = None) -> int:
    """Writes a package. Returns 0, or 1 if it cannot be written; wrong use exits with 2."""
    parser = argparse.ArgumentParser(
        prog="presage_models", description="Write a Presage model package from a trained model."
    )
    parser.add_argument("kind", choices=KINDS, help="what the model is")
    parser.add_argument("model", type=Path, help=".keras file, SavedModel folder, or .onnx file")
    parser.add_argument(
        "--manifest",
        type=Path,
        required=True,
        help="manifest.json without format and files; see docs/models.md",
    )
    parser.add_argument(
        "--golden",
        type=Path,
        required=True,
        help=".json, .csv or .parquet with rows of features in their units",
    )
    parser.add_argument("--card", type=Path, help="CARD.md; written from the manifest if left out")
    parser.add_argument("--out", type=Path, required=True, help="folder of the package")
    options = parser.parse_args(arguments)
    try:
        manifest = json.loads(options.manifest.read_text())
        card = options.card.read_text() if options.card else None
        write(options.out, KINDS[options.kind](options.model), manifest, read_rows(options.golden), card)
    except (OSError, Unsupported, ValueError) as error:
        print(f"presage_models: {error}", file=sys.stderr)
        return 1
    print(f"{options.out} is a package; presage model validate {options.out} tries it")
    return 0


if __name__ == "__main__":
    sys.exit(main())
