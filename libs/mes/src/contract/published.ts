import { loadProfile } from "../profile.ts";
import { asyncApi, topicsAt } from "./asyncapi.ts";
import type { AsyncApi, Contract } from "./contract.ts";
import { MAJOR, MESSAGES } from "./message.ts";

/** The contract with the MES as it is now, with the topics of the plain profile: what docs/contract holds. */
export async function publishedContract(): Promise<Contract> {
  const profile = loadProfile({ profile: "plain", publishRisk: true });
  const { topic: status } = await profile.status(true, 0);
  const topics = topicsAt({ ...profile.topics, status, feedback: profile.feedback.template });
  return {
    asyncapi: asyncApi(topics, `${MAJOR}.0.0`) as AsyncApi,
    schemas: Object.fromEntries(MESSAGES.map(({ name, schema }) => [name, schema])),
  };
}
