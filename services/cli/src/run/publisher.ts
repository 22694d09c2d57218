import { startPublisher } from "@presage/publisher";
import { GROUPS } from "../process/lag.ts";
import { mqttUrl } from "./address.ts";
import type { Start } from "./start.ts";

export const start: Start = (context, broker) => startPublisher(context, broker, mqttUrl(context));
export const group = GROUPS.publisher;
