import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { connectEngine } from '../../client/connect.js';
import type { Engine } from '../../client/engine.js';
import { type BareEngine, startBareEngine } from '../support/bare-engine.js';
import { aCommand, aNotice } from '../support/builders.js';
import { eventually } from '../support/eventually.js';

/** The look-up of targets ends while the closing is being recorded, in the middle of its task. */
const CROSSING = `
let begin;
const closing = new Promise((resolve) => (begin = resolve));
const activities = {
  async recordTransitions({ stage }) {
    if (stage === 'closed') {
      begin();
      await sleep(1_500);
    }
    return { forged: [], impossible: [] };
  },
  async resolveTargets() {
    await closing;
    await sleep(300);
    return { ok: true };
  },
};`;

let server: BareEngine;
let engine: Engine;

beforeAll(async () => {
  server = await startBareEngine(CROSSING);
  engine = await connectEngine({ ...server.settings, dataConverter: {} });
});
afterAll(async () => {
  await engine.close();
  await server.stop();
});

test('close command is completed and answered although Temporal retried its task after a concurrent command', async () => {
  const input = aNotice({ clocks: [], acknowledge: false });
  await engine.start(input);
  await eventually(
    () => engine.heldState(input.noticeId),
    (state) => state !== null,
  );
  expect(await engine.send(input.noticeId, aCommand('close'))).toEqual({ kind: 'accepted', version: 2 });
  await eventually(
    () => engine.describe(input.noticeId),
    (run) => run.kind === 'gone' && run.how === 'completed',
  );
});
