import type { Client } from '@temporalio/client';

/** The task queues by name, as the workers serve them (`worker/queues.ts`). */
export const NOTICE_QUEUE = 'notices';
export const ENFORCEMENT_QUEUE = 'enforcement';

/** What waits in a task queue. Who serves it is known by heartbeats: the engine would list the dead for minutes. */
export interface QueueState {
  name: string;
  /** Tasks that wait, about. */
  backlog: number;
  /** Of the one that waits longest; null where none waits. */
  oldestSeconds: number | null;
}

/** Workflow tasks and activity tasks wait apart. The numbers are those of Temporal's API. */
const TYPES = [1, 2] as const;

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
      const oldest = Math.max(...parts.map(({ stats }) => secondsOf(stats?.approximateBacklogAge)));
      const backlog = parts.reduce((sum, { stats }) => sum + Number(stats?.approximateBacklogCount ?? 0), 0);
      return {
        name,
        backlog,
        oldestSeconds: backlog === 0 ? null : Math.round(oldest * 10) / 10,
      };
    }),
  );
}

function secondsOf(span: { seconds?: unknown; nanos?: number | null } | null | undefined): number {
  return span == null ? 0 : Number(span.seconds ?? 0) + (span.nanos ?? 0) / 1e9;
}
