export { lacking, type ServerName, skipWithout } from "./available.ts";
export { startHiveMq } from "./hivemq.ts";
export { startKafka } from "./kafka.ts";
export { type MosquittoOptions, startMosquitto } from "./mosquitto.ts";
export { startNats } from "./nats.ts";
export { freePort } from "./ports.ts";
export { sharedFolder } from "./recordings.ts";
export type { Server } from "./server.ts";
export { type Command, tied } from "./tied.ts";
