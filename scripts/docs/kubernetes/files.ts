import { stringify } from 'yaml';
import { nameSecret, PROCESS_NEEDS } from '../../../desk/process-needs.js';
import { PROCESS_KINDS, type Kind } from '../../../desk/process-table.js';
import { networkPolicies } from './network.js';
import { production } from './production.js';
import { IMAGE, toResourceName } from './pods.js';
import { manifestsOf } from './processes.js';
import { loginsJob, registryJob } from './steps.js';

const MADE = 'Made from the process table by `npm run docs`; a test fails when it is stale.';

/** Kinds that run Temporal's tasks: those of two releases run side by side (docs/operating/upgrades.md). */
const isWorker = (kind: Kind) => PROCESS_NEEDS[kind].program === 'worker';

/** Files of deploy/kubernetes/ by path. */
export function kubernetesFiles(): Record<string, string> {
  const folders: Record<string, Record<string, object[]>> = {
    base: { ...processFiles((kind) => !isWorker(kind)), network: networkPolicies() },
    workers: processFiles(isWorker),
    steps: { logins: [loginsJob()], registry: [registryJob()] },
  };
  const own = Object.entries(folders).flatMap(([folder, files]) => [
    ...Object.entries(files).map(([name, objects]) => [`${folder}/${name}.yaml`, objects] as const),
    [`${folder}/kustomization.yaml`, [kustomization(Object.keys(files))]] as const,
  ]);
  const all = [...own, ['secrets/kustomization.yaml', [secrets()]] as const, ...Object.entries(production())];
  return Object.fromEntries(all.map(([path, objects]) => [path, render(objects)]));
}

function processFiles(wanted: (kind: Kind) => boolean): Record<string, object[]> {
  return Object.fromEntries(PROCESS_KINDS.filter(wanted).map((kind) => [kind, manifestsOf(kind)]));
}

function kustomization(names: readonly string[], more: object = {}): object {
  return {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    resources: names.map((name) => `${name}.yaml`),
    ...more,
  };
}

/** Secrets of the steps: the administrator's and the owner's access to the database. */
const STEP_SECRETS = ['database_url_admin', 'database_url_owner', 'database_passwords'];

export function listSecrets(): string[] {
  const held = PROCESS_KINDS.flatMap((kind) => PROCESS_NEEDS[kind].secrets.map((setting) => nameSecret(setting, kind)));
  return [...new Set([...held, ...STEP_SECRETS])].sort();
}

function secrets(): object {
  return kustomization([], {
    namespace: IMAGE,
    generatorOptions: { disableNameSuffixHash: true },
    secretGenerator: listSecrets().map((secret) => ({
      name: toResourceName(secret),
      files: [`${secret}=files/${secret}`],
    })),
  });
}

function render(objects: readonly object[]): string {
  const options = { lineWidth: 0, aliasDuplicateObjects: false };
  return [`# ${MADE}\n`, objects.map((one) => stringify(one, options)).join('---\n')].join('');
}
