import { Type } from "@sinclair/typebox";
import { choice, duration, number, section, text } from "./setting.ts";

/** Which model scores, and what it must keep to. */
export const ModelSettings = section({
  path: Type.Optional(
    text({
      otherwise: "the package that comes with Presage",
      description: "Folder or .tar.gz of the model package",
    }),
  ),
  registry: Type.Optional(
    text({
      otherwise: "the folder registry in dataDir",
      description: "Folder of the model registry: what was promoted there is live, instead of model.path",
    }),
  ),
  backend: choice(["wasm", "node"], {
    default: "wasm",
    description: "TensorFlow.js backend; node needs @tensorflow/tfjs-node to be installed",
  }),
  latencyBudget: duration({
    default: "100ms",
    description:
      "How long a model may take to score 256 windows; a slower one is refused, and one that becomes slower is rolled back",
  }),
  driftLimit: number({
    minimum: 0,
    default: 1,
    description:
      "Population stability index over chance of an input against the training data, over which a model is rolled back; 0: never",
  }),
});
