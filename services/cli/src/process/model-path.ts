import { fileURLToPath } from "node:url";
import type { Config } from "@presage/service";

/** The model package that comes with Presage. */
const SHIPPED = new URL("../../../../models/bearing-wear", import.meta.url);

export const modelPath = ({ model }: Config): string => model.path ?? fileURLToPath(SHIPPED);
