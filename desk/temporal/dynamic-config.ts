/**
 * Dynamic configuration. A workflow whose task has failed twice in a row is named in the engine's list, which otherwise takes
 * five times and nearly a minute (measured). The transfer queue of the dev server's one shard is polled 20 times a second by default, which
 * adds 25–30 ms to every workflow task (measured); the request limits are lifted out of the way of 100,000-target work.
 */
export const DYNAMIC_CONFIG: Readonly<Record<string, number>> = {
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
