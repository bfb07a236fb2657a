import { nameSecret, PROCESS_NEEDS } from '../../../desk/process-needs.js';
import { CLUSTER, type Kind } from '../../../desk/process-table.js';
import { labelsOf, podOf, RESOURCES } from './pods.js';

const STATE = '/var/lib/notice-desk';

/** What one kind has and no other. */
const ENV: Readonly<Record<Kind, Record<string, string>>> = {
  api: { DESK_JOBS: 'off', DESK_HOME: STATE },
  worker: { WORKER_ROLE: 'notice' },
  enforcement: { WORKER_ROLE: 'enforcement' },
  jobs: {},
  mail: { INBOUND_SMTP: '0.0.0.0:2525' },
  watchdog: {},
};

/**
 * A process without a port needs no probe: it exits when it cannot work, and the watchdog reports the missing
 * heartbeats of one that hangs.
 */
const PROBES: Partial<Record<Kind, object>> = {
  api: {
    startupProbe: { httpGet: { path: '/healthz', port: 'api' }, periodSeconds: 2, failureThreshold: 60 },
    livenessProbe: { httpGet: { path: '/healthz', port: 'api' }, timeoutSeconds: 5, failureThreshold: 6 },
    // Not /readyz, which is 503 while Temporal is away: intake answers 201 then, and must stay reachable.
    readinessProbe: { httpGet: { path: '/healthz', port: 'api' }, periodSeconds: 5, timeoutSeconds: 5 },
  },
  mail: {
    startupProbe: { tcpSocket: { port: 'mail' }, periodSeconds: 2, failureThreshold: 60 },
    livenessProbe: { tcpSocket: { port: 'mail' } },
    readinessProbe: { tcpSocket: { port: 'mail' } },
  },
};

export function manifestsOf(kind: Kind): object[] {
  const { port } = PROCESS_NEEDS[kind];
  return [
    deployment(kind),
    ...(port === undefined ? [] : [service(kind, port)]),
    ...(CLUSTER[kind] > 1 ? [budget(kind)] : []),
    ...(kind === 'api' ? [stateClaim()] : []),
  ];
}

function deployment(kind: Kind): object {
  const labels = labelsOf(kind);
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: kind, labels },
    spec: {
      replicas: CLUSTER[kind],
      revisionHistoryLimit: 3,
      // Stops the roll-out of a process that starts and soon ends.
      minReadySeconds: 10,
      strategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: podSpec(kind) },
    },
  };
}

function podSpec(kind: Kind): object {
  const { program, secrets, port } = PROCESS_NEEDS[kind];
  const pod = podOf({
    name: kind,
    command: [`dist/programs/${program}.js`],
    env: ENV[kind],
    secrets: Object.fromEntries(secrets.map((setting) => [setting, nameSecret(setting, kind)])),
    // Named in the URL of the database.
    files: ['ca_certificate'],
    resources: RESOURCES[kind],
    settings: ['settings', `settings-${kind}`],
  });
  const [container] = pod.containers;
  return {
    ...pod,
    // A worker ends itself after 12 s (worker/main.ts), other processes after 5 s (process/run.ts).
    terminationGracePeriodSeconds: 20,
    topologySpreadConstraints: [
      {
        maxSkew: 1,
        topologyKey: 'kubernetes.io/hostname',
        whenUnsatisfiable: 'ScheduleAnyway',
        labelSelector: { matchLabels: labelsOf(kind) },
      },
    ],
    containers: [
      {
        ...container,
        ...(port === undefined ? {} : { ports: [{ name: kind, containerPort: port }] }),
        ...PROBES[kind],
        ...(kind === 'api' ? keepState(container) : {}),
      },
    ],
    ...(kind === 'api'
      ? { volumes: [...pod.volumes, { name: 'audit-state', persistentVolumeClaim: { claimName: 'audit-state' } }] }
      : {}),
  };
}

function keepState(container: ReturnType<typeof podOf>['containers'][number] | undefined): object {
  return {
    volumeMounts: [...(container?.volumeMounts ?? []), { name: 'audit-state', mountPath: STATE }],
    // Requests arrive until the service has removed the pod.
    lifecycle: { preStop: { sleep: { seconds: 5 } } },
  };
}

function service(kind: Kind, port: number): object {
  const labels = labelsOf(kind);
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: kind, labels },
    spec: { selector: labels, ports: [{ name: kind, port, targetPort: kind }] },
  };
}

function budget(kind: Kind): object {
  const labels = labelsOf(kind);
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: kind, labels },
    spec: { minAvailable: 1, selector: { matchLabels: labels } },
  };
}

/** The last signed tree of the audit log and its first witness, apart from the database; the API's processes share it. */
function stateClaim(): object {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'audit-state', labels: labelsOf('api') },
    spec: { accessModes: ['ReadWriteMany'], resources: { requests: { storage: '1Gi' } } },
  };
}
