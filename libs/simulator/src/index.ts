export { createMachine, type Fault, type Machine, type MachineSettings } from "./machine.ts";
export { createRandom, type Random, seedOf } from "./random.ts";
export { temperature } from "./temperature.ts";
export { vibration } from "./vibration.ts";
export { wearAt } from "./wear.ts";
