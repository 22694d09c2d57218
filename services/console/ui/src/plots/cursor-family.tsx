import type { SpectrumView } from "../../../src/schema/signal.ts";
import { amplitudeAt, type FamilyLine, harmonicFamily, sidebandFamily } from "./families.ts";
import { withUnit } from "../parts/format.ts";
import { hertz } from "./text.ts";

/** A pinned cursor and what goes with it. */
export interface Family {
  readonly kind: "harmonics" | "sidebands";
  readonly hz: number;
  /** Hz between sidebands; kept when harmonics are shown in between. */
  readonly spacing: number | undefined;
}

export function familyLines(family: Family | undefined, highest: number): FamilyLine[] {
  if (family === undefined) return [];
  return family.kind === "harmonics"
    ? harmonicFamily(family.hz, highest)
    : sidebandFamily(family.hz, family.spacing ?? 0, highest);
}

interface FamilyControlsProps {
  readonly family: Family | undefined;
  readonly onFamily: (family: Family | undefined) => void;
  /** Where a family begins that is not clicked but switched on. */
  readonly first: number | undefined;
  readonly spacing: number | undefined;
}

const KINDS = [
  [undefined, "None"],
  ["harmonics", "Harmonics"],
  ["sidebands", "Sidebands"],
] as const;

/** The same that a click does, for keyboard and touch, and finer: the frequency can be typed in. */
export function FamilyControls({ family, onFamily, first, spacing }: FamilyControlsProps) {
  const hz = family?.hz ?? first ?? 1;
  const between = family?.spacing ?? spacing ?? hz / 10;
  const positive = (value: number, then: (value: number) => void) => {
    if (value > 0) then(value);
  };
  return (
    <>
      <label>
        Cursor{" "}
        <select
          value={family?.kind ?? ""}
          onChange={(event) => {
            const kind = KINDS.find(([name]) => name === event.currentTarget.value)?.[0];
            onFamily(kind && { kind, hz, spacing: between });
          }}
        >
          {KINDS.map(([kind, name]) => (
            <option key={name} value={kind ?? ""}>
              {name}
            </option>
          ))}
        </select>
      </label>
      {family && (
        <label>
          at Hz{" "}
          <input
            type="number"
            min="0"
            step="any"
            value={Number(hz.toFixed(2))}
            onChange={(event) =>
              positive(event.currentTarget.valueAsNumber, (to) => onFamily({ ...family, hz: to }))
            }
          />
        </label>
      )}
      {family?.kind === "sidebands" && (
        <label>
          every Hz{" "}
          <input
            type="number"
            min="0"
            step="any"
            value={Number(between.toFixed(2))}
            onChange={(event) =>
              positive(event.currentTarget.valueAsNumber, (to) => onFamily({ ...family, spacing: to }))
            }
          />
        </label>
      )}
    </>
  );
}

/** The amplitudes of the family. */
export function FamilyList(props: {
  readonly lines: readonly FamilyLine[];
  readonly spectrum: SpectrumView;
}) {
  const { amplitude, step, unit } = props.spectrum;
  if (props.lines.length === 0) return null;
  return (
    <ul class="plot-family" aria-label="Lines of the cursor">
      {props.lines.map(({ label, hz }) => (
        <li key={label}>
          <b>{label}</b> {hertz(hz)} {withUnit(amplitudeAt(amplitude, step, hz), unit)}
        </li>
      ))}
    </ul>
  );
}
