import { startBridge } from "@presage/bridge";
import { startFeatures } from "@presage/features";
import { loadProfile } from "@presage/mes";
import { deviceConnection, type RunningService, type ServiceContext } from "@presage/service";
import { openBroker } from "../process/broker.ts";
import { demoAssets, startDemo } from "../process/demo.ts";
import { startEmbeddedMqtt } from "../process/embedded-mqtt.ts";
import { intakeApart } from "../process/intake-apart.ts";
import { type JudgingNews, type JudgingTask, judgingApart } from "../process/judging-apart.ts";
import { GROUPS, watchLag } from "../process/lag.ts";
import { openModelDesk } from "../process/model-desk.ts";
import type { Thread } from "../process/thread.ts";
import { VERSION } from "../process/version.ts";

/** A demonstration's machine wears out in this time: long enough to watch it, short enough to wait for it. */
const DEMO_LIFE_MS = 120_000;
const DEMO_EVERY_MS = 1_000;
const DEMO_WEARING = 1;
const DEMO_WINDOWS = { size: 1_000, grace: 200 };

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

/**
 * The whole pipeline in one process.
 * @param thread that is to judge
 * @param simulate how many machines
 */
export async function startPipeline(
  given: ServiceContext,
  thread: Thread<JudgingTask, JudgingNews>,
  simulate: number,
): Promise<RunningService> {
  const context = simulate > 0 ? forDemo(given, simulate) : given;
  const { config, log, http } = context;
  const { mqtt, mes } = config;
  const broker = await openBroker(config);
  const bridge = startBridge(context, broker, mqtt.url);
  const embedded = mqtt.embedded.enabled ? await startEmbeddedMqtt(context, bridge) : undefined;
  const url = mqtt.url ?? embedded?.url ?? "";
  const ownUrl = mqtt.url ?? embedded?.ownUrl ?? "";
  if (mqtt.url === undefined) bridge.hostSparkplug(ownUrl);
  const { CONSOLE_GROUP, startConsole } = await import("@presage/console");
  const groups = [...Object.values(GROUPS), CONSOLE_GROUP];
  const [features, judging, web] = await Promise.all([
    startFeatures(context, broker),
    judgingApart(thread, context, broker, ownUrl),
    startConsole(context, broker, {
      version: VERSION,
      inOneProcess: true,
      groups,
      desk: openModelDesk(config),
      takeIn: intakeApart,
    }),
  ]);
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
    done: Promise.all([bridge.done, features.done, judging.done, web.done]).then(() => undefined),
    async close() {
      stopLag();
      await demo?.close();
      await web.close();
      await bridge.close();
      await features.close();
      await judging.close();
      await embedded?.close();
      await broker.close();
    },
  };
}
