import type { Summary } from "../report.ts";
import { RULES } from "../rules.ts";
import { html, type Markup } from "./markup.ts";

/** What the words and figures mean, and where they end. */
export function definitions({ models }: Summary): Markup {
  const decisions = [...new Set(models.map((model) => model.decision))];
  return html`<dl>
    <dt>How it was made</dt>
    <dd>
      Every recording went through the feature and scorer stages of the service, in the order of event time
      and at its recorded distances, as if the machine were running. Nothing is looked up in advance: what is
      said at a moment rests on what came before it.
    </dd>
    <dt>Failure opened and announced</dt>
    <dd>
      The model’s predicted failure ${decisions.join("; or ")}. A failure is announced if one was opened
      before it and was still open when it happened; if it was opened at the failure itself, it is not. The
      lead is the time from opening to failure.
    </dd>
    <dt>Service, and risk alone</dt>
    <dd>
      “Service” is what the MES would have been told: failures that the model’s risk or a limit (vibration,
      fault frequencies, temperature) opened. “Risk alone” is the same decision without the limits: what the
      model is worth by itself.
    </dd>
    <dt>False alarm</dt>
    <dd>
      A predicted failure that was opened and closed again by itself before the recording’s failure; in a
      recording without failure, any that was opened. An early alarm that stays on is not counted as false,
      which is why those of the first fifth of life are counted by themselves.
    </dd>
    <dt>Failure of a recording</dt>
    <dd>
      The end of the run as its maker defines it, often a limit of vibration at which the rig is stopped. It
      is not always the moment at which a plant would call the machine broken.
    </dd>
    <dt>The rules</dt>
    ${RULES.map(({ title, definition }) => html`<dd><strong>${title}</strong>: ${definition}.</dd>`)}
    <dd>
      A rule’s alarm is judged just as the model’s. The first rule may know how long the recording is, which
      no plant does; that favours it.
    </dd>
    <dt>Calibration and Brier score</dt>
    <dd>
      Of the windows with a risk of about 0.7, seven in ten should be followed by a failure within the
      horizon. The Brier score is the mean squared difference between the risk and what happened (1 or 0); a
      rule counts as a risk of 1 while its alarm is open. Windows near the end of a recording without failure
      are left out, as it is not known what came after.
    </dd>
    <dt>Remaining life</dt>
    <dd>
      p50 is compared with the time that was left; the error is its median over all windows. Coverage is the
      share of windows whose actual remaining life lay between p10 and p90, which should be 80 %.
    </dd>
    <dt>Limits</dt>
    <dd>
      Windows of one machine resemble each other: a thousand windows of eight machines are eight trials, not a
      thousand. Snapshots that a recording leaves out are not there for the rules and the model either; in
      service, with every snapshot, both act sooner. Machines that run to failure on a rig wear out faster,
      and are watched better, than those in a plant.
    </dd>
  </dl>`;
}
