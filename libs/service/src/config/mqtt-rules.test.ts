import { describe, expect, it } from "vitest";
import { readConfig } from "./load.ts";

const read = (text: string) => readConfig(text, "presage.yaml", {}, () => "from a file\n");

describe("users of the embedded MQTT broker", () => {
  it("have passwords, of files too, or none if a certificate will do", () => {
    const { users, limits } = read(`
mqtt:
  username: presage
  passwordFile: p
  embedded:
    tls: { cert: c, key: k, ca: a }
    users:
      - { username: press, publish: ["plant/s/a/l/{username}/+"] }
      - { username: mes, passwordFile: m, subscribe: ["mes/#"] }
`).mqtt.embedded;
    expect(users).toEqual([
      { username: "press", publish: ["plant/s/a/l/{username}/+"], subscribe: [] },
      { username: "mes", password: "from a file", passwordFile: "m", publish: [], subscribe: ["mes/#"] },
    ]);
    expect(limits).toMatchObject({ packetBytes: 16_777_216, messageRate: 10_000 });
  });

  it.each([
    [
      "mqtt: { embedded: { users: [{ username: a, password: b }] } }",
      /mqtt\.embedded\.users {2}needs mqtt\.username/,
    ],
    ["mqtt: { embedded: { tls: { cert: a, key: b } } }", /mqtt\.embedded\.tls {2}needs mqtt\.username/],
    [
      "mqtt: { username: u, password: p, embedded: { users: [{ username: a }] } }",
      /users\[0\] {2}must have a password/,
    ],
    [
      "mqtt: { username: u, password: p, embedded: { users: [{ username: u, password: q }] } }",
      /is mqtt\.username/,
    ],
    [
      "mqtt: { username: u, password: p, embedded: { users: [{ username: a, password: q }, { username: a, password: q }] } }",
      /users\[1\]\.username {2}is also the name of another user/,
    ],
    [
      "mqtt: { username: u, password: p, embedded: { users: [{ username: a, password: q, publish: ['a/#/b'] }] } }",
      /publish\[0\] {2}must be a topic filter/,
    ],
  ])("%s is refused", (text, message) => {
    expect(() => read(text)).toThrow(message);
  });
});
