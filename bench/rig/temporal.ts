import { Client } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { connectionOptions } from '../../temporal/connection.js';
import type { DeskFile } from '../../desk/desk-file.js';
import { readClientTls } from '../../desk/temporal/server-tls.js';

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

/** Where a server is and what it asks to be shown, as `desk.json` says it. */
export type BenchServer = Pick<DeskFile['temporal'], 'address' | 'namespace' | 'tls'>;

export function connectServer({ address, namespace, tls }: BenchServer): Promise<NativeConnection> {
  return NativeConnection.connect(connectionOptions({ address, namespace, ...(tls && readClientTls(tls)) }));
}

/** The same kind of connection as the API has (`client/temporal/engine.ts`). */
export async function connectTemporal(server: BenchServer): Promise<BenchTemporal> {
  const connection = await connectServer(server);
  return { client: new Client({ connection, namespace: server.namespace }), close: () => connection.close() };
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
