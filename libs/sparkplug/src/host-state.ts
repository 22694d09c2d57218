import { bdSeqOf, EdgeNode, type Resolution } from "./edge-node.ts";
import { decodePayload, encodePayload, type ReceivedPayload } from "./payload.ts";
import { type NodeId, nodeTopic, type Topic } from "./topic.ts";

export interface HostOptions {
  /** How long a message may be missing before a rebirth is asked for, milliseconds: it may come out of order. */
  readonly reorderMs: number;
  /** A node is not asked for a rebirth more often than this, milliseconds. */
  readonly rebirthMs: number;
}

/** What a message of an edge node came to. */
export type Heard =
  /** A birth or data: `born` is true for a birth, whose values hold since before it. */
  | (Resolution & {
      readonly kind: "values";
      readonly born: boolean;
      readonly device: string | undefined;
      readonly timestamp: number | undefined;
    })
  | { readonly kind: "death"; readonly device: string | undefined }
  /** A command, the death of an earlier birth, or a host's STATE. */
  | { readonly kind: "nothing" }
  | { readonly kind: "malformed" };

/** A node that has to be asked for its births again, and the command that does. Published with QoS 0, not retained. */
export interface RebirthRequest {
  readonly node: NodeId;
  readonly topic: string;
  readonly payload: Uint8Array;
}

const NOTHING: Heard = { kind: "nothing" };

/**
 * What a host application knows of its edge nodes: births, aliases, deaths, and which births it has to ask for again.
 * Pure but for its own memory: the time comes with each call, and what is to be sent is handed back.
 *
 * A message out of order is not held back: what it says is understood by the births that are known, and values carry
 * their own times. Only what stays missing longer than `reorderMs` has consequences.
 * Source: Sparkplug 3.0.0, 5 (operational behavior).
 */
export class HostState {
  readonly #options: HostOptions;
  readonly #nodes = new Map<string, EdgeNode>();

  constructor(options: HostOptions) {
    this.#options = options;
  }

  /** Nodes that were heard of. */
  get nodes(): readonly EdgeNode[] {
    return [...this.#nodes.values()];
  }

  /** The host was away: births may have been missed. */
  reconnected(): void {
    for (const node of this.#nodes.values()) node.unsure = true;
  }

  /** @param now epoch milliseconds */
  hear(topic: Topic, bytes: Uint8Array, now: number): Heard {
    if (topic.verb === "STATE" || topic.verb === "NCMD" || topic.verb === "DCMD") return NOTHING;
    const payload = decodePayload(bytes);
    if (payload === undefined) return { kind: "malformed" };
    const node = this.#nodeOf(topic);
    if (topic.verb === "NBIRTH") {
      node.born(payload);
      return values(node, payload, true);
    }
    if (topic.verb === "NDEATH") {
      const bdSeq = bdSeqOf(payload.metrics);
      // Of an earlier connection: the broker may send a will after the node is back.
      if (!node.online || (bdSeq !== undefined && node.bdSeq !== undefined && bdSeq !== node.bdSeq))
        return NOTHING;
      node.dead();
      return { kind: "death", device: undefined };
    }
    this.#follow(node, payload, now);
    const device = "device" in topic ? topic.device : undefined;
    if (topic.verb === "DDEATH")
      return node.deadDevice(topic.device) ? { kind: "death", device: topic.device } : NOTHING;
    if (topic.verb === "DBIRTH") node.bornDevice(topic.device, payload.metrics);
    const heard = values(node, payload, topic.verb === "DBIRTH", device);
    if (!node.knows(device) || heard.unresolved.some(({ why }) => why !== "value-torn")) ask(node, now);
    return heard;
  }

  /** The requests that are due. A node that does not answer is asked again when there is a reason again. */
  rebirths(now: number): RebirthRequest[] {
    const { reorderMs, rebirthMs } = this.#options;
    return this.nodes.flatMap((node) => {
      const overdue = node.gapSince !== undefined && now - node.gapSince >= reorderMs;
      const due = overdue || (node.askFrom !== undefined && now >= node.askFrom);
      if (!due || now - node.askedAt < rebirthMs) return [];
      node.askedAt = now;
      node.askFrom = undefined;
      node.gapSince = undefined;
      node.sequence?.giveUp();
      return [rebirthRequest(node.id, now)];
    });
  }

  #nodeOf({ group, node: name }: NodeId): EdgeNode {
    const key = `${group}/${name}`;
    let node = this.#nodes.get(key);
    if (node === undefined) {
      node = new EdgeNode({ group, node: name });
      this.#nodes.set(key, node);
    }
    return node;
  }

  #follow(node: EdgeNode, { seq }: ReceivedPayload, now: number): void {
    if (!node.online) return ask(node, now);
    const { sequence } = node;
    if (seq === undefined || sequence === undefined) return;
    const order = sequence.take(seq);
    if (order === "astray" || (node.unsure && order !== "next")) {
      node.dead();
      ask(node, now);
    } else if (sequence.complete) node.gapSince = undefined;
    else node.gapSince ??= now;
    node.unsure = false;
  }
}

function ask(node: EdgeNode, now: number): void {
  node.askFrom ??= now;
}

const values = (
  node: EdgeNode,
  payload: ReceivedPayload,
  born: boolean,
  device?: string,
): Heard & { kind: "values" } => ({
  kind: "values",
  born,
  device,
  timestamp: payload.timestamp,
  ...node.resolve(device, payload),
});

/** The command that makes an edge node publish its births again. */
export function rebirthRequest(node: NodeId, now: number): RebirthRequest {
  const metric = { name: "Node Control/Rebirth", type: "Boolean", timestamp: now, value: true } as const;
  return {
    node,
    topic: nodeTopic(node, "NCMD"),
    payload: encodePayload({ timestamp: now, metrics: [metric] }),
  };
}
