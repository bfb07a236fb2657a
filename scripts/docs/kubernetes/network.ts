import { type Edge, PROCESS_NEEDS } from '../../../desk/process-needs.js';
import { PROCESS_KINDS } from '../../../desk/process-table.js';
import { labelsOf } from './pods.js';
import { STEP } from './steps.js';

export const EDGE_PORTS: Readonly<Record<Edge, readonly number[]>> = {
  database: [5432],
  temporal: [7233],
  'mail-server': [25, 465, 587],
  https: [443],
};

/** A namespace or pod with this label reaches the process that its value names. */
const CLIENT_LABEL = 'notice-desk/client-of';

/** Nothing may connect, except what is listed here. */
export function networkPolicies(): object[] {
  const edges = Object.entries(EDGE_PORTS).map(([edge, ports]) => {
    const users = PROCESS_KINDS.filter((kind) => PROCESS_NEEDS[kind].edges.some((one) => one === edge));
    return egress(edge, edge === 'database' ? [...users, STEP] : users, ports);
  });
  const listeners = PROCESS_KINDS.flatMap((kind) => {
    const { port } = PROCESS_NEEDS[kind];
    return port === undefined ? [] : [ingress(kind, port)];
  });
  return [
    policy('default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] }),
    dns(),
    ...edges,
    ...listeners,
  ];
}

function policy(name: string, spec: object): object {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name }, spec };
}

function dns(): object {
  const ports = ['UDP', 'TCP'].map((protocol) => ({ protocol, port: 53 }));
  const kubeDns = { namespaceSelector: {}, podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } } };
  return policy('dns', { podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [kubeDns], ports }] });
}

function egress(edge: string, processes: readonly string[], ports: readonly number[]): object {
  return policy(edge, {
    podSelector: { matchExpressions: [{ key: 'app.kubernetes.io/name', operator: 'In', values: processes }] },
    policyTypes: ['Egress'],
    egress: [{ ports: ports.map((port) => ({ port })) }],
  });
}

function ingress(kind: string, port: number): object {
  const matchLabels = { [CLIENT_LABEL]: kind };
  const from = [{ namespaceSelector: { matchLabels } }, { podSelector: { matchLabels } }];
  return policy(kind, {
    podSelector: { matchLabels: labelsOf(kind) },
    policyTypes: ['Ingress'],
    ingress: [{ from, ports: [{ port }] }],
  });
}
