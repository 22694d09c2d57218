import { stageObserver, type RunningService, type StageContext } from "@presage/service";
import { type Broker, runFoldStage } from "@presage/stream";
import { grouperStage } from "./stage.ts";

/** Groups the failures of a line that come in a flood, until closed. */
export const startGrouper = (context: StageContext, broker: Broker): Promise<RunningService> =>
  runFoldStage(broker, grouperStage(context.config.flood), stageObserver(context, "grouper"));
