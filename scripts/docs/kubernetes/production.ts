import { type Edge } from '../../../desk/process-needs.js';
import type { Kind } from '../../../desk/process-table.js';
import { getKeys } from '../../../domain/record-keys.js';
import { EDGE_PORTS } from './network.js';
import { IMAGE } from './pods.js';

const NAMESPACE = 'notice-desk';
const CUSTOMIZE = 'kustomize.config.k8s.io';

/** Settings with example values, which each installation replaces; `all` is read by every process. */
const SETTINGS: Readonly<Partial<Record<Kind | 'all', Record<string, string>>>> = {
  all: {
    DESK_PUBLIC_URL: 'https://desk.example',
    DESK_STEP_UP: 'on',
    MAIL_FROM: 'Notice Desk <desk@desk.example>',
    TEMPORAL_ADDRESS: 'temporal:7233',
    TEMPORAL_NAMESPACE: 'default',
  },
  api: { OIDC_ISSUER: 'https://login.example', OIDC_CLIENT_ID: 'notice-desk', DESK_PORTAL: 'off' },
  worker: { PAGER_WEBHOOK_URL: 'https://pager.example/hook' },
  enforcement: { PLATFORM_URL: 'https://platform.example', APPROVAL_PUBLIC_KEYS: '' },
  mail: { INBOUND_ADDRESS: 'notices@desk.example' },
  watchdog: { PAGER_WEBHOOK_URL: 'https://pager.example/hook' },
};

/** Addresses of RFC 5737, where the installation has those of its database, Temporal and mail server. */
const ADDRESSES: Readonly<Partial<Record<Edge, string>>> = {
  database: '192.0.2.10/32',
  temporal: '192.0.2.20/32',
  'mail-server': '192.0.2.30/32',
};

/** The overlay that an installation copies. */
export function production(): Record<string, object[]> {
  return {
    'production/kustomization.yaml': [
      overlay('../base', {
        resources: ['namespace.yaml', 'settings.yaml'],
        components: ['release'],
        patches: [{ path: 'api-secrets.yaml' }, ...getKeys(EDGE_PORTS).flatMap(narrow)],
      }),
    ],
    'production/namespace.yaml': [namespace()],
    'production/settings.yaml': getKeys(SETTINGS).map(settings),
    'production/api-secrets.yaml': [apiSecrets()],
    'production/release/kustomization.yaml': [
      {
        apiVersion: `${CUSTOMIZE}/v1alpha1`,
        kind: 'Component',
        namespace: NAMESPACE,
        images: [{ name: IMAGE, newName: 'registry.example/notice-desk', digest: `sha256:${'0'.repeat(64)}` }],
      },
    ],
    'production/steps/kustomization.yaml': [overlay('../../steps', { components: ['../release'] })],
    'production/workers/kustomization.yaml': [
      overlay('../../workers', {
        components: ['../release'],
        nameSuffix: '-first',
        labels: [{ pairs: { 'notice-desk/release': 'first' }, includeSelectors: true, includeTemplates: true }],
      }),
    ],
  };
}

function overlay(base: string, { resources = [], ...more }: { resources?: string[]; [key: string]: unknown }): object {
  return { apiVersion: `${CUSTOMIZE}/v1beta1`, kind: 'Kustomization', resources: [base, ...resources], ...more };
}

function namespace(): object {
  const labels = { 'pod-security.kubernetes.io/enforce': 'restricted' };
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE, labels } };
}

function settings(of: Kind | 'all'): object {
  const name = of === 'all' ? 'settings' : `settings-${of}`;
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name }, data: SETTINGS[of] };
}

/** Secrets that the API needs with sign-in by an issuer, and for metrics to leave the pod. */
function apiSecrets(): object {
  const env = ['OIDC_CLIENT_SECRET', 'METRICS_TOKEN'].map((setting) => ({
    name: setting,
    valueFrom: {
      secretKeyRef: { name: setting.toLowerCase().replaceAll('_', '-'), key: setting.toLowerCase() },
    },
  }));
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'api' },
    spec: { template: { spec: { containers: [{ name: 'api', env }] } } },
  };
}

/** Opens an edge only to its address. */
function narrow(edge: Edge): object[] {
  const cidr = ADDRESSES[edge];
  if (cidr === undefined) return [];
  const to = { op: 'add', path: '/spec/egress/0/to', value: [{ ipBlock: { cidr } }] };
  return [{ target: { kind: 'NetworkPolicy', name: edge }, patch: JSON.stringify([to]) }];
}
