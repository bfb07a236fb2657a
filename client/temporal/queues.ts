import type { Client } from '@temporalio/client';

/** A task queue as the engine sees it. */
export interface QueueState {
  name: string;
  /** Processes that have asked it for work of late. */
  workers: number;
  /** Tasks that wait, about. */
  backlog: number;
  /** Of the one that waits longest; null where none waits. */
  oldestSeconds: number | null;
}

/** Workflow tasks and activity tasks wait apart. The numbers are those of Temporal's API. */
const TYPES = [1, 2] as const;
/** Longer than a poll lasts: who has not asked for so long is gone. */
const POLLED_WITHIN_MS = 90_000;

/** How task queues stand, both kinds of tasks of a queue taken together. */
export async function describeQueues(
  { connection, options: { namespace } }: Client,
  names: readonly string[],
): Promise<QueueState[]> {
  return Promise.all(
    names.map(async (name) => {
      const parts = await Promise.all(
        TYPES.map((taskQueueType) =>
          connection.workflowService.describeTaskQueue({
            namespace,
            taskQueue: { name },
            // oxlint-disable-next-line typescript/no-unsafe-enum-assignment -- its enum is in a package for tests alone
            taskQueueType,
            reportStats: true,
          }),
        ),
      );
      const pollers = parts.flatMap((part) => part.pollers ?? []);
      const oldest = Math.max(...parts.map(({ stats }) => secondsOf(stats?.approximateBacklogAge)));
      const backlog = parts.reduce((sum, { stats }) => sum + Number(stats?.approximateBacklogCount ?? 0), 0);
      const since = Date.now() - POLLED_WITHIN_MS;
      const active = pollers.filter(({ lastAccessTime }) => secondsOf(lastAccessTime) * 1000 > since);
      return {
        name,
        workers: new Set(active.map(({ identity }) => identity)).size,
        backlog,
        oldestSeconds: backlog === 0 ? null : Math.round(oldest * 10) / 10,
      };
    }),
  );
}

function secondsOf(span: { seconds?: unknown; nanos?: number | null } | null | undefined): number {
  return span == null ? 0 : Number(span.seconds ?? 0) + (span.nanos ?? 0) / 1e9;
}
