import { stringify } from 'yaml';
import { DYNAMIC_CONFIG } from './dynamic-config.js';
import type { TlsFiles } from './server-tls.js';

const SERVICES = ['frontend', 'history', 'matching', 'worker'] as const;
export type ServicePorts = Readonly<Record<(typeof SERVICES)[number], { grpc: number; membership: number }>>;

/** Fixed for the life of a database. 512 is a small production cluster by Temporal's documentation. */
export const HISTORY_SHARDS = 512;

export const DATABASES = ['temporal', 'temporal_visibility'] as const;

const CONNECTIONS = { temporal: 20, temporal_visibility: 10 };

export interface FullConfig {
  databaseUrl: string;
  ports: ServicePorts;
  dynamicConfig: string;
  /** Certificate and key of the server, and the CA that clients' certificates must be signed by. */
  tls: TlsFiles;
}

/** Renders the YAML for one process with all four services, on loopback only. Contains the database password. */
export function renderConfig({ databaseUrl, ports, dynamicConfig, tls }: FullConfig): string {
  return stringify({
    log: { stdout: true, level: 'warn', format: 'json' },
    persistence: {
      defaultStore: 'records',
      visibilityStore: 'visibility',
      numHistoryShards: HISTORY_SHARDS,
      datastores: {
        records: buildStore(databaseUrl, 'temporal'),
        visibility: buildStore(databaseUrl, 'temporal_visibility'),
      },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' }, tls: buildTls(tls) },
    services: Object.fromEntries(SERVICES.map((name) => [name, { rpc: buildRpc(ports[name]) }])),
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: {
          enabled: true,
          initialFailoverVersion: 1,
          rpcName: 'frontend',
          rpcAddress: `127.0.0.1:${ports.frontend.grpc}`,
        },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    archival: { history: { state: 'disabled' }, visibility: { state: 'disabled' } },
    namespaceDefaults: { archival: { history: { state: 'disabled' }, visibility: { state: 'disabled' } } },
    dynamicConfigClient: { filepath: dynamicConfig, pollInterval: '10s' },
  });
}

export function renderDynamicConfig(): string {
  return stringify(Object.fromEntries(Object.entries(DYNAMIC_CONFIG).map(([name, value]) => [name, [{ value }]])));
}

export function sqlToolEnv(databaseUrl: string, database: (typeof DATABASES)[number]): Record<string, string> {
  const { hostname, port, username, password } = new URL(databaseUrl);
  return {
    SQL_PLUGIN: PLUGIN,
    SQL_HOST: hostname,
    SQL_PORT: port,
    SQL_USER: username,
    SQL_PASSWORD: password,
    SQL_DATABASE: database,
  };
}

const PLUGIN = 'postgres12_pgx';

function buildStore(databaseUrl: string, database: keyof typeof CONNECTIONS) {
  const { host, username: user, password } = new URL(databaseUrl);
  return {
    sql: {
      pluginName: PLUGIN,
      databaseName: database,
      connectAddr: host,
      connectProtocol: 'tcp',
      user,
      password,
      maxConns: CONNECTIONS[database],
      maxIdleConns: CONNECTIONS[database],
      maxConnLifetime: '1h',
    },
  };
}

/**
 * Every service requires a client certificate of the desk's CA; the services present the server's certificate to each
 * other.
 */
function buildTls({ ca, cert: certFile, key: keyFile }: TlsFiles) {
  const group = {
    server: { certFile, keyFile, requireClientAuth: true, clientCaFiles: [ca] },
    client: { serverName: 'localhost', rootCaFiles: [ca] },
  };
  return { internode: group, frontend: group, systemWorker: { certFile, keyFile, client: group.client } };
}

function buildRpc({ grpc, membership }: ServicePorts[keyof ServicePorts]) {
  return { grpcPort: grpc, membershipPort: membership, bindOnIP: '127.0.0.1' };
}
