import { hasCode } from "@presage/contracts";
import { type BrokerProbe, probeBroker, type Subscription } from "@presage/mqtt";
import { type Config, deviceConnection, mesConnection } from "@presage/service";
import { mqttAddress } from "../process/address.ts";
import { lookAtCertificate } from "./certificate.ts";
import type { Finding } from "./finding.ts";

/** The devices' broker and, if there is another, the MES's: whether they answer, and grant what is asked for. */
export async function lookAtMqtt(
  config: Config,
  { fromDevices, fromMes }: { fromDevices: readonly Subscription[]; fromMes: readonly Subscription[] },
): Promise<readonly Finding[]> {
  const { mqtt, mes } = config;
  const url = mqttAddress(config);
  const own = mqtt.url === undefined;
  const clientId = `${mqtt.clientId}-doctor-${process.pid}`;
  const found = await lookAtBroker(
    "mqtt",
    deviceConnection(config, url),
    clientId,
    own ? [] : fromDevices,
    own,
  );
  if (mes.url === undefined) return found;
  return [...found, ...(await lookAtBroker("mes", mesConnection(config, url), clientId, fromMes, false))];
}

async function lookAtBroker(
  check: string,
  connection: ReturnType<typeof deviceConnection>,
  clientId: string,
  subscriptions: readonly Subscription[],
  own: boolean,
): Promise<readonly Finding[]> {
  const { url } = connection;
  try {
    const probe = await probeBroker({ ...connection, clientId, subscriptions });
    return [...lookAtProbe(check, url, probe, own), ...(await lookAtCertificate(check, url, connection.tls))];
  } catch (error) {
    if (!hasCode(error, "MQTT_UNREACHABLE", "MQTT_REFUSED", "CONFIG_INVALID")) throw error;
    const away = own && error.code === "MQTT_UNREACHABLE";
    return [
      {
        check,
        level: away ? "unknown" : "wrong",
        says: away
          ? `nothing listens at ${url}: Presage, whose own broker that is, does not run`
          : `${error.code}: ${error.message}`,
        ...(!away && {
          advice:
            "look at url, user, password and certificates, and at what the broker's log says of this client",
        }),
      },
    ];
  }
}

/** What a broker's answers say. */
export function lookAtProbe(
  check: string,
  url: string,
  { version, connectMs, subscriptions }: BrokerProbe,
  own: boolean,
): readonly Finding[] {
  const speaks = `MQTT ${version === 5 ? "5" : "3.1.1"}`;
  const whose = own ? ", Presage's own broker," : "";
  return [
    { check, level: "good", says: `${url}${whose} speaks ${speaks} and answers in ${connectMs} ms` },
    ...subscriptions.flatMap(({ filter, qos, shared, granted }): Finding[] => {
      const what = shared === undefined ? filter : `${filter} shared as ${shared}`;
      if (granted === undefined)
        return [
          {
            check,
            level: "wrong",
            says: `the broker refuses the subscription to ${what}`,
            advice:
              shared === undefined
                ? "give this client the right to read there"
                : "leave out `shared` and run one bridge, or use a broker that has shared subscriptions and allows them",
          },
        ];
      if (granted < qos)
        return [
          {
            check,
            level: "doubt",
            says: `${what} is asked for at QoS ${qos}, and granted at ${granted} only`,
            advice: "raise the broker's greatest QoS (Mosquitto max_qos), or ask for less",
          },
        ];
      if (shared !== undefined && version === 4)
        return [
          {
            check,
            level: "doubt",
            says: `${what}: MQTT 3.1.1 does not say whether a broker shares`,
            advice: "see whether messages come; if none do, the broker takes $share for the name of a topic",
          },
        ];
      return [{ check, level: "good", says: `${what} is granted at QoS ${granted}` }];
    }),
  ];
}
