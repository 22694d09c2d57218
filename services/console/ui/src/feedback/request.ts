import { signal } from "@preact/signals";
import type { FailureSummary } from "../../../src/schema/failure.ts";
import type { FeedbackRequest } from "../../../src/schema/feedback.ts";
import { sendFeedback } from "../api.ts";
import { noteChange } from "../live.ts";
import { notify } from "../parts/notice.tsx";

export type Action = FeedbackRequest["action"];
export type Target = FeedbackRequest["targets"][number];
/** What is asked for in the dialog; the three labels are chosen there. */
export type Question = "shelve" | "comment" | "label" | "work-order" | "out-of-service" | "reset-baseline";

export interface Asked {
  readonly question: Question;
  readonly targets: readonly Target[];
  /** What it is about, for people. */
  readonly about: string;
  readonly mode?: FailureSummary["mode"];
  /** The work order of the failure, of which a label may be the outcome. */
  readonly workOrder?: FailureSummary["workOrder"];
  /** Called when the server has it. */
  readonly done?: () => void;
}

/** What the dialog asks at the moment. */
export const asked = signal<Asked | undefined>(undefined);

export const ask = (question: Asked): void => void (asked.value = question);

const DONE: Readonly<Record<Action, string>> = {
  acknowledge: "Acknowledged",
  shelve: "Shelved",
  unshelve: "Back from the shelf",
  comment: "Comment kept",
  confirmed: "Labelled as confirmed",
  "false-alarm": "Labelled as false alarm",
  unknown: "Labelled as unknown",
  "work-order": "Work order linked",
  "out-of-service": "Out of service",
  "in-service": "In service again",
  "reset-baseline": "Baseline is learned anew",
};

/** Longest list of targets that the server takes at once. */
const MOST = 1_000;

/** Says it to the server, and when that has it, to the reader. What is shown is fetched again. */
export async function say(feedback: FeedbackRequest): Promise<void> {
  const { action, targets } = feedback;
  for (let start = 0; start < targets.length; start += MOST) {
    await sendFeedback({ ...feedback, targets: targets.slice(start, start + MOST) });
  }
  noteChange();
  notify(targets.length === 1 ? DONE[action] : `${DONE[action]}: ${targets.length}`);
}

export const targetOf = ({ asset, id }: FailureSummary): Target => ({ asset, failure: id });
