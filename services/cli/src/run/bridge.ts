import { startBridge } from "@presage/bridge";
import { mqttUrl } from "./address.ts";
import type { Start } from "./start.ts";

export const start: Start = (context, broker) => startBridge(context, broker, mqttUrl(context));
