import type { io } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { LayersNetwork } from "./layers-network.ts";

/** The network of a model that was trained in this process, for `writePackage`. */
export async function networkOf(model: LayersModel): Promise<LayersNetwork> {
  const saved: io.ModelArtifacts[] = [];
  await model.save({
    save(artifacts) {
      saved.push(artifacts);
      return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } });
    },
  });
  const { modelTopology, weightSpecs = [], weightData } = saved[0] ?? {};
  if (!(weightData instanceof ArrayBuffer)) throw new Error("TensorFlow.js did not give the model's weights");
  return {
    format: "layers-model",
    topology: modelTopology as object,
    specs: weightSpecs.map(({ name, shape }) => ({ name, shape, dtype: "float32" })),
    weights: weightData,
  };
}
