import type { ComponentType, JSX } from "preact";
import { useState } from "preact/hooks";
import { MODES, type FailureMode } from "../parts/words.ts";
import type { Question } from "./request.ts";
import { SHELVING } from "./until.ts";

interface About {
  readonly mode: FailureMode | undefined;
  readonly workOrder: string | undefined;
}

const LABELS = [
  ["confirmed", "Confirmed: it failed, or was found failing"],
  ["false-alarm", "False alarm: nothing was found"],
  ["unknown", "Unknown: nobody could tell"],
] as const;

function Comment({ name, required = false }: { name: string; required?: boolean }): JSX.Element {
  return (
    <label>
      <span>
        {name} {!required && <span class="muted">(optional)</span>}
      </span>
      <textarea name="comment" rows={3} maxLength={2_000} required={required} />
    </label>
  );
}

function Shelve(): JSX.Element {
  const [choice, setChoice] = useState("8");
  return (
    <>
      <fieldset>
        <legend>For how long</legend>
        <div class="choices">
          {SHELVING.map(({ name, hours }) => (
            <label key={hours}>
              <input
                type="radio"
                name="for"
                value={hours}
                checked={choice === String(hours)}
                autofocus={choice === String(hours)}
                onChange={() => setChoice(String(hours))}
              />
              {name}
            </label>
          ))}
          <label>
            <input
              type="radio"
              name="for"
              value="date"
              checked={choice === "date"}
              onChange={() => setChoice("date")}
            />
            Until a date
          </label>
        </div>
        {choice === "date" && <input type="datetime-local" name="date" aria-label="Until" required />}
      </fieldset>
      <Comment name="Why" required />
    </>
  );
}

function Label({ mode, workOrder }: About): JSX.Element {
  const [label, setLabel] = useState<string>("confirmed");
  return (
    <>
      <fieldset>
        <legend>What was found</legend>
        <div class="lines">
          {LABELS.map(([value, text]) => (
            <label key={value}>
              <input
                type="radio"
                name="label"
                value={value}
                checked={label === value}
                onChange={() => setLabel(value)}
              />
              {text}
            </label>
          ))}
        </div>
      </fieldset>
      {label === "confirmed" && (
        <label>
          What failed
          <select name="mode">
            <option value="">Not known</option>
            {Object.entries(MODES).map(([value, text]) => (
              <option key={value} value={value} selected={value === mode}>
                {text}
              </option>
            ))}
          </select>
        </label>
      )}
      <label>
        <span>
          When it failed or was looked at <span class="muted">(optional)</span>
        </span>
        <input type="datetime-local" name="occurredAt" />
      </label>
      {workOrder !== undefined && (
        <div class="lines">
          <label>
            <input type="checkbox" name="outcome" value={workOrder} defaultChecked />
            Work order {workOrder} is done: this is what came of it
          </label>
        </div>
      )}
      <Comment name="Comment" />
    </>
  );
}

function WorkOrder(): JSX.Element {
  return (
    <>
      <label>
        Number of the work order
        <input name="workOrder" required maxLength={128} autocomplete="off" />
      </label>
      <Comment name="Comment" />
    </>
  );
}

/** What is asked for, by question. */
export const FIELDS: Readonly<Record<Question, ComponentType<About>>> = {
  shelve: Shelve,
  label: Label,
  "work-order": WorkOrder,
  comment: () => <Comment name="Comment" required />,
  "out-of-service": () => <Comment name="Why" />,
  "reset-baseline": () => (
    <>
      <p>
        What is normal is learned anew from the next windows on, as after a repair. Until that is done the
        asset is not scored.
      </p>
      <Comment name="Why" />
    </>
  ),
};
