"""ONNX models: what is kept of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from samples import LABELS, ROWS

from presage_models import Unsupported
from presage_models.from_onnx import from_onnx

onnx = pytest.importorskip("onnx")
pytest.importorskip("onnxruntime")
FLOAT, INT = onnx.TensorProto.FLOAT, onnx.TensorProto.INT64


def info(name: str, kind: int, shape: Sequence[int | str]) -> onnx.ValueInfoProto:
    return onnx.helper.make_tensor_value_info(name, kind, shape)


def model(width: int | str, outputs: Sequence[onnx.ValueInfoProto], source: int = FLOAT) -> bytes:
    """Each output is a mean of the first columns of the input, or their count."""
    nodes = []
    for output in outputs:
        shape = output.type.tensor_type.shape.dim
        axes, keep = ([1], 1) if len(shape) == 2 else ([1], 0)
        name = output.name
        if len(shape) == 2 and shape[1].dim_value == 2:
            nodes.append(onnx.helper.make_node("Softmax", ["rows"], [name], axis=1))
        elif output.type.tensor_type.elem_type == INT:
            nodes.append(onnx.helper.make_node("ArgMax", ["rows"], [name], axis=1, keepdims=keep))
        else:
            nodes.append(onnx.helper.make_node("ReduceMean", ["rows"], [name], axes=axes, keepdims=keep))
    graph = onnx.helper.make_graph(nodes, "test", [info("rows", source, ["N", width])], list(outputs))
    imports = [onnx.helper.make_opsetid("", 17)]
    return bytes(onnx.helper.make_model(graph, opset_imports=imports, ir_version=8).SerializeToString())


ROWS_2 = np.float32([[0, 0], [1, 3]])


def test_a_column_of_risks_is_kept_as_it_is() -> None:
    network = from_onnx(model(2, [info("mean", FLOAT, ["N", 1])]))
    assert network.inputs == 2
    assert network.predict(ROWS_2).tolist() == [[0], [2]]


def test_a_list_of_risks_becomes_a_column() -> None:
    assert from_onnx(model(2, [info("mean", FLOAT, ["N"])])).predict(ROWS_2).tolist() == [[0], [2]]


def test_of_two_classes_the_second_is_kept_and_the_label_is_cut_off() -> None:
    network = from_onnx(model(2, [info("label", INT, ["N"]), info("probabilities", FLOAT, ["N", 2])]))
    assert network.predict(ROWS_2)[:, 0].tolist() == pytest.approx([0.5, 1 / (1 + np.exp(-2))])
    graph = onnx.load_model_from_string(network.files["model.onnx"]).graph
    assert [node.op_type for node in graph.node] == ["Softmax", "Gather"]
    assert [len(graph.input), len(graph.output)] == [1, 1]


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (model("M", [info("mean", FLOAT, ["N", 1])]), r"\[N, inputs\]"),
        (model(3, [info("all", FLOAT, ["N", 3])]), r"\[N, 1\], \[N, 2\] or \[N\]"),
        (model(2, [info("a", FLOAT, ["N", 1]), info("b", FLOAT, ["N"])]), "one output of float32"),
        (model(2, [info("label", INT, ["N"])]), "one output of float32"),
    ],
)
def test_other_models_are_refused(data: bytes, what: str) -> None:
    with pytest.raises(Unsupported, match=what):
        from_onnx(data)


def test_a_classifier_of_three_classes_is_refused() -> None:
    linear = pytest.importorskip("sklearn.linear_model")
    pytest.importorskip("skl2onnx")
    from presage_models.from_sklearn import from_sklearn

    with pytest.raises(Unsupported, match="two classes"):
        from_sklearn(linear.LogisticRegression().fit(ROWS, np.arange(len(ROWS)) % 3), 6)


def test_scikit_learn_and_onnx_runtime_say_the_same() -> None:
    ensemble = pytest.importorskip("sklearn.ensemble")
    pytest.importorskip("skl2onnx")
    from presage_models.from_sklearn import from_sklearn

    forest = ensemble.RandomForestClassifier(20, random_state=1).fit(ROWS, LABELS)
    network = from_sklearn(forest, 6)
    onnx_risks = from_onnx(network.files["model.onnx"]).predict(ROWS)[:, 0]
    assert onnx_risks == pytest.approx(network.predict(ROWS), abs=1e-6)
    assert onnx_risks == pytest.approx(forest.predict_proba(ROWS)[:, 1], abs=1e-6)


def test_a_pytorch_module_becomes_onnx() -> None:
    torch = pytest.importorskip("torch")
    from presage_models.convert import network_of

    module = torch.nn.Sequential(torch.nn.Linear(6, 8), torch.nn.ReLU(), torch.nn.Linear(8, 1), torch.nn.Sigmoid())
    network = network_of(module, 6)
    risks = from_onnx(network.files["model.onnx"]).predict(ROWS)
    assert risks[:, 0] == pytest.approx(network.predict(ROWS)[:, 0], abs=1e-6)
