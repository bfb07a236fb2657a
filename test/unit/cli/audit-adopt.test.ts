import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openLogState } from '../../../application/log-state.js';
import { createCheckpointSigner } from '../../../application/checkpoint-signer.js';
import { AUDIT_KEY } from '../../support/approval-keys.js';
import { FakeDesk, run } from '../../support/fake-desk.js';

const desk = new FakeDesk();
const folder = mkdtempSync(join(tmpdir(), 'desk-adopt-'));
const state = join(folder, 'state.json');
const root = Buffer.alloc(32, 7);
beforeAll(() => desk.start());
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true });
  await desk.stop();
});

const adopt = (...args: string[]) => run(desk, ['audit', 'adopt', '--state', state, '--reason', 'Restored.', ...args]);

test('audit adopt writes the state that the API reads: a new log, the last checkpoint, or a witness’s one', async () => {
  expect((await adopt('--new')).code).toBe(0);
  expect(await openLogState(state).read()).toEqual({ tree: null, adopt: { from: 'empty', reason: 'Restored.' } });
  expect((await adopt()).code).toBe(0);
  expect(await openLogState(state).read()).toMatchObject({ tree: null, adopt: { from: 'last' } });
  expect(readFileSync(`${state}.before`, 'utf8')).toContain('"empty"');
  const signer = createCheckpointSigner(AUDIT_KEY);
  const note = (size: number) => signer.sign({ origin: 'notice-desk/audit/x', size, root });
  const witness = join(folder, 'witness.txt');
  writeFileSync(witness, `${note(3)}\n${note(9)}\n`);
  expect((await adopt(witness)).out).toContain('at 9 entries');
  expect(await openLogState(state).read()).toEqual({
    tree: { origin: 'notice-desk/audit/x', size: 9, root },
    adopt: { from: 'checkpoint', reason: 'Restored.' },
  });
  expect(desk.seen).toHaveLength(0);
});

test('audit adopt rejects a file without a checkpoint, and --new with a checkpoint', async () => {
  const empty = join(folder, 'empty.txt');
  writeFileSync(empty, 'nothing');
  expect((await adopt(empty)).code).toBe(1);
  expect((await adopt(empty, '--new')).code).toBe(2);
  expect((await run(desk, ['audit', 'adopt', '--state', state])).code).toBe(2);
});
