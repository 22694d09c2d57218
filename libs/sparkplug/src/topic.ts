const NAMESPACE = "spBv1.0";

const NODE_VERBS = ["NBIRTH", "NDEATH", "NDATA", "NCMD"] as const;
const DEVICE_VERBS = ["DBIRTH", "DDEATH", "DDATA", "DCMD"] as const;

type NodeVerb = (typeof NODE_VERBS)[number];
type DeviceVerb = (typeof DEVICE_VERBS)[number];

/** An edge node. Source: Sparkplug 3.0.0, 4.1. */
export interface NodeId {
  readonly group: string;
  readonly node: string;
}

/** What a topic says. */
export type Topic =
  | (NodeId & { readonly verb: NodeVerb })
  | (NodeId & { readonly verb: DeviceVerb; readonly device: string })
  | { readonly verb: "STATE"; readonly host: string };

const isOneOf = <T extends string>(verbs: readonly T[], verb: string): verb is T =>
  (verbs as readonly string[]).includes(verb);

/** What a topic says, or undefined if it is none of Sparkplug B. */
export function parseTopic(topic: string): Topic | undefined {
  const [namespace, group = "", verb = "", node = "", device = "", ...more] = topic.split("/");
  if (namespace !== NAMESPACE || group === "" || verb === "" || more.length > 0) return undefined;
  if (group === "STATE") return node === "" ? { verb: "STATE", host: verb } : undefined;
  if (node === "") return undefined;
  if (isOneOf(NODE_VERBS, verb)) return device === "" ? { verb, group, node } : undefined;
  return isOneOf(DEVICE_VERBS, verb) && device !== "" ? { verb, group, node, device } : undefined;
}

/** The topic of a message of a node, or of one of its devices. */
export const nodeTopic = ({ group, node }: NodeId, verb: NodeVerb): string =>
  `${NAMESPACE}/${group}/${verb}/${node}`;

export const deviceTopic = ({ group, node }: NodeId, verb: DeviceVerb, device: string): string =>
  `${NAMESPACE}/${group}/${verb}/${node}/${device}`;

export const stateTopic = (host: string): string => `${NAMESPACE}/STATE/${host}`;

/** Topic filters of everything that the nodes of these groups say; of none: of all groups. */
export const groupFilters = (groups: readonly string[]): readonly string[] =>
  groups.length === 0 ? [`${NAMESPACE}/#`] : groups.map((group) => `${NAMESPACE}/${group}/#`);

/** Whether a text may be the id of a group, node, device or host. */
export const isId = (text: string): boolean => text !== "" && !/[+#/\0]/.test(text);
