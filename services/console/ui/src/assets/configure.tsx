import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";
import type { AssetDetail } from "../../../src/schema/asset.ts";
import { notify } from "../parts/notice.tsx";
import { type AssetEntry, assetEntry, type BearingEntry } from "./yaml.ts";

/** Of these Presage knows the geometry; of others it has to be given. */
const DESIGNATIONS = ["6203", "6205", "UER204", "ZA-2115"];

/**
 * For an asset that the configuration does not name: what is known of it, as the entry that presage.yaml
 * needs.
 */
export function Configure({ asset }: { readonly asset: AssetDetail }): JSX.Element {
  const [entry, setEntry] = useState<AssetEntry>(() => ({
    path: asset.asset,
    class: asset.settings.class === "default" ? "" : asset.settings.class,
    machineGroup: asset.settings.machineGroup,
    foundation: asset.settings.foundation,
  }));
  const set = (change: Partial<AssetEntry>) => setEntry({ ...entry, ...change });
  const setBearing = (change: Partial<BearingEntry>) => set({ bearing: { ...entry.bearing, ...change } });
  const designation = entry.bearing?.designation ?? "";
  const known = designation === "" || DESIGNATIONS.includes(designation);
  const yaml = assetEntry(entry);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(yaml);
      notify("Copied");
    } catch {
      notify("The browser does not let this page copy: select the text instead.", true);
    }
  };

  return (
    <details class="configure">
      <summary>Not configured: say what it is</summary>
      <p>
        Presage took this asset in with defaults. With its shaft speed and bearing it also looks for the
        bearing’s fault frequencies. Fill in what you know and put the entry into presage.yaml.
      </p>
      <div class="configure-columns">
        <form onSubmit={(event) => event.preventDefault()}>
          <Field name="Class">
            <input
              maxLength={64}
              value={entry.class ?? ""}
              placeholder="default"
              onInput={(event) => set({ class: event.currentTarget.value.trim() })}
            />
          </Field>
          <Field name="Machine group">
            <select
              value={entry.machineGroup}
              onChange={(event) => set({ machineGroup: Number(event.currentTarget.value) })}
            >
              <option value={1}>1: above 300 kW</option>
              <option value={2}>2: 15 to 300 kW</option>
            </select>
          </Field>
          <Field name="Foundation">
            <select
              value={entry.foundation}
              onChange={(event) => set({ foundation: event.currentTarget.value })}
            >
              <option value="rigid">rigid</option>
              <option value="flexible">flexible</option>
            </select>
          </Field>
          <NumberField name="Shaft speed in r/min" onNumber={(shaftSpeed) => set({ shaftSpeed })} />
          <NumberField
            name="Temperature limit in °C"
            onNumber={(temperatureLimit) => set({ temperatureLimit })}
          />
          <Field name="Bearing designation">
            <input
              maxLength={64}
              list="designations"
              value={designation}
              onInput={(event) => setBearing({ designation: event.currentTarget.value.trim() })}
            />
          </Field>
          <datalist id="designations">
            {DESIGNATIONS.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
          <fieldset>
            <legend>Geometry, from the data sheet</legend>
            <NumberField name="Rolling elements" step="1" onNumber={(balls) => setBearing({ balls })} />
            <NumberField
              name="Their diameter in mm"
              onNumber={(ballDiameter) => setBearing({ ballDiameter })}
            />
            <NumberField
              name="Pitch diameter in mm"
              onNumber={(pitchDiameter) => setBearing({ pitchDiameter })}
            />
            <NumberField
              name="Contact angle in degrees"
              onNumber={(contactAngle) => setBearing({ contactAngle })}
            />
          </fieldset>
          {!known && (
            <p class="muted">Presage does not know this bearing: fill in number and diameters as well.</p>
          )}
        </form>
        <div>
          <pre tabIndex={0} aria-label="Entry for presage.yaml">
            {yaml}
          </pre>
          <button type="button" onClick={() => void copy()}>
            Copy
          </button>
        </div>
      </div>
    </details>
  );
}

function Field({
  name,
  children,
}: {
  readonly name: string;
  readonly children: ComponentChildren;
}): JSX.Element {
  return (
    <label>
      <span>{name}</span>
      {children}
    </label>
  );
}

function NumberField(props: {
  readonly name: string;
  readonly step?: string;
  readonly onNumber: (value: number | undefined) => void;
}): JSX.Element {
  return (
    <Field name={props.name}>
      <input
        type="number"
        min="0"
        step={props.step ?? "any"}
        onInput={(event) => {
          const value = event.currentTarget.valueAsNumber;
          props.onNumber(Number.isFinite(value) ? value : undefined);
        }}
      />
    </Field>
  );
}
