"""TensorFlow SavedModels as TF.js graph models. Needs tensorflow, and nothing else.

The converter that comes with TensorFlow.js does the same and more, but imports TensorFlow Decision Forests, JAX and the
old Keras, of which no versions fit beside a current TensorFlow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from presage_models.inputs import Floats
from presage_models.network import Network, Unsupported
from presage_models.tfjs import tfjs_files

PASSES = ("pruning", "constfold", "arithmetic", "dependency") * 2
"""Of TensorFlow's optimizer. None fuses operators: those of TensorFlow and of TensorFlow.js fuse differently."""

CONTENT = ("tensor_content", "float_val", "int_val", "int64_val", "bool_val", "half_val", "double_val")

DTYPES = ("float32", "int32", "bool")
"""Of weights, in TensorFlow.js."""


def from_savedmodel(folder: Path) -> Network:
    """The network of a SavedModel with one serving signature: one input [N, inputs], one output [N, 1], float32.

    Variables become constants, the graph is simplified, and its constants are written to one file of weights. Raises
    `Unsupported` if the signature is another one.
    """
    import tensorflow as tf
    from google.protobuf.json_format import MessageToDict
    from tensorflow.python.framework.convert_to_constants import convert_variables_to_constants_v2

    loaded = tf.saved_model.load(str(folder))
    signature = _signature(loaded)
    source, target = _ends(signature)
    frozen = convert_variables_to_constants_v2(signature, lower_control_flow=False)
    graph = _optimised(frozen)
    nodes = [*graph.node, *(node for function in graph.library.function for node in function.node_def)]
    weights = _taken_out(nodes)
    fields = {
        "format": "graph-model",
        "generatedBy": tf.__version__,
        "convertedBy": "presage-models",
        "signature": {
            "inputs": {"rows": _tensor_info(frozen.inputs[0].name, source.shape)},
            "outputs": {"risk": _tensor_info(frozen.outputs[0].name, target.shape)},
        },
        "modelTopology": MessageToDict(graph),
    }
    return Network(tfjs_files(fields, weights), int(source.shape[1]), _predictor(loaded, signature, source.name))


def _signature(loaded: Any) -> Any:
    signatures = loaded.signatures
    # Keras exports the same under two names.
    name = "serving_default" if "serving_default" in signatures else next(iter(signatures), None)
    if name is None:
        raise Unsupported("the SavedModel has no serving signature: save it with model.export(folder)")
    return signatures[name]


def _ends(signature: Any) -> tuple[Any, Any]:
    """What goes in and what comes out."""
    sources = [*signature.structured_input_signature[1].values()]
    targets = [*signature.structured_outputs.values()]
    if not (_is_rows(sources) and sources[0].shape[1] is not None):
        raise Unsupported(f"the serving signature must have one float32 input [N, inputs]; it has {sources}")
    if not (_is_rows(targets) and targets[0].shape[1] == 1):
        raise Unsupported(f"the serving signature must have one float32 output [N, 1]; it has {targets}")
    return sources[0], targets[0]


def _is_rows(tensors: Sequence[Any]) -> bool:
    return (
        len(tensors) == 1
        and tensors[0].dtype.name == "float32"
        and tensors[0].shape.rank == 2
        and tensors[0].shape[0] is None
    )


def _optimised(frozen: Any) -> Any:
    from tensorflow.core.protobuf import config_pb2, meta_graph_pb2
    from tensorflow.python.grappler import tf_optimizer
    from tensorflow.python.training.saver import export_meta_graph

    # The optimizer keeps what a signature names.
    signature = meta_graph_pb2.SignatureDef()
    for tensors, infos in ((frozen.inputs, signature.inputs), (frozen.outputs, signature.outputs)):
        for tensor in tensors:
            infos[tensor.name].name = tensor.name
            infos[tensor.name].dtype = tensor.dtype.as_datatype_enum
            infos[tensor.name].tensor_shape.CopyFrom(tensor.shape.as_proto())
    meta = export_meta_graph(graph_def=frozen.graph.as_graph_def(), graph=frozen.graph)
    meta.signature_def["presage"].CopyFrom(signature)
    config = config_pb2.ConfigProto()
    config.graph_options.rewrite_options.optimizers[:] = PASSES
    return tf_optimizer.OptimizeGraph(config, meta)


def _taken_out(nodes: Iterable[Any]) -> list[tuple[str, Any]]:
    """The constants' values by name, which are cleared in the nodes themselves."""
    import tensorflow as tf

    weights: list[tuple[str, Any]] = []
    for node in nodes:
        if node.op != "Const":
            continue
        tensor = node.attr["value"].tensor
        values = tf.make_ndarray(tensor)
        if values.dtype.name not in DTYPES:
            raise Unsupported(
                f"the graph has a constant of {values.dtype.name}, {node.name}; use float32, int32 or bool"
            )
        weights.append((node.name, values))
        for field in CONTENT:
            tensor.ClearField(field)
    return weights


def _tensor_info(name: str, shape: Any) -> dict[str, Any]:
    sizes = [{"size": str(-1 if size is None else size)} for size in shape]
    return {"name": name, "dtype": "DT_FLOAT", "tensorShape": {"dim": sizes}}


def _predictor(loaded: Any, signature: Any, source: str) -> Callable[[Floats], Floats]:
    import tensorflow as tf

    def predict(rows: Floats) -> Floats:
        assert loaded is not None  # held here: a signature's variables live only as long as what was loaded
        (output,) = signature(**{source: tf.constant(rows)}).values()
        return np.asarray(output)

    return predict
