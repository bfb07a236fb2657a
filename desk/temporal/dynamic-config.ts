/**
 * Overrides of Temporal's dynamic configuration. A workflow task is reported as a problem after 2 consecutive failures,
 * because the default of 5 takes nearly a minute (measured). The transfer queue's default of 20 polls per second adds
 * 25–30 ms to every workflow task on a single shard (measured). Request limits are raised for work on 100,000 targets.
 * Workflows that have ended leave the history cache after ten minutes; by default they fill its 8,096 or 128,000 places.
 */
export const DYNAMIC_CONFIG: Readonly<Record<string, number | string | { Enabled: boolean }>> = {
  'history.cacheTTL': '10m',
  'history.cacheBackgroundEvict': { Enabled: true },
  'history.transferProcessorMaxPollRPS': 2000,
  'history.timerProcessorMaxPollRPS': 2000,
  'frontend.rps': 100_000,
  'frontend.namespaceRPS': 100_000,
  'frontend.namespaceRPS.visibility': 10_000,
  'frontend.namespaceCount': 20_000,
  'frontend.persistenceMaxQPS': 100_000,
  'matching.rps': 100_000,
  'matching.persistenceMaxQPS': 100_000,
  'history.rps': 100_000,
  'history.persistenceMaxQPS': 100_000,
  'worker.persistenceMaxQPS': 100_000,
  'system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute': 2,
  'system.visibilityPersistenceMaxReadQPS': 100_000,
  'system.visibilityPersistenceMaxWriteQPS': 100_000,
};
