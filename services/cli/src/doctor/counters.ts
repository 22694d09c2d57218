import { METRICS } from "@presage/service";
import type { Finding } from "./finding.ts";

/** What stays 0 in a Presage that does as it should, and the runbook where it does not. */
const NEVER = [
  {
    name: METRICS.publisherUnmappedMessages.name,
    label: "",
    says: "messages were left out, as the mapping of the MES profile fails",
    runbook: "PresageMesMappingFails",
  },
  {
    name: METRICS.consoleAttemptedNotifications.name,
    label: 'outcome="lost"',
    says: "notifications of people were given up",
    runbook: "PresageNotificationsLost",
  },
  {
    name: METRICS.stageMalformedMessages.name,
    label: "",
    says: "entries of the log could not be read",
    runbook: "PresageEntriesPassedOver",
  },
  {
    name: METRICS.modelTakenBack.name,
    label: "",
    says: "models were faulty and were taken back",
    runbook: "PresageModelTakenBack",
  },
] as const;

/** What a process has counted since it started, by its page of metrics. */
export function lookAtCounters(page: string): readonly Finding[] {
  const lines = page.split("\n");
  return NEVER.flatMap(({ name, label, says, runbook }): Finding[] => {
    const counted = lines
      .filter(
        (line) => /^[ {]/.test(line.slice(name.length)) && line.startsWith(name) && line.includes(label),
      )
      .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(" "))), 0);
    return counted === 0
      ? []
      : [
          {
            check: "running",
            level: "doubt",
            says: `since it started, ${counted.toLocaleString("en")} ${says}`,
            advice: `docs/operations.md, ${runbook}`,
          },
        ];
  });
}
