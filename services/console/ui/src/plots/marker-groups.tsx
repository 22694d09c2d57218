import type { Marker } from "./families.ts";

/** What of the markers is shown. */
export interface Groups {
  readonly kinds: ReadonlySet<Marker["kind"]>;
  readonly sidebands: boolean;
}

const NAMES = {
  shaft: "Shaft orders",
  BPFO: "BPFO outer race",
  BPFI: "BPFI inner race",
  BSF: "BSF rolling element",
  FTF: "FTF cage",
} as const satisfies Record<Marker["kind"], string>;

const KINDS = Object.keys(NAMES) as Marker["kind"][];

/** Bearing faults show in the envelope, unbalance and misalignment in the velocity spectrum. */
export const usualGroups = (spectrum: string): Groups => ({
  kinds: new Set(spectrum === "envelope" ? KINDS.filter((kind) => kind !== "shaft") : ["shaft"]),
  sidebands: false,
});

export const shownMarkers = (markers: readonly Marker[], groups: Groups): Marker[] =>
  markers.filter((marker) => groups.kinds.has(marker.kind) && (groups.sidebands || !marker.sideband));

interface MarkerGroupsProps {
  readonly markers: readonly Marker[];
  readonly groups: Groups;
  readonly onGroups: (groups: Groups) => void;
}

/** Switches groups of markers on and off, as far as the machine has them. */
export function MarkerGroups({ markers, groups, onGroups }: MarkerGroupsProps) {
  if (markers.length === 0)
    return (
      <p>
        No fault frequencies: they need the asset's shaft speed, and its bearing for those of the bearing.
      </p>
    );
  const toggle = (kind: Marker["kind"], on: boolean) => {
    const kinds = new Set(groups.kinds);
    if (on) kinds.add(kind);
    else kinds.delete(kind);
    onGroups({ ...groups, kinds });
  };
  return (
    <fieldset>
      <legend>Markers</legend>
      {KINDS.filter((kind) => markers.some((marker) => marker.kind === kind)).map((kind) => (
        <label key={kind}>
          <input
            type="checkbox"
            checked={groups.kinds.has(kind)}
            onChange={(event) => toggle(kind, event.currentTarget.checked)}
          />{" "}
          <span class={`plot-key plot-key-${kind}`}>{NAMES[kind]}</span>
        </label>
      ))}
      {markers.some((marker) => marker.sideband) && (
        <label>
          <input
            type="checkbox"
            checked={groups.sidebands}
            onChange={(event) => onGroups({ ...groups, sidebands: event.currentTarget.checked })}
          />{" "}
          Sidebands
        </label>
      )}
    </fieldset>
  );
}
