import { expect, test } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { checkCuts } from '../../chaos/check/cut-coverage.js';
import { CAMPAIGNS } from '../../chaos/campaigns.js';
import { reroute, formatProxyName, PAIRS } from '../../chaos/lab/ways.js';
import { toList, toMarkdown } from '../../chaos/list.js';
import { USAGE } from '../../chaos/options.js';
import { MUTANTS } from '../../chaos/mutants/all.js';

const ROOT = new URL('../../../', import.meta.url);

test('docs/chaos.md has the campaign table of the code, and list and help name every campaign', () => {
  expect(readFileSync(new URL('docs/chaos.md', ROOT), 'utf8')).toContain(toMarkdown(CAMPAIGNS).join('\n'));
  for (const { name } of CAMPAIGNS) {
    expect(USAGE).toContain(name);
    expect(toList(CAMPAIGNS).join('\n')).toContain(name);
  }
});

test('campaigns C0 to C20 exist, each with existing tests or something it does to processes', () => {
  const names = CAMPAIGNS.map(({ name }) => name);
  for (let at = 0; at <= 20; at += 1) expect(names).toContain(`C${at}`);
  for (const campaign of CAMPAIGNS) {
    const isReal =
      campaign.kind === 'tests'
        ? campaign.tests.every((path) => existsSync(new URL(`test/${path}`, ROOT)))
        : campaign.victims.length > 0 || campaign.network || campaign.disk || campaign.jumps || campaign.flood;
    expect([campaign.name, isReal]).toEqual([campaign.name, true]);
  }
});

test('docs/chaos.md has a line for every mutant', () => {
  const doc = readFileSync(new URL('docs/chaos.md', ROOT), 'utf8');
  for (const { name } of MUTANTS) expect(doc).toContain(`| \`${name}\` |`);
});

test('checkCuts reports a pair of components that was never cut', () => {
  const by = Object.fromEntries(PAIRS.slice(1).map((pair) => [formatProxyName(pair), 1]));
  expect(checkCuts({ total: 60, by }).differences.map(({ what }) => what)).toEqual(['api-postgres']);
});

test('reroute sends a process through its own proxies, and changes no service it does not use', () => {
  const at = (host: string) => `postgres://someone:secret@${host}/desk`;
  const urls = { owner: '', api: '', worker: '', enforcement: '', watchdog: '', mail: '', reader: '', simulators: '' };
  const parts = {
    databaseUrls: { ...urls, mail: at('127.0.0.1:1') },
    temporal: { address: '127.0.0.1:2', ui: '' },
    smtpUrl: 'smtp://127.0.0.1:3',
    platformUrl: 'http://127.0.0.1:4',
    pagerUrl: 'http://127.0.0.1:4/_pager',
    issuerUrl: undefined,
  };
  const listening = new Map(PAIRS.map((pair, no) => [formatProxyName(pair), `127.0.0.1:${no + 100}`]));
  for (const login of Object.keys(urls) as (keyof typeof urls)[]) parts.databaseUrls[login] = at('127.0.0.1:1');
  const found = reroute(parts, 'watchdog', listening);
  const port = (upstream: 'postgres' | 'pager') => listening.get(formatProxyName({ kind: 'watchdog', upstream }));
  expect(found.databaseUrls.watchdog).toBe(at(port('postgres') ?? ''));
  expect(found.pagerUrl).toBe(`http://${port('pager')}/_pager`);
  expect([found.temporal.address, found.smtpUrl, found.platformUrl]).toEqual([
    '127.0.0.1:2',
    'smtp://127.0.0.1:3',
    'http://127.0.0.1:4',
  ]);
});
