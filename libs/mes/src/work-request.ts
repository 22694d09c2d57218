import { assetPath, type Failure, failures, type Message, SEVERITIES } from "@presage/contracts";
import { type Static, Type } from "@sinclair/typebox";

const time = (description: string) => Type.String({ format: "date-time", description });
const Maintenance = Type.Literal("Maintenance");
const Priority = Type.Integer({ minimum: 1, maximum: 4, description: "1 for critical to 4 for low" });
const Description = Type.Array(Type.String(), { description: "what is predicted, and what to do" });
const Window = {
  StartTime: time("when it was said"),
  EndTime: time(
    "until when it should be done: before one in ten such machines has failed, or within the model's horizon",
  ),
};

const Parameter = Type.Object({
  ID: Type.String({
    description:
      "FailureID, Severity, FailureMode, Risk, RemainingLifeP10, RemainingLifeP50 or RemainingLifeP90",
  }),
  Value: Type.Array(
    Type.Object({
      ValueString: Type.String(),
      UnitOfMeasure: Type.Optional(Type.String({ description: "UCUM" })),
    }),
    { minItems: 1 },
  ),
});

const JobOrder = Type.Object({
  ID: Type.String(),
  Description,
  WorkType: Maintenance,
  ...Window,
  Priority,
  EquipmentRequirement: Type.Array(
    Type.Object({
      ID: Type.String({ description: "the asset's id" }),
      EquipmentID: Type.Array(Type.String(), { minItems: 1 }),
    }),
    { minItems: 1, description: "the machine" },
  ),
  JobOrderParameter: Type.Array(Parameter),
});

const WorkUnit = Type.Object({ EquipmentID: Type.String(), EquipmentLevel: Type.Literal("WorkUnit") });
const Line = Type.Object({
  EquipmentID: Type.String(),
  EquipmentLevel: Type.Literal("ProductionLine"),
  HierarchyScopeChild: WorkUnit,
});
const Area = Type.Object({
  EquipmentID: Type.String(),
  EquipmentLevel: Type.Literal("Area"),
  HierarchyScopeChild: Line,
});
const Site = Type.Object({
  EquipmentID: Type.String(),
  EquipmentLevel: Type.Literal("Site"),
  HierarchyScopeChild: Area,
});

/** What Presage makes use of in a WorkRequest of B2MML-JSON V7.0 (ISA-95 part 4). */
const WorkRequest = Type.Object({
  WorkRequest: Type.Object({
    ID: Type.String({ description: "the id of the predicted failure: one work request for its whole life" }),
    Version: Type.String({ description: "the revision of the failure that it is made of; grows" }),
    Description,
    WorkType: Maintenance,
    ...Window,
    Priority,
    HierarchyScope: Site,
    JobOrder: Type.Array(JobOrder, { minItems: 1 }),
  }),
});

export type WorkRequest = Static<typeof WorkRequest>;

const HOUR = 3_600_000;
/** Ten years: further away nothing is planned. */
const LONGEST_HOURS = 87_600;

/** The request for maintenance that a failure's revision makes. */
export function workRequestOf({ key, time: at, value: failure }: Message<Failure>): Message<WorkRequest> {
  const {
    id,
    revision,
    severity,
    updatedAt,
    horizonHours,
    remainingLifeHours: life,
    modes,
    action,
  } = failure;
  const { site, area, line, asset } = assetPath(key);
  const hours = Math.min(Math.max(life?.p10 ?? horizonHours, 0), LONGEST_HOURS);
  const common = {
    Description: [`Predicted failure of ${asset}${modes?.[0] ? `: ${modes[0].mode}` : ""}`, action],
    WorkType: "Maintenance" as const,
    StartTime: new Date(updatedAt).toISOString(),
    EndTime: new Date(updatedAt + hours * HOUR).toISOString(),
    Priority: SEVERITIES.length - SEVERITIES.indexOf(severity),
  };
  const parameter = (ID: string, value: string | number | null | undefined, UnitOfMeasure?: string) =>
    value === undefined || value === null
      ? []
      : [
          {
            ID,
            Value: [{ ValueString: String(value), ...(UnitOfMeasure !== undefined && { UnitOfMeasure }) }],
          },
        ];
  return {
    key,
    time: at,
    value: {
      WorkRequest: {
        ID: id,
        Version: String(revision),
        ...common,
        HierarchyScope: {
          EquipmentID: site,
          EquipmentLevel: "Site",
          HierarchyScopeChild: {
            EquipmentID: area,
            EquipmentLevel: "Area",
            HierarchyScopeChild: {
              EquipmentID: line,
              EquipmentLevel: "ProductionLine",
              HierarchyScopeChild: { EquipmentID: asset, EquipmentLevel: "WorkUnit" },
            },
          },
        },
        JobOrder: [
          {
            ID: `${id}#1`,
            ...common,
            EquipmentRequirement: [{ ID: key, EquipmentID: [key] }],
            JobOrderParameter: [
              ...parameter("FailureID", id),
              ...parameter("Severity", severity),
              ...parameter("FailureMode", modes?.[0]?.mode),
              ...parameter("Risk", failure.risk),
              ...parameter("RemainingLifeP10", life?.p10, "h"),
              ...parameter("RemainingLifeP50", life?.p50, "h"),
              ...parameter("RemainingLifeP90", life?.p90, "h"),
            ],
          },
        ],
      },
    },
  };
}

/** Requests for maintenance as the MES gets them: a WorkRequest of B2MML in a CloudEvent. */
export const workRequests = {
  topic: "work-requests",
  title: "A request for maintenance of an asset that is predicted to fail.",
  type: "io.presage.work-request.v1",
  schema: WorkRequest,
  id: ({ value: { WorkRequest: request } }: Message<WorkRequest>) => `${request.ID}.${request.Version}`,
  example: workRequestOf({
    ...failures.example,
    value: { ...failures.example.value, remainingLifeHours: { p10: 60, p50: 140, p90: 300 } },
  }),
};
