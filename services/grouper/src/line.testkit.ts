import {
  type Alarm,
  type Failure,
  failures,
  type FailureGroup,
  groups,
  type Message,
  type Severity,
  toAlarm,
} from "@presage/contracts";
import { CALM, type FloodRule, type LineState } from "./flood.ts";
import { grouperStage } from "./stage.ts";

export const RULE: FloodRule = { members: 5, within: 600_000 };
const LINE = "site1/press/line2";
const BEGIN = 1_700_000_000_000;

/** One revision of a machine's failure, `at` seconds after the beginning. */
export interface Sign {
  readonly machine: string;
  readonly at: number;
  readonly state?: Failure["state"];
  readonly severity?: Severity;
  readonly revision?: number;
  readonly mode?: "process-change" | "overheating";
  /** When it opened, seconds, if that is not `at`. */
  readonly openedAt?: number;
  readonly line?: string;
}

export function sign(given: Sign): Message<Alarm> {
  const { machine, at, state = "opened", severity = "medium", openedAt = at, line = LINE } = given;
  const asset = `${line}/${machine}`;
  const value: Failure = {
    ...failures.example.value,
    id: `${asset}@${BEGIN + openedAt * 1e3}`,
    revision: given.revision ?? (state === "opened" ? 1 : 2),
    state,
    severity,
    openedAt: BEGIN + openedAt * 1e3,
    updatedAt: BEGIN + at * 1e3,
    modes: given.mode === undefined ? [] : [{ mode: given.mode, score: 0.9, lines: [] }],
  };
  return toAlarm({ key: asset, time: value.updatedAt, value });
}

/** So many machines whose failures open every so many seconds. */
export const burst = (count: number, every = 5, from = 0, line = LINE): Sign[] =>
  Array.from({ length: count }, (_, i) => ({ machine: `m${from + i}`, at: i * every, line }));

export interface Told {
  readonly failures: Message<Failure>[];
  readonly groups: Message<FailureGroup>[];
  readonly states: ReadonlyMap<string, LineState>;
}

/** Feeds signs to the stage; after each its state goes through the bytes of a state topic. */
export function run(signs: readonly Sign[], rule = RULE, states = new Map<string, LineState>()): Told {
  const stage = grouperStage(rule);
  const told: Told = { failures: [], groups: [], states };
  for (const message of signs.map(sign)) {
    const step = stage.step(states.get(message.key) ?? CALM, message);
    if (step instanceof Promise) throw new Error("the grouper waits for nothing");
    const [state, outputs] = step;
    states.set(message.key, JSON.parse(JSON.stringify(state)) as LineState);
    for (const each of outputs) {
      const bytes = each.encode();
      if (each.topic === failures.topic) told.failures.push(failures.decode(each.key, each.time, bytes));
      else told.groups.push(groups.decode(each.key, each.time, bytes));
    }
  }
  return told;
}

/** Failures that the MES gets events of their own for. */
export const alone = (told: Told): string[] =>
  told.failures
    .filter(({ value }) => value.group === undefined)
    .map(({ key }) => key.split("/").at(-1) ?? "");
