import type { Socket } from "node:net";

/** Beyond the limit, connections from this machine: so that Presage itself gets in when devices take all there are. */
const SPARE = 16;

const isLocal = (address: string): boolean => /^(127\.|::1$)/.test(address);

/** Of IPv6 the network, as one machine may have all of its addresses. */
export function addressOf(socket: Socket): string {
  const address = (socket.remoteAddress ?? "").replace(/^::ffff:(?=\d+\.)/, "");
  if (!address.includes(":") || isLocal(address)) return address;
  const [front = "", back = ""] = address.split("::");
  const [head, tail] = [front, back].map((part) => (part === "" ? [] : part.split(":"))) as [
    string[],
    string[],
  ];
  const groups = [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => "0"), ...tail];
  return `${groups.slice(0, 4).join(":")}::/64`;
}

/** Counts connections, in all and by address. This machine's own are not counted by address: a proxy may be on it. */
export class Crowd {
  readonly #limits: { readonly all: number; readonly perAddress: number };
  readonly #changed: (count: number) => void;
  readonly #byAddress = new Map<string, number>();
  #count = 0;

  constructor(limits: { all: number; perAddress: number }, changed: (count: number) => void) {
    this.#limits = limits;
    this.#changed = changed;
  }

  /** Counts a connection until it is closed; false if it is one too many. */
  admit(socket: Socket): boolean {
    const address = addressOf(socket);
    const local = isLocal(address);
    const same = this.#byAddress.get(address) ?? 0;
    if (this.#count >= this.#limits.all + (local ? SPARE : 0)) return false;
    if (!local && same >= this.#limits.perAddress) return false;
    this.#byAddress.set(address, same + 1);
    this.#changed(++this.#count);
    socket.once("close", () => {
      const left = (this.#byAddress.get(address) ?? 1) - 1;
      if (left === 0) this.#byAddress.delete(address);
      else this.#byAddress.set(address, left);
      this.#changed(--this.#count);
    });
    return true;
  }
}
