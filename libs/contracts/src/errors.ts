/** Every code an operator can meet, with what it means and what to do. docs/errors.md lists the same. */
export const ERROR_CODES = {
  BACKUP_DAMAGED:
    "The folder is no whole backup: a file is missing or not as it was written. Take another backup, or copy this one again.",
  BROKER_FENCED: "Another instance took over this partition; this one stops writing to it. Nothing to do.",
  BROKER_FULL:
    "The log cannot be written because the disk is full. Free space; the pipeline goes on by itself.",
  BROKER_REFUSED:
    "Kafka refuses the user or its certificate, lets it not do what the service must, or shows a certificate that is not trusted. The message says which; see docs/security.md for the rights. The service tries on.",
  BROKER_UNAVAILABLE:
    "The log cannot be reached. The pipeline takes no messages until it can, then goes on by itself.",
  CONFIG_INVALID:
    "The configuration has mistakes; each is listed with file and line. Mend them and start again.",
  FILE_UNREADABLE: "A file or folder that was named cannot be read or does not have the expected form.",
  FILE_UNWRITABLE:
    "A file that was asked for cannot be written. Check the folder, its permissions and the free space.",
  FORMAT_NEWER:
    "What is kept was written by a newer Presage, which this one would damage. Run that version, or restore a backup of this one's.",
  LAST_ADMIN:
    "The user is the last one with the role admin, which somebody must have. Make somebody else admin first.",
  MAPPING_FAILED:
    "A JSONata mapping cannot make anything of a message. Try the profile with `presage mes preview`.",
  MESSAGE_MALFORMED:
    "Bytes in the log are not what the topic's contract says. Was another program writing to it?",
  MODEL_ARCHIVE_UNSAFE:
    "The archive of a model package cannot be unpacked, or has a link, a device or a path out of its folder. Pack plain files.",
  MODEL_FEATURE_UNKNOWN:
    "The model asks for a feature that the feature catalogue does not have. Name one that it has.",
  MODEL_FILE_WRONG:
    "A file of the model package is missing, no plain file, or not the one that was digested. Copy the whole package again.",
  MODEL_FORM_WRONG:
    "A file of the model package does not have the form it should, or the package has no network, or two. Mend what is listed.",
  MODEL_GOLDEN_MISSED:
    "The model does not give the risks that golden.json says. Make golden.json with this model and manifest.",
  MODEL_OPERATOR_REFUSED:
    "The network has a layer or an operator that is not allowed, or one whose size follows from the inputs' values. Build it from those that the message lists.",
  MODEL_OUTPUT_WRONG:
    "The model gives a risk that is not between 0 and 1, or a remaining life that is none. Calibrate it, or train it again.",
  MODEL_SHAPE_WRONG:
    "The network does not take a row of the manifest's inputs, or does not give one of its outputs. Make them agree.",
  MODEL_TOO_LARGE:
    "The model package, its network, or the memory that it needs is over the limit. Make it smaller.",
  MODEL_TOO_SLOW:
    "The model takes longer than its latency budget, or does not come to an end. Make it smaller, or raise the budget.",
  MODEL_WEIGHTS_WRONG:
    "The weights do not fit the network, or are not finite. Export both again, or train with a lower learning rate.",
  MODEL_WORSE:
    "By what was found of the machines, the model did worse in shadow than the one that is live. Look at `presage model compare`; `--force` promotes it all the same.",
  MQTT_REFUSED:
    "The MQTT broker refused the connection or a subscription. Check address, user, password and ACL.",
  MQTT_UNREACHABLE: "The MQTT broker cannot be reached. Presage keeps trying and resumes its session.",
  PORT_IN_USE: "Something else listens on the port. Stop it, or set another port.",
  REGISTRY_CONFLICT:
    "Somebody else changed which models are live at the same time. Look at what is live now, then try again.",
  REGISTRY_REFUSED:
    "NATS refuses the user, lets it not do what was asked, or shows a certificate that is not trusted. The message says which; see docs/security.md for the rights.",
  REGISTRY_UNREACHABLE:
    "The model registry in NATS cannot be reached, or NATS has no JetStream. Check nats.url.",
  REGISTRY_UNKNOWN:
    "The registry has no such model, or more than one. Name one that `presage model list` shows, or push it first.",
  STORE_UNREACHABLE:
    "What the console keeps cannot be read or written. Check dataDir and the free space, or console.store.url and that PostgreSQL runs.",
  TOKEN_REFUSED: "There is a token of that name already. Revoke it first, or take another name.",
  USER_REFUSED:
    "There is a user of that name already, the name has characters that it may not have, or the password is shorter than 12 characters.",
  USER_UNKNOWN:
    "There is no local user of that name. `presage user list` shows all; who comes from a provider is none.",
} as const;

export type ErrorCode = keyof typeof ERROR_CODES;

/** The one error class: a stable code to match on, a sentence for people, and the cause. */
export class PresageError extends Error {
  override readonly name = "PresageError";
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

/** Whether an error says that the log cannot be used now: what was to be done may be tried again. */
export const isLogAway = (error: unknown): error is PresageError =>
  hasCode(error, "BROKER_FULL", "BROKER_REFUSED", "BROKER_UNAVAILABLE");

/** Whether an error is a PresageError with one of these codes. */
export function hasCode(error: unknown, ...codes: readonly ErrorCode[]): error is PresageError {
  return error instanceof PresageError && codes.includes(error.code);
}
