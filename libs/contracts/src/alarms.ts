import { Type, type Static } from "@sinclair/typebox";
import { lineKey } from "./asset.ts";
import { cloudEventContract } from "./cloudevent.ts";
import { Failure, failures } from "./failures.ts";
import type { Message } from "./message.ts";

const Alarm = Type.Object({
  asset: Type.String({ description: "the asset's id" }),
  failure: Failure,
});

export type Alarm = Static<typeof Alarm>;

/** A failure's revision, under the key of its asset's line: what has to be seen together is in one partition. */
export const toAlarm = ({ key, time, value }: Message<Failure>): Message<Alarm> => ({
  key: lineKey(key),
  time,
  value: { asset: key, failure: value },
});

export const alarms = cloudEventContract({
  topic: "alarms",
  title: "One revision of a predicted failure, by production line, before floods are grouped.",
  type: "io.presage.alarm.v1",
  schema: Alarm,
  id: (m) => `${m.value.failure.id}.${m.value.failure.revision}`,
  example: toAlarm(failures.example),
});
