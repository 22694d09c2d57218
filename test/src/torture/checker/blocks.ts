import type { Evidence, Logged, Sent, Violation } from "../evidence.ts";
import { placeOf } from "../evidence.ts";
import type { Rejection, SampleBlock } from "@presage/contracts";

const nameOf = (asset: string, sensor: string, seq: number | undefined): string =>
  `${asset}/${sensor}#${seq ?? "?"}`;

const sentName = ({ asset, sensor, seq }: Sent): string => nameOf(asset, sensor, seq);
const sampleName = ({ key, value }: Logged<SampleBlock>): string => nameOf(key, value.sensor, value.seq);

/** A refused message is told by its topic and the number in its payload. */
function rejectionName({ value }: Logged<Rejection>): string {
  const { seq } = JSON.parse(Buffer.from(value.bytes, "base64").toString()) as { seq?: number };
  return `${value.topic.split("/").slice(1).join("/")}#${seq ?? "?"}`;
}

/** Every acknowledged message is in the log, as a block or as a rejection; nothing is there that nobody sent. */
export function checkBlocks({ sent, log }: Evidence): Violation[] {
  const violations: Violation[] = [];
  const blocks = new Map(log.samples.map((entry) => [sampleName(entry), placeOf("samples", entry)]));
  const refused = new Map(log.rejected.map((entry) => [rejectionName(entry), placeOf("rejected", entry)]));
  const known = new Map(sent.map((each) => [sentName(each), each]));
  for (const [name, { good, acknowledgedAt }] of known) {
    const [right, wrong] = good ? [blocks, refused] : [refused, blocks];
    const misplaced = wrong.get(name);
    if (misplaced !== undefined)
      violations.push({ rule: "block in the wrong topic", what: name, seen: misplaced });
    if (acknowledgedAt !== undefined && !right.has(name))
      violations.push({
        rule: "acknowledged block lost",
        what: name,
        seen: `PUBACK at ${new Date(acknowledgedAt).toISOString()}`,
      });
  }
  for (const [name, place] of [...blocks, ...refused])
    if (!known.has(name)) violations.push({ rule: "block that nobody sent", what: name, seen: place });
  return violations;
}
