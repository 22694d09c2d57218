import { fileURLToPath } from "node:url";
import type { Config } from "@presage/service";

/** Folder of the model package that comes with Presage. */
export const SHIPPED = fileURLToPath(new URL("../../../../models/bearing-wear", import.meta.url));

/** The package that is live as long as nothing was promoted. */
export const modelPath = ({ model }: Config): string => model.path ?? SHIPPED;
