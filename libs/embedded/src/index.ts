export { openEmbedded, type EmbeddedOptions } from "./broker.ts";
