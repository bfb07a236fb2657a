import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { readDeskConfig, readInboundConfig, readProcessConfig, readWatchdogConfig } from '../../../../config/env.js';
import { ENV_NAMES } from '../../../../config/settings.js';
import { PROCESS_NEEDS } from '../../../../desk/process-needs.js';
import { CLUSTER, PROCESS_KINDS, type Kind } from '../../../../desk/process-table.js';
import { kindEnvs } from '../../../../desk/program-parts.js';
import { readOrMakeSecrets } from '../../../../desk/secrets.js';
import { PLATFORMS } from '../../../../platforms/registered.js';
import { find, findNamed, listObjects, podSpecOf, secretSettings } from '../../../support/kubernetes/manifests.js';
import { LOCAL_PARTS } from '../../../support/local-parts.js';
import { refusals } from '../../../support/settings.js';

const root = new URL('../../../../', import.meta.url);
const folder = mkdtempSync(join(tmpdir(), 'kubernetes-secrets-'));
const BY_HAND = ['platform_token', 'platform_webhook_secret', 'smtp_url'];
const SECRET = new Set(ENV_NAMES.flatMap(({ name, file }) => (file === true ? [name] : [])));

const compose = () => parse(readFileSync(new URL('docker-compose.yml', root), 'utf8'), { merge: true }).services;
const needsOf = (kind: Kind) => [...PROCESS_NEEDS[kind].secrets].sort();
const containerOf = (kind: string) => podSpecOf(findNamed('Deployment', kind)).containers[0];

beforeAll(() => {
  execFileSync('sh', [fileURLToPath(new URL('scripts/make-secrets.sh', root)), folder], { stdio: 'ignore' });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('processes of compose, cluster and Kubernetes', () => {
  test('have the same names', () => {
    const deployments = find('Deployment').map(({ metadata }) => metadata.name);
    expect(new Set(deployments)).toEqual(new Set(PROCESS_KINDS));
    const steps = ['logins', 'registry', 'temporal-keys'];
    const ours = Object.entries<{ image: string }>(compose()).filter(([, { image }]) =>
      image.startsWith('notice-desk:'),
    );
    expect(
      ours
        .map(([name]) => name)
        .filter((name) => !steps.includes(name))
        .sort(),
    ).toEqual([...PROCESS_KINDS].sort());
  });

  test.each(PROCESS_KINDS)('%s: have the same secrets', (kind) => {
    const needs = needsOf(kind);
    expect(Object.keys(secretSettings(containerOf(kind))).sort()).toEqual(needs);
    const given = Object.keys(compose()[kind].environment).map((name) => name.replace(/_FILE$/, ''));
    // Those of sign-in, mailbox and watchdog are optional.
    const optional = ['OIDC_CLIENT_SECRET', 'INBOUND_IMAP_URL', 'WATCHDOG_WEBHOOK_SECRET', 'WATCHDOG_PING_URL'];
    // Not secret: the public keys that enforcement trusts.
    const open = ['APPROVAL_PUBLIC_KEYS'];
    const held = given.filter((name) => SECRET.has(name) && ![...optional, ...open].includes(name));
    expect([...new Set(held)].sort()).toEqual(needs);
    // On one machine Temporal has no tokens, and the URL of the database is added by name.
    const elsewhere = ['DATABASE_URL', 'TEMPORAL_API_KEY'];
    const local = Object.entries(clusterEnvs()[kind]).flatMap(([name, value]) =>
      SECRET.has(name) && value !== undefined && !open.includes(name) ? [name] : [],
    );
    expect(local.sort()).toEqual(needs.filter((name) => !elsewhere.includes(name)));
  });

  test('mount each secret that they name, and the CA of the database', () => {
    for (const workload of [...find('Deployment'), ...find('Job')]) {
      const pod = podSpecOf(workload);
      const [container] = pod.containers;
      const text = JSON.stringify([container.env, container.command]);
      const named = [...text.matchAll(/\/run\/secrets\/([a-z_]+)/g)].map(([, name]) => name);
      const mounted = pod.volumes[0].projected.sources.map(
        ({ secret }: { secret: { items: { path: string }[] } }) => secret.items[0]?.path,
      );
      expect(mounted.sort()).toEqual([...new Set([...named, 'ca_certificate'])].sort());
    }
  });

  test('use only secrets that the kit creates, from files of make-secrets.sh and three of the operator', () => {
    const { secretGenerator } = listObjects('secrets/kustomization.yaml')[0];
    const created = secretGenerator.map(({ files }: { files: string[] }) => files[0]?.split('=')[0]);
    const mounted = [...find('Deployment'), ...find('Job')].flatMap((workload) =>
      podSpecOf(workload).volumes[0].projected.sources.map(({ secret }: { secret: { name: string } }) => secret.name),
    );
    expect(new Set(secretGenerator.map(({ name }: { name: string }) => name))).toEqual(new Set(mounted));
    const made = readdirSync(folder);
    expect(created.filter((name: string) => !made.includes(name))).toEqual(BY_HAND);
  });
});

describe('a process in a pod', () => {
  const READERS: Record<Kind, (env: Record<string, string>) => unknown> = {
    api: (env) => readProcessConfig(env),
    jobs: (env) => readProcessConfig(env),
    worker: (env) => readProcessConfig(env, PLATFORMS),
    enforcement: (env) => readProcessConfig(env, PLATFORMS),
    mail: readInboundConfig,
    watchdog: readWatchdogConfig,
  };

  test.each(PROCESS_KINDS)('%s: starts with the settings and secrets of the production overlay', (kind) => {
    expect(READERS[kind](podEnv(kind))).toBeDefined();
  });

  test.each(PROCESS_KINDS.flatMap((kind) => PROCESS_NEEDS[kind].secrets.map((name): [Kind, string] => [kind, name])))(
    '%s: names the setting whose secret is missing: %s',
    (kind, name) => {
      const env = { ...podEnv(kind), [`${name}_FILE`]: `/run/secrets/missing` };
      const lines = refusals(() => READERS[kind](env));
      expect(lines).toContain(`${name}_FILE: expected the path of a readable file, got "/run/secrets/missing".`);
    },
  );

  function podEnv(kind: Kind): Record<string, string> {
    const settings = listObjects('production/settings.yaml');
    const dataOf = (name: string) => settings.find((one) => one.metadata.name === name)?.data ?? {};
    const env = { ...dataOf('settings'), ...dataOf(`settings-${kind}`) };
    for (const { name, value } of containerOf(kind).env) env[name] = value.replace('/run/secrets', folder);
    return env;
  }

  beforeAll(() => {
    writeFileSync(join(folder, 'platform_token'), 'token-of-the-platform');
    writeFileSync(join(folder, 'platform_webhook_secret'), `whsec_${'a'.repeat(32)}`);
    writeFileSync(join(folder, 'smtp_url'), 'smtps://desk:password@mail.example:465');
  });
});

function clusterEnvs() {
  const home = mkdtempSync(join(tmpdir(), 'kubernetes-home-'));
  const secrets = readOrMakeSecrets(home);
  rmSync(home, { recursive: true });
  const tls = { tlsCa: 'ca', tlsCert: 'certificate', tlsKey: 'key' };
  return kindEnvs({
    desk: readDeskConfig({}),
    secrets,
    parts: { ...LOCAL_PARTS, temporal: { ...LOCAL_PARTS.temporal, tls } },
    home,
    counts: CLUSTER,
    apis: [{ url: 'http://127.0.0.1:8080', port: 8080 }],
  });
}
