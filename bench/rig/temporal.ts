import { Client } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';

/** The SDK's core says errors only: a benchmark's stdout holds results and nothing else. */
export function quietRuntime(): void {
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    shutdownSignals: [],
    telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' }, forward: {} } },
  });
}

export interface BenchTemporal {
  client: Client;
  close(): Promise<void>;
}

/** The same kind of connection as the API has (`client/temporal/engine.ts`). */
export async function connectTemporal({
  address,
  namespace,
}: {
  address: string;
  namespace: string;
}): Promise<BenchTemporal> {
  const connection = await NativeConnection.connect({ address });
  return { client: new Client({ connection, namespace }), close: () => connection.close() };
}

export interface Described {
  events: number;
  transitions: number;
}

/** Exact counters, from the server. */
export async function describe(client: Client, workflowId: string): Promise<Described> {
  const { historyLength, raw } = await client.workflow.getHandle(workflowId).describe();
  return { events: historyLength, transitions: Number(raw.workflowExecutionInfo?.stateTransitionCount ?? 0) };
}
