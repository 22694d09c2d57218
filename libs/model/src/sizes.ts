import { refused } from "./refused.ts";

/** A node of a network, in whatever format. */
export interface SizedNode {
  readonly operator: string;
  /** Names of values; an empty one stands for what is left out. */
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
}

/** By operator, from which of its inputs on they say how large or of what shape its output is; a negative place counts from the end. */
export type SizeInputs = ReadonlyMap<string, number>;

/**
 * Makes sure that the size of everything in a network follows from its weights and from how many rows there are, never from what is in
 * the rows: what it wants of memory in its trial is what it wants later. `rows` names what goes in. Throws `MODEL_OPERATOR_REFUSED` if not.
 */
export function checkSizes(
  nodes: readonly SizedNode[],
  rows: readonly string[],
  sizeInputs: SizeInputs,
): void {
  const values = computedFrom(nodes, rows);
  for (const { operator, inputs } of nodes) {
    const from = sizeInputs.get(operator);
    const name = from === undefined ? undefined : inputs.slice(from).find((input) => values.has(input));
    if (name !== undefined)
      throw refused(
        "MODEL_OPERATOR_REFUSED",
        `how much an operator ${operator} gives follows from ${name}, which is computed from the inputs' values; take it from weights, or from a shape`,
      );
  }
}

/** Names of all that is computed from the values of `rows`. Nodes may stand in any order, and in a circle: so again until nothing is added. */
function computedFrom(nodes: readonly SizedNode[], rows: readonly string[]): ReadonlySet<string> {
  const found = new Set(rows);
  for (let before = 0; before < found.size;) {
    before = found.size;
    for (const { operator, inputs, outputs } of nodes) {
      // By induction: as long as no size follows from a value, no shape does.
      if (operator === "Shape" || !inputs.some((name) => found.has(name))) continue;
      for (const name of outputs) if (name !== "") found.add(name);
    }
  }
  return found;
}
