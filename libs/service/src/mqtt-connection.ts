import { readFileSync } from "node:fs";
import { PresageError } from "@presage/contracts";
import type { Config } from "./config/schema.ts";

/** How to connect to an MQTT broker, certificates read. */
export interface MqttConnection {
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  readonly tls?: {
    readonly ca?: Buffer;
    readonly cert?: Buffer;
    readonly key?: Buffer;
    readonly rejectUnauthorized: boolean;
  };
}

type Section = Pick<Config["mqtt"], "username" | "password" | "tls">;

/** A certificate or key in a file. Throws `FILE_UNREADABLE`. */
export function readPem(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (cause) {
    throw new PresageError("FILE_UNREADABLE", `cannot read the certificate or key ${file}`, cause);
  }
}

function connection(url: string, { username, password, tls }: Section): MqttConnection {
  return {
    url,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    tls: {
      rejectUnauthorized: tls.rejectUnauthorized,
      ...(tls.ca !== undefined && { ca: readPem(tls.ca) }),
      ...(tls.cert !== undefined && { cert: readPem(tls.cert) }),
      ...(tls.key !== undefined && { key: readPem(tls.key) }),
    },
  };
}

/** The connection to the devices' broker, whose address is `url`. Throws `FILE_UNREADABLE`. */
export const deviceConnection = ({ mqtt }: Config, url: string): MqttConnection => connection(url, mqtt);

/** The connection to the MES's broker: that of the devices, at `url`, unless `mes.url` is set. Throws `FILE_UNREADABLE`. */
export const mesConnection = ({ mqtt, mes }: Config, url: string): MqttConnection =>
  mes.url === undefined ? connection(url, mqtt) : connection(mes.url, mes);
