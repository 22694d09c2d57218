/** What holds where nothing is configured: as in the configuration's schema. */
export const DEFAULTS = {
  decision: { falseAlarmsPerYear: 0.01, quietTime: 60_000 },
  commissioning: { windows: 30 },
  limits: { temperature: 95, deviation: 6 },
} as const;
