export type { Contract, Message } from "./message.ts";
export { ERROR_CODES, PresageError, hasCode, type ErrorCode } from "./errors.ts";
export { toCloudEvent, type CloudEvent } from "./cloudevent.ts";
export { samples, SAMPLES_PROTO, type Quantity, type SampleBlock } from "./samples.ts";
export { features, type FeatureWindow, type SensorQuality } from "./features.ts";
export { predictions, type Driver, type ModelReference, type Prediction } from "./predictions.ts";
export { failures, type Failure, type Severity } from "./failures.ts";
export { rejected, REJECTION_CODES, type Rejection, type RejectionCode } from "./rejected.ts";
export { TOPICS, retentionOf, stateTopic, type Retention } from "./topics.ts";
