/** What the form says of an asset; what is empty is left out. */
export interface AssetEntry {
  readonly path: string;
  readonly class?: string | undefined;
  readonly machineGroup?: number | undefined;
  readonly foundation?: string | undefined;
  /** r/min */
  readonly shaftSpeed?: number | undefined;
  readonly bearing?: BearingEntry | undefined;
  /** Cel */
  readonly temperatureLimit?: number | undefined;
}

export interface BearingEntry {
  readonly designation?: string | undefined;
  readonly balls?: number | undefined;
  readonly ballDiameter?: number | undefined;
  readonly pitchDiameter?: number | undefined;
  readonly contactAngle?: number | undefined;
}

/** Nothing of YAML's own in it, and no reader of YAML takes it for a number, a truth value or nothing. */
const PLAIN = /^[A-Za-z][A-Za-z0-9_/.-]*$/;
const WORDS = /^(?:true|false|null|yes|no|on|off|y|n)$/i;

/**
 * A text as YAML 1.1 and 1.2 read it back: in double quotes, where JSON's way of escaping holds, unless it
 * needs none.
 */
export const yamlText = (text: string): string =>
  PLAIN.test(text) && !WORDS.test(text)
    ? text
    : JSON.stringify(text).replace(/[\u007f-\u00a0\u2028\u2029\ufeff]/g, escaped);

const escaped = (character: string): string =>
  `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;

const yamlValue = (value: string | number): string =>
  typeof value === "number" ? String(value) : yamlText(value);

const isSet = (value: string | number | undefined): value is string | number =>
  typeof value === "number" ? Number.isFinite(value) : value !== undefined && value !== "";

/** The entry of the section `assets` of presage.yaml. */
export function assetEntry(entry: AssetEntry): string {
  const line = (name: string, value: string | number | undefined, unit?: string) =>
    isSet(value) ? [`    ${name}: ${yamlValue(value)}${unit === undefined ? "" : ` # ${unit}`}`] : [];
  const bearing = (
    ["designation", "balls", "ballDiameter", "pitchDiameter", "contactAngle"] as const
  ).flatMap((name) => {
    const value = entry.bearing?.[name];
    return isSet(value) ? [`${name}: ${yamlValue(value)}`] : [];
  });
  return [
    "assets:",
    `  - path: ${yamlText(entry.path)}`,
    ...line("class", entry.class),
    ...line("machineGroup", entry.machineGroup),
    ...line("foundation", entry.foundation),
    ...line("shaftSpeed", entry.shaftSpeed, "r/min"),
    ...(bearing.length === 0 ? [] : [`    bearing: { ${bearing.join(", ")} } # mm, degrees`]),
    ...(isSet(entry.temperatureLimit)
      ? [`    limits: { temperature: ${entry.temperatureLimit} } # Cel`]
      : []),
    "",
  ].join("\n");
}
