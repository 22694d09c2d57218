import type { Config } from "./config/schema.ts";
import { type TlsOptions, tlsOptions } from "./tls-files.ts";

/** How to connect to an MQTT broker, certificates read. */
export interface MqttConnection {
  readonly url: string;
  readonly username?: string;
  readonly password?: string;
  readonly tls?: TlsOptions;
}

type Section = Pick<Config["mqtt"], "username" | "password" | "tls">;

function connection(url: string, { username, password, tls }: Section): MqttConnection {
  return {
    url,
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    tls: tlsOptions(tls),
  };
}

/** The connection to the devices' broker, whose address is `url`. Throws `FILE_UNREADABLE`. */
export const deviceConnection = ({ mqtt }: Config, url: string): MqttConnection => connection(url, mqtt);

/** The connection to the MES's broker: that of the devices, at `url`, unless `mes.url` is set. Throws `FILE_UNREADABLE`. */
export const mesConnection = ({ mqtt, mes }: Config, url: string): MqttConnection =>
  mes.url === undefined ? connection(url, mqtt) : connection(mes.url, mes);
