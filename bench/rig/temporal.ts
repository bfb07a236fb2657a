import { Client } from '@temporalio/client';
import { DefaultLogger, NativeConnection, Runtime } from '@temporalio/worker';
import { connectionOptions } from '../../client/connection/connection.js';
import type { DeskFile } from '../../desk/desk-file.js';
import { readClientTls } from '../../desk/temporal/server-tls.js';

/** Limits the SDK's core to errors: a benchmark's stdout holds only results. */
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

export type BenchServer = Pick<DeskFile['temporal'], 'address' | 'namespace' | 'tls'>;

export function connectServer({ address, namespace, tls }: BenchServer): Promise<NativeConnection> {
  return NativeConnection.connect(connectionOptions({ address, namespace, ...(tls && readClientTls(tls)) }));
}

export async function connectTemporal(server: BenchServer): Promise<BenchTemporal> {
  const connection = await connectServer(server);
  return { client: new Client({ connection, namespace: server.namespace }), close: () => connection.close() };
}

export interface Described {
  events: number;
  transitions: number;
}

export async function describe(client: Client, workflowId: string): Promise<Described> {
  const { historyLength, raw } = await client.workflow.getHandle(workflowId).describe();
  return { events: historyLength, transitions: Number(raw.workflowExecutionInfo?.stateTransitionCount ?? 0) };
}
