import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { followNotice, receive } from '../support/orders.js';
import { eventually } from '../support/eventually.js';
import { startDesk, type RunningDesk } from '../support/running-desk.js';

let desk: RunningDesk;
beforeAll(async () => {
  desk = await startDesk({ DESK_MASS_TARGETS: '2' });
});
afterAll(() => desk.discard());

const account = (no: number) => ({ type: 'account', locator: `@emergency_${no}` });

test('drafts a one-hour order in bulk, enforces it on one emergency approval, and has counsel ratify it', async () => {
  // given a European removal order over four accounts, decided with a mistake that is undone
  const order = {
    kind: 'removal_order',
    authority: 'de-bka',
    jurisdiction: 'DE',
    regime: 'EU-TCO',
    orderedDeadline: undefined,
    targets: [1, 2, 3, 4].map(account),
  };
  const { body } = await receive(desk, order);
  const notice = followNotice(desk, body.id);
  await notice.command('reviewer', 'triage', {});
  const decide = (what: string[]) =>
    desk.cli('notices', 'decide', body.number, '--all', '--to', 'withhold', '--ground', 'emergency_interim', ...what);
  expect((await decide(['--preview'])).out).toContain('Preview: 4 matched, 4 would change');
  expect((await decide(['--country', 'DE', '--country', 'US'])).out).toContain('4 go further than the order');
  expect((await desk.cli('notices', 'undo', body.number)).out).toContain('4 targets restored to the previous draft');
  expect((await decide(['--country', 'DE'])).code).toBe(0);
  // when it is submitted as an emergency and one person approves
  const submitted = await desk.cli('notices', 'submit-decisions', body.number, '--emergency');
  expect([submitted.code, submitted.err]).toEqual([0, '']);
  expect((await desk.cli('notices', 'approve', body.number)).code).toBe(0);
  // then the platform has withheld, the order is met, and the duty to ratify runs
  const done = await eventually(
    () => notice.read(),
    ({ stage, counts }) => stage === 'in_force' && counts.applied === 4,
  );
  expect(done).toMatchObject({
    submission: { emergency: true, risks: expect.arrayContaining(['emergency', 'mass']), approvalsNeeded: 1 },
    ratification: { state: 'open', approverSlots: ['counsel'] },
  });
  const duty = await eventually(
    async () => (await notice.list('clocks')).find(({ kind }: { kind: string }) => kind === 'policy'),
    (clock) => clock?.state === 'running',
  );
  expect(duty.receipt.source).toContain('ratify');
  expect((await desk.cli('notices', 'close', body.number, '--reason', 'done')).err).toContain('not ratified');
  // and counsel's approval ends it
  expect((await desk.cli('notices', 'ratify', body.number)).out).toContain('submission 1: ratified');
  expect((await notice.list('clocks')).find(({ id }: { id: string }) => id === duty.id).state).toBe('met');
});
