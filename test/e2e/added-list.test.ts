import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { eventually } from '../support/eventually.js';
import { startDesk, type RunningDesk } from '../support/running-desk.js';

let desk: RunningDesk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.discard());

interface Target {
  locator: string;
  protectedClass: string | null;
  platformId: string | null;
}

test('resolves, decides, approves and enforces a list added after its notice like the first list', async () => {
  await desk.platform('/_double/targets', {
    targets: [{ type: 'account', locator: '@late_document', protectedClass: 'press' }],
  });
  const received = await desk.call(
    'intake',
    'POST',
    '/v1/notices',
    {
      kind: 'blocking_order',
      authority: 'in-meity',
      jurisdiction: 'IN',
      regime: 'IN-69A-EMERG',
      targets: [],
      targetsFollow: true,
    },
    { 'idempotency-key': 'late-list' },
  );
  expect(received.status).toBe(201);
  const { id } = received.body;

  const path = join(desk.home, 'list.csv');
  writeFileSync(path, 'Handle;Grund\n@late_document;x\n@late_one;y\n;z\n');
  const added = await desk.cli('targets', 'add', id, path, '--json');
  expect(JSON.parse(added.out)).toMatchObject({ accepted: 2, merged: 0, rejected: [{ line: 4 }] });

  // Decisions wait until the platform has reported which targets are protected.
  const targets = await eventually(
    async () => (await desk.call('reviewer', 'GET', `/v1/notices/${id}/targets`)).body.items as Target[],
    (items) => items.every(({ platformId }) => platformId !== null),
  );
  expect(targets.map(({ locator, protectedClass }) => [locator, protectedClass])).toEqual([
    ['@late_document', 'press'],
    ['@late_one', null],
  ]);

  const act = (role: 'reviewer' | 'approver', command: string, body: object) =>
    desk.call(role, 'POST', `/v1/notices/${id}/${command}`, body);
  await act('reviewer', 'triage', {});
  const pushed = await act('reviewer', 'decide', {
    select: { targets: [1] },
    action: 'push_back',
    grounds: ['protected_speech'],
  });
  expect(pushed.body.result).toMatchObject({ matched: 1, protected: [1] });
  await act('reviewer', 'decide', { select: { targets: [2] }, action: 'withhold', grounds: ['legal_basis_met'] });
  const submitted = await act('reviewer', 'submit', {});
  expect(submitted.status).toBe(200);
  const late = await desk.cli('targets', 'add', id, path);
  expect([late.code, late.err.includes('this notice is in approval')]).toEqual([1, true]);

  const { number, digest } = submitted.body.submission;
  await act('approver', 'approve', { submission: number, digest });
  const done = await eventually(
    async () => (await desk.call('reviewer', 'GET', `/v1/notices/${id}`)).body,
    ({ stage }) => stage === 'in_force',
  );
  expect(done.counts).toMatchObject({ targets: 2, applied: 1, byAction: { withhold: 1, push_back: 1 } });
  const timeline = (await desk.call('reviewer', 'GET', `/v1/notices/${id}/timeline`)).body.items;
  const actions = timeline.map(({ action }: { action: string }) => action);
  expect(actions.indexOf('targets_added')).toBeLessThan(actions.indexOf('add_targets'));
});
