import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PROCESS_KINDS } from '../../../../desk/process-table.js';
import { kubernetesFiles } from '../../../../scripts/docs/kubernetes/files.js';
import { find, findNamed, listObjects, podSpecOf } from '../../../support/kubernetes/manifests.js';

const kit = fileURLToPath(new URL('../../../../deploy/kubernetes', import.meta.url));
const workloads = () => [...find('Deployment'), ...find('Job')];

describe('deploy/kubernetes', () => {
  test('has the files that the process table makes, and no others', () => {
    const committed = readdirSync(kit, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
      .map((entry) => join(relative(kit, entry.parentPath), entry.name));
    const texts = committed.map((path): [string, string] => [path, readFileSync(join(kit, path), 'utf8')]);
    expect(Object.fromEntries(texts)).toEqual(kubernetesFiles());
  });

  test('is valid by the strict schemas of Kubernetes, which reject a misspelt key', () => {
    const url = new URL('../../../support/kubernetes/schemas-1.37.json', import.meta.url);
    const schemas = JSON.parse(readFileSync(url, 'utf8'));
    const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: false });
    ajv.addSchema(schemas, 'kubernetes');
    const check = (object: { kind: string }) => {
      const validate = ajv.getSchema(`kubernetes#/properties/${object.kind}`);
      return [validate?.(object), validate?.errors ?? []];
    };
    for (const object of listObjects()) {
      if (object.apiVersion.startsWith('kustomize.config.k8s.io/')) continue;
      expect([object.metadata.name, ...check(object)]).toEqual([object.metadata.name, true, []]);
    }
    const [pod] = find('Deployment');
    const misspelt = JSON.parse(JSON.stringify(pod).replace('readOnlyRootFilesystem', 'readOnlyRootFileSystem'));
    expect(check(misspelt)[0]).toBe(false);
  });

  test('lists only files that exist in its kustomizations', () => {
    const files = Object.keys(kubernetesFiles());
    for (const path of files.filter((name) => name.endsWith('kustomization.yaml'))) {
      const { resources = [], components = [], patches = [] } = listObjects(path)[0];
      const named = [...resources, ...components, ...patches.flatMap(({ path: patch = [] }) => patch)];
      for (const name of named) {
        const target = join(path, '..', name);
        expect([path, files]).toEqual([
          path,
          expect.arrayContaining([name.endsWith('.yaml') ? target : join(target, 'kustomization.yaml')]),
        ]);
      }
    }
  });

  test('runs every container as a plain user, read-only, without capabilities and service account', () => {
    expect(workloads()).toHaveLength(PROCESS_KINDS.length + 2);
    for (const workload of workloads()) {
      const pod = podSpecOf(workload);
      expect(pod).toMatchObject({
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      });
      for (const container of pod.containers) {
        expect(container.resources.limits.memory).toBeDefined();
        expect(container.securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
      }
    }
  });

  test('probes each process that listens, and keeps one of several through a drain', () => {
    for (const workload of find('Deployment')) {
      const [container] = podSpecOf(workload).containers;
      const probed = container.readinessProbe !== undefined && container.livenessProbe !== undefined;
      expect([container.name, probed]).toEqual([container.name, container.ports !== undefined]);
      const budget = findNamed('PodDisruptionBudget', container.name);
      expect([container.name, budget?.spec.minAvailable]).toEqual([
        container.name,
        workload.spec.replicas > 1 ? 1 : undefined,
      ]);
    }
  });

  // Its readiness is no reason to stop intake while Temporal is away.
  test('asks the API for /healthz, never for /readyz', () => {
    expect(JSON.stringify(findNamed('Deployment', 'api'))).not.toContain('/readyz');
  });
});

describe('network policies', () => {
  const usersOf = (name: string): string[] =>
    findNamed('NetworkPolicy', name).spec.podSelector.matchExpressions[0].values;

  test('deny everything that no other policy opens', () => {
    expect(findNamed('NetworkPolicy', 'default-deny').spec).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
  });

  test.each([
    ['database', ['api', 'worker', 'enforcement', 'jobs', 'mail', 'watchdog', 'registry-step']],
    ['temporal', ['api', 'worker', 'enforcement', 'jobs']],
    ['mail-server', ['api', 'worker']],
    ['https', ['api', 'worker', 'enforcement', 'jobs', 'watchdog']],
  ])('open %s only to %j', (name, users) => {
    expect(usersOf(name)).toEqual(users);
  });

  test('let nobody connect but clients with their label, and to API and mail alone', () => {
    const open = find('NetworkPolicy').filter(({ spec }) => spec.ingress !== undefined);
    expect(open.map(({ metadata }) => metadata.name)).toEqual(['api', 'mail']);
    for (const { spec, metadata } of open)
      expect(JSON.stringify(spec.ingress[0].from)).toContain(`"notice-desk/client-of":"${metadata.name}"`);
  });
});
