import { type ChildProcess, spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import { equal, once as onceEach, toLines } from '../../cluster/checklist.js';
import { DECISIONS, listTargetNumbers } from '../../cluster/february.js';
import { inTurn } from '../../cluster/in-turn.js';
import { createKiller, PLAN } from '../../cluster/kills.js';
import { CLUSTER, PROCESS_KINDS, getProcessKind, listProcessNames } from '../../../desk/process-table.js';

describe('fetch that alternates between APIs', () => {
  const servers: Server[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) server.close();
  });
  const serve = async (status: () => number): Promise<string> => {
    const server = createServer((_, response) => response.writeHead(status()).end('{}'));
    servers.push(server.listen(0, '127.0.0.1'));
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };

  test('sends each request to the next API, whichever the URL names', async () => {
    const apis = [await serve(() => 200), await serve(() => 200)];
    const seen: string[] = [];
    const fetch = inTurn(apis, ({ api }) => seen.push(api));
    for (let at = 0; at < 4; at += 1) await (await fetch(`${apis[0]}/v1/notices`)).text();
    expect(seen).toEqual([...apis, ...apis]);
  });

  test('tries the next API when one is unreachable or not ready, and returns a refusal as an answer', async () => {
    const [busy, good] = [await serve(() => 503), await serve(() => 409)];
    const seen: string[] = [];
    const fetch = inTurn(['http://127.0.0.1:9', busy, good], ({ api }) => seen.push(api));
    expect((await fetch(`${busy}/v1/notices`)).status).toBe(409);
    expect(seen).toEqual(['http://127.0.0.1:9', busy, good]);
  });

  test('leaves requests to other hosts alone', async () => {
    const other = await serve(() => 503);
    const fetch = inTurn(['http://127.0.0.1:9'], () => undefined);
    expect((await fetch(`${other}/state`)).status).toBe(503);
  });
});

describe('kill plan of the cluster check', () => {
  test('covers every kind of process and both kinds of server', () => {
    const kinds = new Set(PLAN.map(({ victim }) => (victim === 'requested' ? 'api' : getProcessKind(victim))));
    for (const kind of [...PROCESS_KINDS, 'postgres', 'temporal', 'temporal-postgres']) expect(kinds).toContain(kind);
    const names = new Set([
      'requested',
      'postgres',
      'temporal',
      'temporal-postgres',
      ...PROCESS_KINDS.flatMap((kind) => listProcessNames(kind, CLUSTER)),
    ]);
    expect(PLAN.filter(({ victim }) => !names.has(victim))).toEqual([]);
  });

  test('is run in order, each kill at the first request it is meant for', async () => {
    const children = ['a', 'b'].map(
      (name) => [name, spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'])] as const,
    );
    const pids = new Map(children.map(([name, child]) => [name, child.pid ?? 0]));
    const ended = (child: ChildProcess) => once(child, 'exit');
    const plan = [
      { victim: 'requested', on: /^POST \/v1\/notices$/, afterMs: 0 },
      { victim: 'b', on: /triage$/, afterMs: 0 },
    ];
    const killer = createKiller({ pids: () => pids, apiOf: () => 'a', plan });
    killer.saw({ method: 'POST', path: '/v1/notices/1/triage', api: 'x' });
    expect(killer.left()).toHaveLength(2);
    const gone = children.map(([, child]) => ended(child));
    killer.saw({ method: 'POST', path: '/v1/notices', api: 'x' });
    killer.saw({ method: 'POST', path: '/v1/notices/1/triage', api: 'x' });
    await Promise.all(gone);
    expect(killer.killed.map(({ name }) => name)).toEqual(['a', 'b']);
    expect(killer.left()).toEqual([]);
  });
});

describe('checklist of the cluster check', () => {
  test('ticks what holds and shows what does not', () => {
    expect(toLines(equal('sum', { is: 3, should: 3 }))).toEqual(['[x] sum: 3']);
    expect(toLines(equal('sum', { is: 4, should: 3 }))).toEqual(['[ ] sum: 3', '      found 4']);
    expect(toLines(onceEach('acts', ['a', 'b', 'a']))).toEqual(['[ ] acts: 2', '      a: 2 times']);
  });
});

test('the decisions of February 2021 name each target of the second order once', () => {
  const numbers = DECISIONS.flatMap(({ handles }) => listTargetNumbers(handles));
  expect(numbers.length).toBe(1178);
  expect(new Set(numbers).size).toBe(1178);
  expect(DECISIONS.map(({ handles }) => listTargetNumbers(handles).length)).toEqual([37, 558, 583]);
});
