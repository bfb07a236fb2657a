import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FakeDesk, run } from '../../support/fake-desk.js';

let desk: FakeDesk;
beforeEach(async () => {
  desk = new FakeDesk();
  await desk.start();
});
afterEach(() => desk.stop());

const RIGHT = {
  id: 'v1',
  zone: 'Asia/Kolkata',
  start: '2026-02-20T00:00:00+05:30',
  rule: { amount: 3, unit: 'hour' },
  dueAt: '2026-02-19T21:30:00.000Z',
  state: 'running',
};
const PAUSED = { ...RIGHT, id: 'v2', events: [{ type: 'pause', at: RIGHT.start }], refused: true };

function verify(lines: readonly unknown[], ...more: string[]) {
  const file = join(desk.home, 'vectors.ndjson');
  writeFileSync(file, lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''));
  return run(desk, ['clock', 'verify', file, ...more]);
}

describe('clock verify over test vectors', () => {
  test('reports valid vectors and how many there were', async () => {
    expect(await verify([RIGHT])).toMatchObject({ code: 0, out: 'valid: 1 vector\n' });
    expect(await verify([RIGHT, PAUSED])).toMatchObject({ code: 0, out: 'valid: 2 vectors\n' });
    expect(JSON.parse((await verify([RIGHT, PAUSED], '--json')).out)).toEqual({
      valid: true,
      vectors: 2,
      differences: [],
    });
  });

  test('names each vector that differs, and exits 1', async () => {
    const { code, err } = await verify([
      { ...RIGHT, dueAt: '2026-02-19T22:30:00.000Z' },
      { ...PAUSED, events: [] },
      { ...RIGHT, id: 'v3', zone: 'Nowhere' },
    ]);
    expect(code).toBe(1);
    expect(err).toContain('v1: dueAt: stated "2026-02-19T22:30:00.000Z", computed "2026-02-19T21:30:00.000Z"');
    expect(err).toContain('v2: stated to be refused, computed "2026-02-19T21:30:00.000Z"');
    expect(err).toContain('v3: cannot be computed');
  });

  test('rejects a file with a line that is no vector as wrong usage', async () => {
    expect((await verify([RIGHT, 'not JSON'])).code).toBe(2);
    expect((await verify([RIGHT, { id: 'x' }])).code).toBe(2);
  });
});
