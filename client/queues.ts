import type { Client } from '@temporalio/client';

export const NOTICE_QUEUE = 'notices';
export const ENFORCEMENT_QUEUE = 'enforcement';

/** The backlog of a task queue. Heartbeats say who serves it: Temporal would list dead workers for minutes. */
export interface QueueState {
  name: string;
  backlog: number;
  /** Age of the oldest waiting task; null if none waits. */
  oldestSeconds: number | null;
}

const TYPES = [1, 2] as const;

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
      const oldest = Math.max(...parts.map(({ stats }) => toSeconds(stats?.approximateBacklogAge)));
      const backlog = parts.reduce((sum, { stats }) => sum + Number(stats?.approximateBacklogCount ?? 0), 0);
      return {
        name,
        backlog,
        oldestSeconds: backlog === 0 ? null : Math.round(oldest * 10) / 10,
      };
    }),
  );
}

function toSeconds(span: { seconds?: unknown; nanos?: number | null } | null | undefined): number {
  return span == null ? 0 : Number(span.seconds ?? 0) + (span.nanos ?? 0) / 1e9;
}
