import { stringify } from 'yaml';
import { DYNAMIC_CONFIG } from './dynamic-config.js';
import type { TlsFiles } from './server-tls.js';

/** The four services of a Temporal server. Each is a member of the ring by a port of its own. */
const SERVICES = ['frontend', 'history', 'matching', 'worker'] as const;
export type ServicePorts = Readonly<Record<(typeof SERVICES)[number], { grpc: number; membership: number }>>;

/** Fixed for the life of a database, and for long: what Temporal's own documentation calls a small production cluster. */
export const HISTORY_SHARDS = 512;

/** Where the server keeps what it holds. */
export const DATABASES = ['temporal', 'temporal_visibility'] as const;

/** Connections each of the four services may have to the first database and to the second. */
const CONNECTIONS = { temporal: 20, temporal_visibility: 10 };

export interface FullConfig {
  /** URL of the first database, with its login. */
  databaseUrl: string;
  ports: ServicePorts;
  /** Path of the file with what `renderDynamicConfig` writes. */
  dynamicConfig: string;
  /** The server's certificate and key, and who signs those that it lets in. */
  tls: TlsFiles;
}

/** The configuration of one process that holds all four services, on loopback alone, as YAML. It holds the login's password. */
export function renderConfig({ databaseUrl, ports, dynamicConfig, tls }: FullConfig): string {
  return stringify({
    log: { stdout: true, level: 'warn', format: 'json' },
    persistence: {
      defaultStore: 'records',
      visibilityStore: 'visibility',
      numHistoryShards: HISTORY_SHARDS,
      datastores: {
        records: storeOf(databaseUrl, 'temporal'),
        visibility: storeOf(databaseUrl, 'temporal_visibility'),
      },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' }, tls: tlsOf(tls) },
    services: Object.fromEntries(SERVICES.map((name) => [name, { rpc: rpcOf(ports[name]) }])),
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

/** The limits and looks that the embedded desk's server has too, as a file of dynamic configuration. */
export function renderDynamicConfig(): string {
  return stringify(Object.fromEntries(Object.entries(DYNAMIC_CONFIG).map(([name, value]) => [name, [{ value }]])));
}

/** What Temporal's own tool for schemas is told of one of the two databases. */
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

function storeOf(databaseUrl: string, database: keyof typeof CONNECTIONS) {
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

/** Nobody reaches any of the services without a certificate of the desk's authority; the services show each other the server's. */
function tlsOf({ ca, cert: certFile, key: keyFile }: TlsFiles) {
  const group = {
    server: { certFile, keyFile, requireClientAuth: true, clientCaFiles: [ca] },
    client: { serverName: 'localhost', rootCaFiles: [ca] },
  };
  return { internode: group, frontend: group, systemWorker: { certFile, keyFile, client: group.client } };
}

function rpcOf({ grpc, membership }: ServicePorts[keyof ServicePorts]) {
  return { grpcPort: grpc, membershipPort: membership, bindOnIP: '127.0.0.1' };
}
