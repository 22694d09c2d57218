import type { Recording } from "@presage/recording";

/** The `assets` section of presage.yaml that tells Presage the shaft speed and bearing of replayed machines. */
export function assetSettings(site: string, recordings: readonly Recording[]): string {
  const assets = recordings.flatMap(({ name, shaftHz, bearing, axes }) => [
    `  - path: ${site}/bench/+/${name}`,
    `    class: bearing-rig`,
    `    shaftSpeed: ${Math.round(shaftHz * 60)}`,
    `    bearing:`,
    `      balls: ${bearing.balls}`,
    `      ballDiameter: ${bearing.ball_mm}`,
    `      pitchDiameter: ${bearing.pitch_mm}`,
    `      contactAngle: ${bearing.contact_deg}`,
    `    sensors:`,
    ...axes.map((axis) => `      vib-${axis}: { quantity: acceleration, unit: g }`),
    `      temperature: { quantity: temperature, unit: Cel }`,
  ]);
  return ["assets:", ...assets, ""].join("\n");
}
