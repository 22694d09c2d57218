import { Type, type Static } from "@sinclair/typebox";
import { BEARINGS, type Bearing } from "./bearing.ts";
import { choice, duration, number, section, text, whole } from "./setting.ts";

const MACHINE_GROUPS = [1, 2] as const;
const FOUNDATIONS = ["rigid", "flexible"] as const;
const QUANTITIES = ["acceleration", "temperature", "scalar"] as const;

const CLASS = "Asset class: decides which model scores it";
const GROUP = "ISO 20816-3 machine group: 1 above 300 kW, 2 from 15 to 300 kW";
const FOUNDATION = "ISO 20816-3 foundation";
const LIMIT =
  "Absolute temperature limit in Cel; reaching it raises an event whatever the model says, as does being 20 K below it if that is 20 K over the baseline";

/** What holds for assets that do not say otherwise, known or unknown. */
export const AssetDefaults = section({
  class: text({ format: "name", default: "default", description: CLASS }),
  machineGroup: choice(MACHINE_GROUPS, { default: 2, description: GROUP }),
  foundation: choice(FOUNDATIONS, { default: "rigid", description: FOUNDATION }),
});

const DEVIATION =
  "How far a slow sensor may stay from the asset's own baseline, in robust standard deviations, where no model can score; 0: never raised";

export const Limits = section({
  temperature: number({ default: 95, minimum: -273.15, description: LIMIT }),
  deviation: number({ default: 6, minimum: 0, description: DEVIATION }),
});

const BearingSettings = section(
  {
    designation: Type.Optional(
      text({
        description: `Designation; fills in the geometry of ${Object.keys(BEARINGS).join(", ")}`,
      }),
    ),
    balls: whole({
      minimum: 3,
      otherwise: "by designation",
      description: "Rolling elements of one row",
    }),
    ballDiameter: number({
      exclusiveMinimum: 0,
      otherwise: "by designation",
      description: "Diameter of a rolling element in mm",
    }),
    pitchDiameter: number({
      exclusiveMinimum: 0,
      otherwise: "by designation",
      description: "Pitch diameter in mm",
    }),
    contactAngle: number({
      minimum: 0,
      exclusiveMaximum: 90,
      default: 0,
      description: "Contact angle in degrees",
    }),
  },
  { hint: `or give one of the designations ${Object.keys(BEARINGS).join(", ")}` },
);

const Sensor = section({
  quantity: Type.Optional(
    choice(QUANTITIES, { otherwise: "by the unit", description: "What the sensor measures" }),
  ),
  unit: Type.Optional(
    text({ otherwise: "as the device says", description: "UCUM code of values that come without a unit" }),
  ),
  range: Type.Optional(
    Type.Unsafe<[number, number]>({
      type: "array",
      items: { type: "number" },
      minItems: 2,
      maxItems: 2,
      expects: "[minimum, maximum]",
      description: "Measuring range in the sensor's unit; samples outside count against data quality",
    }),
  ),
  every: Type.Optional(
    duration({
      description: "How often a message is expected; coverage and gaps are judged by it",
    }),
  ),
});

export const AssetSettings = section({
  path: text({
    format: "asset-path",
    description: "site/area/line/asset, as in the topics; + stands for any one level",
  }),
  class: Type.Optional(text({ format: "name", otherwise: "defaults.class", description: CLASS })),
  machineGroup: Type.Optional(
    choice(MACHINE_GROUPS, { otherwise: "defaults.machineGroup", description: GROUP }),
  ),
  foundation: Type.Optional(
    choice(FOUNDATIONS, { otherwise: "defaults.foundation", description: FOUNDATION }),
  ),
  shaftSpeed: Type.Optional(
    number({ exclusiveMinimum: 0, description: "Speed of the shaft in r/min; orders follow from it" }),
  ),
  speedSensor: Type.Optional(
    text({
      format: "name",
      description:
        "Id of a scalar sensor that gives the shaft's speed in r/min; its median in a window is used, else shaftSpeed",
    }),
  ),
  bearing: Type.Optional(BearingSettings),
  operatingStates: Type.Optional(
    section({
      sensor: text({ format: "name", description: "Scalar sensor that tells them apart: speed, load" }),
      bounds: Type.Array(Type.Number(), {
        minItems: 1,
        maxItems: 15,
        description: "Values in the sensor's unit, ascending, that separate the states; each has a baseline",
      }),
    }),
  ),
  sensors: Type.Record(Type.String(), Sensor, {
    propertyNames: { type: "string", format: "name" },
    default: {},
    description: "By sensor id, the last level of the topic",
  }),
  limits: section({
    temperature: Type.Optional(
      number({ minimum: -273.15, otherwise: "limits.temperature", description: LIMIT }),
    ),
    deviation: Type.Optional(number({ minimum: 0, otherwise: "limits.deviation", description: DEVIATION })),
  }),
});

export type AssetSettings = Static<typeof AssetSettings>;
export type SensorSettings = Static<typeof Sensor>;

/** An asset with all that was not said filled in. */
export interface Asset {
  /** site/area/line/asset: the key of the asset's messages. */
  readonly path: string;
  readonly class: string;
  readonly machineGroup: 1 | 2;
  readonly foundation: "rigid" | "flexible";
  /** r/min */
  readonly shaftSpeed?: number;
  /** The id of the sensor that measures it. */
  readonly speedSensor?: string;
  readonly bearing?: Bearing;
  readonly operatingStates?: { readonly sensor: string; readonly bounds: readonly number[] };
  readonly sensors: Readonly<Record<string, SensorSettings>>;
  /** Cel; robust standard deviations. */
  readonly limits: { readonly temperature: number; readonly deviation: number };
}
