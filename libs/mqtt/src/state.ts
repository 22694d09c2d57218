/** Where a client stands with its broker. */
export type MqttState =
  | { readonly status: "connecting" }
  | {
      readonly status: "connected";
      /** 4 is MQTT 3.1.1. */
      readonly version: 4 | 5;
      /** Whether the broker kept the session, and with it what it could not deliver meanwhile. */
      readonly sessionPresent: boolean;
    }
  | {
      readonly status: "disconnected";
      /** `MQTT_UNREACHABLE`, `MQTT_REFUSED`, or what the source's handler rejected with. */
      readonly error: Error;
      /** Milliseconds until the next attempt. */
      readonly retryMs: number;
    }
  | { readonly status: "closed" };

/** PEM texts or bytes, as `tls.connect` takes them. */
export interface TlsOptions {
  readonly ca?: string | Buffer;
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  /** Default: true. */
  readonly rejectUnauthorized?: boolean;
}
