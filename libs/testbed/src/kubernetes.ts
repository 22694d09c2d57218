import { execFile } from "node:child_process";
import { generateKeyPairSync, randomUUID } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { createAuthority } from "./certificates.ts";
import { freePort } from "./ports.ts";
import { accepts, type Server, startServer } from "./server.ts";

/** A Kubernetes API without a node: it takes or refuses what is applied, and nothing ever runs. */
export interface Kubernetes {
  /** Runs kubectl as an administrator; resolves to what it printed on both streams, rejects if it fails. */
  readonly kubectl: (...args: readonly string[]) => Promise<string>;
  stop(): Promise<void>;
}

const run = promisify(execFile);
const MAX_OUTPUT = 64 * 1024 * 1024;

/** etcd and kube-apiserver, with admission and RBAC as they are by default. Needs both and kubectl on the PATH. */
export async function startKubernetes(): Promise<Kubernetes> {
  const authority = createAuthority();
  const home = mkdtempSync(join(tmpdir(), "presage-kubectl-"));
  const etcd = await startEtcd();
  const token = randomUUID();
  const [port, { cert, key }] = [await freePort(), authority.issue("kube-apiserver")];
  const server = await startServer({
    name: "kube-apiserver",
    port,
    command(directory) {
      const write = (name: string, text: string): string => {
        const path = join(directory, name);
        writeFileSync(path, text, { mode: 0o600 });
        return path;
      };
      const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
      const accounts = write("accounts.pem", privateKey.export({ type: "sec1", format: "pem" }).toString());
      const settings = {
        "etcd-servers": `http://127.0.0.1:${etcd.port}`,
        "bind-address": "127.0.0.1",
        "secure-port": port,
        "tls-cert-file": cert,
        "tls-private-key-file": key,
        "token-auth-file": write("tokens.csv", `${token},admin,admin,system:masters\n`),
        "authorization-mode": "RBAC",
        "service-cluster-ip-range": "10.96.0.0/16",
        "service-account-issuer": "https://kubernetes.default.svc",
        "service-account-key-file": accounts,
        "service-account-signing-key-file": accounts,
      };
      const args = Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
      return Promise.resolve(["kube-apiserver", ...args]);
    },
    // It listens before its own namespaces and rights are made.
    ready: async () =>
      (await accepts(port)) &&
      (await kubectl("get", "--raw=/readyz").then(
        () => true,
        () => false,
      )),
  }).catch(async (error: unknown) => {
    await etcd.stop();
    throw error;
  });

  async function kubectl(...args: readonly string[]): Promise<string> {
    const access = [
      `--server=https://127.0.0.1:${port}`,
      `--certificate-authority=${authority.ca}`,
      `--token=${token}`,
    ];
    const { stdout, stderr } = await run("kubectl", [...access, ...args], {
      maxBuffer: MAX_OUTPUT,
      env: { ...process.env, HOME: home, KUBECONFIG: join(home, "none") },
    });
    return stdout + stderr;
  }

  return {
    kubectl,
    async stop() {
      await server.stop();
      await etcd.stop();
      authority.remove();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function startEtcd(): Promise<Server> {
  const port = await freePort();
  const peer = `http://127.0.0.1:${await freePort()}`;
  const client = `http://127.0.0.1:${port}`;
  return startServer({
    name: "etcd",
    port,
    command: (directory) =>
      Promise.resolve([
        "etcd",
        `--data-dir=${join(directory, "data")}`,
        `--listen-client-urls=${client}`,
        `--advertise-client-urls=${client}`,
        `--listen-peer-urls=${peer}`,
        `--initial-advertise-peer-urls=${peer}`,
        `--initial-cluster=default=${peer}`,
      ]),
  });
}
