import { PresageError } from "@presage/contracts";
import { compileMapping, loadProfile, type Mapping, OWN_FEEDBACK } from "@presage/mes";
import { compileTemplate, type Subscription } from "@presage/mqtt";
import { type Config, sourceName } from "@presage/service";
import type { Admit } from "./census.ts";
import type { Source } from "./intake.ts";

/** The longest word of a person or the MES, bytes. */
const FEEDBACK_BYTES = 65_536;

/**
 * Everything below the fixed first levels of a template: what comes there and does not fit is rejected with a reason
 * instead of never being seen.
 */
export function wideFilter(template: string): string {
  const levels = template.split("/");
  const first = levels.findIndex((level) => level.includes("{"));
  return first <= 0 ? compileTemplate(template).filter : [...levels.slice(0, first), "#"].join("/");
}

function matcher(template: string): Source["match"] {
  const compiled = compileTemplate(template);
  return (topic) => compiled.match(topic);
}

/** The mapping of a source. Throws `CONFIG_INVALID`. */
function mappingOf(expression: string | undefined, i: number): { readonly map?: Mapping } {
  if (expression === undefined) return {};
  try {
    return { map: compileMapping(expression) };
  } catch (error) {
    throw new PresageError("CONFIG_INVALID", `sources[${i}].map  ${(error as Error).message}`, error);
  }
}

/**
 * What the configuration takes in, and what is subscribed to for it on the devices' broker and, if it has one of its own, on
 * the MES's. Throws `CONFIG_INVALID` for a mapping that is none, and what `loadProfile` throws.
 */
export function intakeFrom(
  config: Config,
  admit?: Admit,
): {
  readonly sources: readonly Source[];
  readonly fromDevices: readonly Subscription[];
  readonly fromMes: readonly Subscription[];
} {
  const { time, mes } = config;
  const limits = { maxClockSkew: time.maxClockSkew, maxClockError: time.maxClockError };
  const plain = config.sources.filter(({ decoder }) => decoder === "json");
  const devices = config.sources.flatMap((source, i): Source[] => {
    const { decoder, template, map, maxBytes, maxSamples, maxClockSkew } = source;
    if (decoder !== "json") return [];
    return [
      {
        carries: "samples",
        name: sourceName(source),
        match: matcher(template),
        ...mappingOf(map, i),
        ...(admit && { admit }),
        maxBytes,
        maxSamples,
        ...limits,
        ...(maxClockSkew !== undefined && { maxClockSkew }),
      },
    ];
  });
  const said = { carries: "feedback", maxBytes: FEEDBACK_BYTES, maxSamples: 0, ...limits } as const;
  const { template: feedback, map } = loadProfile(config.mes).feedback;
  const sources: Source[] = [
    ...devices,
    { ...said, match: matcher(OWN_FEEDBACK) },
    { ...said, match: matcher(feedback), ...(map !== undefined && { map }) },
  ];
  const shared = (group: string | undefined) => group !== undefined && { shared: group };
  const fromDevices: Subscription[] = [
    ...plain.map(({ template, qos, shared: group }) => ({
      filter: wideFilter(template),
      qos,
      ...shared(group),
    })),
    { filter: compileTemplate(OWN_FEEDBACK).filter, qos: 1, ...shared(mes.shared) },
  ];
  const fromMes: Subscription[] = [
    { filter: compileTemplate(feedback).filter, qos: 1, ...shared(mes.shared) },
  ];
  return mes.url === undefined
    ? { sources, fromDevices: [...fromDevices, ...fromMes], fromMes: [] }
    : { sources, fromDevices, fromMes };
}
