import { describe, expect, it } from "vitest";
import { checkSizes, type SizedNode } from "./sizes.ts";

const SIZE_INPUTS = new Map([
  ["Expand", 1],
  ["Concat", -1],
]);

const node = (operator: string, inputs: string, output: string): SizedNode => ({
  operator,
  inputs: inputs.split(" "),
  outputs: [output],
});
const check = (...nodes: SizedNode[]) => checkSizes(nodes, ["X"], SIZE_INPUTS);

describe("the size of what an operator gives", () => {
  it("may follow from weights, and from how many rows there are", () => {
    check(node("Expand", "X weights", "Y"));
    check(node("Shape", "X", "shape"), node("Mul", "shape weights", "size"), node("Expand", "X size", "Y"));
  });

  it.each([
    ["a row's values", [node("Expand", "W X", "Y")]],
    [
      "what is computed from them",
      [node("Cast", "X", "a"), node("Add", "W a", "b"), node("Expand", "X b", "Y")],
    ],
    [
      "that, where nodes stand in another order",
      [node("Expand", "X b", "Y"), node("Add", "W a", "b"), node("Cast", "X", "a")],
    ],
    ["that, in a circle", [node("Add", "X c", "b"), node("Expand", "W b", "c")]],
  ])("may not follow from %s", (_, nodes) => {
    expect(() => check(...nodes)).toThrow(
      expect.objectContaining({
        code: "MODEL_OPERATOR_REFUSED",
        message: expect.stringMatching(/how much an operator Expand gives/),
      }),
    );
  });

  it("is said by the last input of some operators", () => {
    check(node("Concat", "X X axis", "Y"));
    expect(() => check(node("Concat", "axis X", "Y"))).toThrow(/Concat gives follows from X/);
  });

  it("does not follow from what is left out", () => {
    check({ operator: "GRU", inputs: ["X", "W", "", ""], outputs: ["", "h"] }, node("Expand", "W ", "Y"));
  });
});
