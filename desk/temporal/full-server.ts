import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { Client } from 'pg';
import { inheritedEnv } from '../../config/env.js';
import { writePrivateFile } from '../atomic-file.js';
import { getLastOutput } from '../../domain/error-parts.js';
import { StartError } from '../start-error.js';
import type { FullBinaries } from './full-binaries.js';
import { DATABASES, renderConfig, renderDynamicConfig, type ServicePorts, sqlToolEnv } from './full-config.js';
import { type TlsFiles, toConnectionTls } from './server-tls.js';
import { type RequestedServer, isTemporalReady } from './temporal-server.js';

const run = promisify(execFile);

/** Histories stay readable for 30 days after a notice is closed, as in docker-compose.yml. */
const RETENTION = '30 days';

/** Creates the server's two databases or upgrades them to its version; idempotent. */
export async function prepareSchema({ sqlTool }: FullBinaries, databaseUrl: string): Promise<void> {
  for (const database of DATABASES) {
    const tool = (...args: string[]) => runTool(sqlTool, args, sqlToolEnv(databaseUrl, database));
    if (!(await hasSchema(databaseUrl, database))) await tool('setup-schema', '--version', '0.0');
    const name = database === 'temporal' ? 'temporal' : 'visibility';
    await tool('update-schema', '--schema-name', `postgresql/v12/${name}`);
  }
}

async function runTool(program: string, args: string[], env: Record<string, string>): Promise<void> {
  try {
    await run(program, args, { env: { ...inheritedEnv(), ...env }, timeout: 120_000, maxBuffer: 16 * 1024 * 1024 });
  } catch (error) {
    const said = getLastOutput(error);
    throw new StartError(`Temporal's schema could not be created (${args.join(' ')}). Output of its tool:\n${said}`);
  }
}

async function hasSchema(databaseUrl: string, database: string): Promise<boolean> {
  const url = new URL(databaseUrl);
  url.pathname = `/${database}`;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  try {
    const { rows } = await client.query<{ found: boolean }>(
      `select to_regclass('schema_version') is not null as found`,
    );
    return rows[0]?.found === true;
  } finally {
    await client.end();
  }
}

/** Writes the server's two configuration files (0600) into the home and returns the program's arguments. */
export function writeFullConfig(
  home: string,
  { databaseUrl, ports, tls }: { databaseUrl: string; ports: ServicePorts; tls: TlsFiles },
) {
  const config = join(home, 'temporal-server.yaml');
  const dynamicConfig = join(home, 'temporal-dynamic.yaml');
  writePrivateFile(dynamicConfig, renderDynamicConfig());
  writePrivateFile(config, renderConfig({ databaseUrl, ports, dynamicConfig, tls }));
  // There is no authorizer: any client with a certificate may do everything.
  return ['--config-file', config, '--allow-no-auth', 'start'];
}

/** Returns true once the server answers about the namespace; creates the namespace if it is missing. */
export async function hasNamespace(server: RequestedServer): Promise<boolean> {
  if (await isTemporalReady(server)) return true;
  await makeNamespace(server).catch(() => undefined); // The server is not listening yet, or another process was first; the next poll checks again.
  return false;
}

async function makeNamespace({ address, namespace, tls }: RequestedServer): Promise<void> {
  const connection = await Connection.connect({ address, connectTimeout: 2000, ...toConnectionTls(tls) });
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: msToTs(RETENTION),
    });
  } finally {
    await connection.close();
  }
}
