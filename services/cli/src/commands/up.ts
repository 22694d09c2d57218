import { startBridge } from "@presage/bridge";
import { startFeatures } from "@presage/features";
import { startGrouper } from "@presage/grouper";
import { loadProfile } from "@presage/mes";
import { type Announcer, startPublisher } from "@presage/publisher";
import { startQuality } from "@presage/quality";
import { startScorer } from "@presage/scorer";
import { deviceConnection, runService, type ServiceContext } from "@presage/service";
import { failureLine, groupLine } from "../process/announce.ts";
import { openBroker } from "../process/broker.ts";
import { demoAssets, startDemo } from "../process/demo.ts";
import { startEmbeddedMqtt } from "../process/embedded-mqtt.ts";
import { intakeApart } from "../process/intake-apart.ts";
import { GROUPS, watchLag } from "../process/lag.ts";
import { openModelDesk } from "../process/model-desk.ts";
import { SHIPPED } from "../process/model-path.ts";
import { VERSION } from "../process/version.ts";

export interface UpOptions {
  readonly config?: string;
  /** Simulated machines, one of which wears out; 0 for none. */
  readonly simulate: number;
}

/** A demonstration's machine wears out in this time: long enough to watch it, short enough to wait for it. */
const DEMO_LIFE_MS = 120_000;
const DEMO_EVERY_MS = 1_000;
const DEMO_WEARING = 1;
const DEMO_WINDOWS = { size: 1_000, grace: 200 };

/** The whole pipeline in one process. */
export async function up({ config, simulate }: UpOptions): Promise<void> {
  const start = (context: ServiceContext) => startPipeline(context, simulate);
  await runService("presage", start, config === undefined ? {} : { file: config });
}

/**
 * A machine's whole life takes two minutes here: windows are as short, or its baseline would take it all to learn. Of its shaft
 * and bearing Presage knows what one would configure.
 */
const forDemo = (context: ServiceContext, machines: number): ServiceContext => ({
  ...context,
  config: {
    ...context.config,
    windows: { ...context.config.windows, ...DEMO_WINDOWS },
    assets: [...context.config.assets, ...demoAssets({ machines, wearing: DEMO_WEARING }, context.config)],
  },
});

async function startPipeline(given: ServiceContext, simulate: number) {
  const context = simulate > 0 ? forDemo(given, simulate) : given;
  const { config, log, http } = context;
  const { mqtt, mes } = config;
  const broker = await openBroker(config);
  const bridge = startBridge(context, broker, mqtt.url);
  const embedded = mqtt.embedded.enabled ? await startEmbeddedMqtt(context, bridge) : undefined;
  const url = mqtt.url ?? embedded?.url ?? "";
  const ownUrl = mqtt.url ?? embedded?.ownUrl ?? "";
  if (mqtt.url === undefined) bridge.hostSparkplug(ownUrl);
  const announcer: Announcer = {
    failure: (message) => void process.stdout.write(failureLine(message)),
    group: (message) => void process.stdout.write(groupLine(message)),
  };
  const [features, scorer, grouper, quality, publisher] = await Promise.all([
    startFeatures(context, broker),
    startScorer(context, broker, SHIPPED),
    startGrouper(context, broker),
    startQuality(context, broker),
    startPublisher(context, broker, ownUrl, announcer),
  ]);
  // After the pipeline, which waits for nobody who looks at it.
  const { CONSOLE_GROUP, startConsole } = await import("@presage/console");
  const groups = [...Object.values(GROUPS), CONSOLE_GROUP];
  const web = await startConsole(context, broker, {
    version: VERSION,
    inOneProcess: true,
    groups,
    desk: openModelDesk(config),
    takeIn: intakeApart("share" in broker ? broker : undefined),
  });
  const stopLag = watchLag(context, broker, groups);
  const demo =
    simulate > 0
      ? startDemo({
          ...deviceConnection(config, ownUrl),
          clientId: `${mqtt.clientId}-demo`,
          machines: simulate,
          wearing: DEMO_WEARING,
          every: DEMO_EVERY_MS,
          life: DEMO_LIFE_MS,
          onError: (error) => log.warn({ error }, "a simulated machine could not publish"),
        })
      : undefined;

  process.stdout.write(
    [
      "",
      "  Presage is up.",
      "",
      `  devices publish to   ${url}  topics ${config.sources.map((s) => (s.decoder === "sparkplug" ? "spBv1.0/#" : s.template)).join(", ")}`,
      `  the MES listens to   ${mes.url ?? url}  topics ${loadProfile(mes).topics.asset}/…, profile ${mes.profile}`,
      `  people look at       ${http.url}`,
      `  health and metrics   ${http.url}/readyz  /metrics`,
      `  log                  ${config.broker.kind === "kafka" ? config.broker.kafka.brokers.join(", ") : config.dataDir}`,
      ...(demo === undefined
        ? []
        : [
            "",
            `  ${simulate} simulated machines publish; ${demo.assets[0]} wears out within ${DEMO_LIFE_MS / 60_000} minutes.`,
          ]),
      "",
      "",
    ].join("\n"),
  );

  return {
    done: Promise.all([
      bridge.done,
      features.done,
      scorer.done,
      grouper.done,
      quality.done,
      publisher.done,
      web.done,
    ]).then(() => undefined),
    async close() {
      stopLag();
      await demo?.close();
      await web.close();
      await bridge.close();
      await Promise.all([features.close(), scorer.close(), grouper.close(), quality.close()]);
      await publisher.close();
      await embedded?.close();
      await broker.close();
    },
  };
}
