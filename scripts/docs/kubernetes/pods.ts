import type { Kind } from '../../../desk/process-table.js';

export const IMAGE = 'notice-desk';

export const labelsOf = (process: string) => ({
  'app.kubernetes.io/name': process,
  'app.kubernetes.io/part-of': 'notice-desk',
});

/** A Kubernetes name has no underscore. */
export const toResourceName = (secret: string) => secret.replaceAll('_', '-');

/** CPU in thousandths of a core, memory in MiB. */
export interface Resources {
  cpu: number;
  memory: number;
}

/** The limit of docker-compose.yml: the API needs 498 MB for an order of 100,000 targets (docs/benchmarks.md, bulk-intake). */
const MEMORY_LIMIT = '2Gi';

interface Pod {
  name: string;
  command: readonly string[];
  env: Readonly<Record<string, string>>;
  /** Secrets of the process by setting; each is a file. */
  secrets: Readonly<Record<string, string>>;
  /** Secrets that the process reads without a setting. */
  files?: readonly string[];
  resources: Resources;
  /** ConfigMaps with the settings of the organisation; `settings` has to exist. */
  settings?: readonly string[];
}

/** A pod with one container: not root, without capabilities and service account, writing to memory only. */
export function podOf({ name, command, env, secrets, files = [], resources, settings = [] }: Pod) {
  const names = [...new Set([...Object.values(secrets), ...files])];
  return {
    automountServiceAccountToken: false,
    // A service named temporal would otherwise set TEMPORAL_PORT and the like.
    enableServiceLinks: false,
    securityContext: {
      runAsNonRoot: true,
      runAsUser: 1000,
      runAsGroup: 1000,
      fsGroup: 1000,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containers: [
      {
        name,
        image: IMAGE,
        command: ['node', ...command],
        envFrom: settings.map((config) => ({
          configMapRef: { name: config, ...(config === 'settings' ? {} : { optional: true }) },
        })),
        env: [
          ...Object.entries(env).map(([setting, value]) => ({ name: setting, value })),
          ...Object.entries(secrets).map(([setting, secret]) => ({
            name: `${setting}_FILE`,
            value: `/run/secrets/${secret}`,
          })),
        ],
        resources: {
          requests: { cpu: `${resources.cpu}m`, memory: `${resources.memory}Mi` },
          limits: { memory: MEMORY_LIMIT },
        },
        securityContext: {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        },
        volumeMounts: [
          { name: 'secrets', mountPath: '/run/secrets', readOnly: true },
          { name: 'tmp', mountPath: '/tmp' },
        ],
      },
    ],
    volumes: [
      {
        name: 'secrets',
        projected: {
          defaultMode: 0o440,
          sources: names.map((secret) => ({
            secret: { name: toResourceName(secret), items: [{ key: secret, path: secret }] },
          })),
        },
      },
      { name: 'tmp', emptyDir: { medium: 'Memory', sizeLimit: '512Mi' } },
    ],
  };
}

/**
 * Memory: resident with the demo case, with the process that prints letters (2026-12-01): API 347 MB, worker 352,
 * enforcement 147, mail 84, watchdog 78; jobs as the API without it. CPU: of one notice a second (docs/benchmarks.md, Scale).
 */
export const RESOURCES: Readonly<Record<Kind, Resources>> = {
  api: { cpu: 50, memory: 384 },
  worker: { cpu: 100, memory: 384 },
  enforcement: { cpu: 50, memory: 256 },
  jobs: { cpu: 50, memory: 256 },
  mail: { cpu: 50, memory: 256 },
  watchdog: { cpu: 10, memory: 128 },
};
