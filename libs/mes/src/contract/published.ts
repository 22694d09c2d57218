import { asyncApi, type Places, topicsAt } from "./asyncapi.ts";
import type { AsyncApi, Contract } from "./contract.ts";
import { MAJOR, MESSAGES } from "./message.ts";

/** Where the plain profile has everything. */
const PLACES: Places = {
  asset: "mes/{site}/{area}/{line}/{asset}",
  line: "mes/{site}/{area}/{line}",
  status: "mes/pdm-status",
  feedback: "mes/{site}/{area}/{line}/{asset}/feedback",
};

/** The contract with the MES as it is now: what docs/contract holds. */
export const publishedContract = (): Contract => ({
  asyncapi: asyncApi(topicsAt(PLACES), `${MAJOR}.0.0`) as AsyncApi,
  schemas: Object.fromEntries(MESSAGES.map(({ name, schema }) => [name, schema])),
});
