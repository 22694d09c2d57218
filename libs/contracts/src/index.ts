export { assetKey, assetPath, isName, lineKey, type AssetPath } from "./asset.ts";
export type { Contract, Message } from "./message.ts";
export { ERROR_CODES, isLogAway, PresageError, hasCode, type ErrorCode } from "./errors.ts";
export { toCloudEvent, type CloudEvent } from "./cloudevent.ts";
export { samples, SAMPLES_PROTO, type Quantity, type SampleBlock } from "./samples.ts";
export { features, type FeatureWindow, type SensorQuality } from "./features.ts";
export { FAILURE_MODES, type Evidence, type EvidenceLine, type FailureMode } from "./modes.ts";
export {
  predictions,
  type Driver,
  type ModelReference,
  type Prediction,
  type Shadow,
} from "./predictions.ts";
export { failures, SEVERITIES, severer, type Contribution, type Failure, type Severity } from "./failures.ts";
export { feedback, FEEDBACK_ACTIONS, type Feedback, FeedbackMessage, isLabel, LABELS } from "./feedback.ts";
export { PipelineStatus } from "./pipeline-status.ts";
export { alarms, toAlarm, type Alarm } from "./alarms.ts";
export { groups, type FailureGroup, type GroupMember } from "./groups.ts";
export {
  breaches,
  REQUIREMENT_KINDS,
  type Breach,
  type OpenBreach,
  type RequirementKind,
} from "./breaches.ts";
export { qualityDays, type QualityDay, type SensorDay } from "./quality-days.ts";
export { QUALITY_LIMITS, qualityFault } from "./quality.ts";
export { rejected, REJECTION_CODES, type Rejection, type RejectionCode } from "./rejected.ts";
export { traceContext, traceId, type TraceContext, type TraceSpan } from "./trace.ts";
export { TOPICS, retentionOf, stateTopic, type Retention } from "./topics.ts";
