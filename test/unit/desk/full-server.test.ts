import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { findFullServer } from '../../../desk/temporal/full-binaries.js';
import { renderConfig, renderDynamicConfig, sqlToolEnv } from '../../../desk/temporal/full-config.js';
import { writeFullConfig } from '../../../desk/temporal/full-server.js';

const databaseUrl = 'postgres://desk:s3cr-t_x@127.0.0.1:15432/temporal';
const tls = { ca: '/home/ca.pem', cert: '/home/server.pem', key: '/home/server.key' };
const ports = {
  frontend: { grpc: 1, membership: 2 },
  history: { grpc: 3, membership: 4 },
  matching: { grpc: 5, membership: 6 },
  worker: { grpc: 7, membership: 8 },
};

describe('configuration of a full Temporal server', () => {
  const config = parse(renderConfig({ databaseUrl, ports, dynamicConfig: '/home/dynamic.yaml', tls }));

  test('has 512 shards, fixed for the life of the database', () => {
    expect(config.persistence.numHistoryShards).toBe(512);
  });

  test('stores records and visibility in two databases of one server', () => {
    const { records, visibility } = config.persistence.datastores;
    expect(records.sql).toMatchObject({ databaseName: 'temporal', connectAddr: '127.0.0.1:15432', user: 'desk' });
    expect(visibility.sql).toMatchObject({ databaseName: 'temporal_visibility', password: 's3cr-t_x' });
  });

  test('binds to loopback only, each service on its two ports', () => {
    for (const [name, { grpc, membership }] of Object.entries(ports))
      expect(config.services[name].rpc).toEqual({ grpcPort: grpc, membershipPort: membership, bindOnIP: '127.0.0.1' });
    expect(config.global.membership.broadcastAddress).toBe('127.0.0.1');
    expect(config.clusterMetadata.clusterInformation.active.rpcAddress).toBe('127.0.0.1:1');
  });

  test('requires a client certificate of its own authority, on the frontend and between services', () => {
    for (const group of [config.global.tls.frontend, config.global.tls.internode])
      expect(group.server).toEqual({
        certFile: tls.cert,
        keyFile: tls.key,
        requireClientAuth: true,
        clientCaFiles: [tls.ca],
      });
    expect(config.global.tls.systemWorker).toMatchObject({ certFile: tls.cert, client: { rootCaFiles: [tls.ca] } });
  });

  test('reads its limits from the dynamic configuration file', () => {
    expect(config.dynamicConfigClient.filepath).toBe('/home/dynamic.yaml');
    expect(parse(renderDynamicConfig())['frontend.namespaceRPS']).toEqual([{ value: 100_000 }]);
  });

  test('is a file in the home that only its owner can read', () => {
    const home = mkdtempSync(join(tmpdir(), 'full-config-'));
    const [, path = ''] = writeFullConfig(home, { databaseUrl, ports, tls });
    expect(statSync(path).mode & 0o777).toBe(0o600);
    rmSync(home, { recursive: true });
  });

  test('gives the schema tool the same database and login', () => {
    expect(sqlToolEnv(databaseUrl, 'temporal_visibility')).toEqual({
      SQL_PLUGIN: 'postgres12_pgx',
      SQL_HOST: '127.0.0.1',
      SQL_PORT: '15432',
      SQL_USER: 'desk',
      SQL_PASSWORD: 's3cr-t_x',
      SQL_DATABASE: 'temporal_visibility',
    });
  });
});

describe('findFullServer', () => {
  let folder: string;
  const path = process.env['PATH'];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'full-server-'));
  });
  afterEach(() => {
    process.env['PATH'] = path;
    rmSync(folder, { recursive: true, force: true });
  });
  const program = (name: string, script: string) => {
    const file = join(folder, name);
    writeFileSync(file, `#!/bin/sh\n${script}\n`);
    chmodSync(file, 0o755);
    return file;
  };
  const find = () => {
    const cacheFolder = join(folder, 'cache');
    mkdirSync(cacheFolder, { recursive: true });
    return findFullServer({ cacheFolder, say: () => undefined, signal: new AbortController().signal });
  };

  test('uses the program on PATH with the schema tool beside it, and rejects one without it', async () => {
    process.env['PATH'] = `${folder}${delimiter}${path}`;
    const server = program('temporal-server', 'exit 0');
    await expect(find()).rejects.toThrow('temporal-sql-tool --version does not work');
    const sqlTool = program('temporal-sql-tool', 'exit 0');
    await expect(find()).resolves.toEqual({ server, sqlTool });
  });

  test('explains what to do where Go is missing', async () => {
    process.env['PATH'] = folder;
    await expect(find()).rejects.toThrow(/needs Go[\s\S]*on PATH/);
  });

  test('builds once, and keeps nothing of a failed build', async () => {
    const log = join(folder, 'builds');
    const build = `[ "$1" = install ] || exit 0; echo built >> ${log}; for name in server sql; do printf '#!/bin/sh\\nexit 0\\n' > "$GOBIN/$name"; chmod 755 "$GOBIN/$name"; done`;
    program('go', `[ "$1" = install ] || exit 0; echo "no network" >&2; exit 1`);
    process.env['PATH'] = `${folder}${delimiter}/usr/bin${delimiter}/bin`;
    await expect(find()).rejects.toThrow(/no network[\s\S]*on PATH/);
    program('go', build);
    const { server } = await find();
    expect(existsSync(server)).toBe(true);
    await expect(find()).resolves.toMatchObject({ server });
    expect(readFileSync(log, 'utf8')).toBe('built\n');
  });
});
