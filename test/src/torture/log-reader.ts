import { alarms, failures, features, groups, predictions, rejected, samples } from "@presage/contracts";
import type { Broker } from "@presage/stream";
import { readLogged } from "../support/log.ts";
import type { Log } from "./evidence.ts";

export const readLog = async (broker: Broker): Promise<Log> => ({
  samples: await readLogged(broker, samples),
  rejected: await readLogged(broker, rejected),
  features: await readLogged(broker, features),
  predictions: await readLogged(broker, predictions),
  alarms: await readLogged(broker, alarms),
  failures: await readLogged(broker, failures),
  groups: await readLogged(broker, groups),
});
