import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { followNotice, receive } from '../support/orders.js';
import { eventually } from '../support/eventually.js';
import { startDesk, type RunningDesk } from '../support/running-desk.js';

let desk: RunningDesk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.discard());

const HOUR = 3_600_000;
const readSlug = (body: { type?: string }) => body.type?.replace('urn:notice-desk:problem:', '');

/** A European removal order: one hour, and the clock may be paused. */
const removalOrder = {
  kind: 'removal_order',
  authority: 'de-bka',
  jurisdiction: 'DE',
  regime: 'EU-TCO',
  orderedDeadline: undefined,
};

async function findClock(notice: ReturnType<typeof followNotice>, kind: string) {
  const clocks = await notice.list('clocks');
  return clocks.find((clock: { kind: string; state: string }) => clock.kind === kind && clock.state !== 'cancelled');
}

async function verified(clock: unknown): Promise<string> {
  const file = join(desk.home, 'clock.json');
  writeFileSync(file, JSON.stringify(clock));
  const { out, err } = await desk.cli('clock', 'verify', file);
  return `${out}${err}`.trim();
}

describe('life of a clock', () => {
  test('pauses, resumes and extends a clock, each with its reason and a verifiable receipt', async () => {
    const { body } = await receive(desk, removalOrder);
    const notice = followNotice(desk, body.id);
    const before = await findClock(notice, 'comply');
    expect(await verified(before)).toBe('valid');
    // when it is paused for a manifest error
    const reason = 'Manifest error: the address leads nowhere.';
    await notice.command('reviewer', 'pause', { clock: before.id, reason });
    const paused = await findClock(notice, 'comply');
    expect(paused).toMatchObject({ state: 'paused', dueAt: null });
    expect(await verified(paused)).toBe('valid');
    // The acknowledgement is sent automatically and may still be on its way.
    const { nextDue } = await eventually(notice.read, ({ nextPlan }) => nextPlan.kind === 'decide');
    expect(nextDue).toBeNull();
    // and resumed
    await notice.command('reviewer', 'resume', { clock: before.id });
    const resumed = await findClock(notice, 'comply');
    expect(Date.parse(resumed.dueAt)).toBeGreaterThan(Date.parse(before.dueAt));
    expect(await verified(resumed)).toBe('valid');
    expect(resumed.receipt.rule.events).toMatchObject([{ type: 'pause', reason }, { type: 'resume' }]);
    // then each change of the due date has its reason on record
    expect(resumed.moves).toMatchObject([
      { cause: 'pause', from: before.dueAt, to: null, reason, by: 'Reviewer Demo' },
      { cause: 'resume', from: null, to: resumed.dueAt },
    ]);
    const actions = (await notice.list('timeline')).map(({ action }: { action: string }) => action);
    expect(actions).toEqual(expect.arrayContaining(['pause', 'resume']));
  });

  test('extends a deadline only with the authority’s document, and rejects an extension that the law does not allow', async () => {
    const { body } = await receive(desk, { orderedDeadline: { within: 'PT6H' } });
    const notice = followNotice(desk, body.id);
    const comply = await findClock(notice, 'comply');
    const extend = (clock: string, more: object) =>
      desk.call('reviewer', 'POST', `/v1/notices/${body.id}/extend`, { clock, reason: 'Asked and given.', ...more });
    const reference = { authorityReference: 'MeitY letter 12/2021' };
    const letter = await receive(desk, {
      kind: 'reminder',
      targets: [],
      relatesTo: [{ notice: body.id, as: 'reminds' }],
    });
    const document = { ...reference, notice: letter.body.id };
    const confirm = (clock: string) => notice.command('reviewer2', 'confirm-deadline', { clock });
    expect(readSlug((await extend(comply.id, { ...reference, by: 'PT12H' })).body)).toBe('validation');
    expect(readSlug((await extend(comply.id, { by: 'PT12H' })).body)).toBe('validation');
    expect(readSlug((await extend(comply.id, document)).body)).toBe('validation');
    expect((await extend(comply.id, { ...document, by: 'PT12H' })).status).toBe(200);
    expect(await findClock(notice, 'comply')).toMatchObject({
      dueAt: comply.dueAt,
      pendingExtension: { document: { notice: letter.body.id } },
    });
    await confirm(comply.id);
    const later = await findClock(notice, 'comply');
    expect(Date.parse(later.dueAt) - Date.parse(comply.dueAt)).toBe(12 * HOUR);
    expect(later.moves).toMatchObject([{ cause: 'extend', authorityReference: 'MeitY letter 12/2021' }]);
    // to an instant, in any precision
    const to = new Date(Date.parse(later.dueAt) + HOUR + 1_234).toISOString();
    expect((await extend(comply.id, { ...document, to })).status).toBe(200);
    await confirm(comply.id);
    const last = await findClock(notice, 'comply');
    expect(last.dueAt).toBe(to);
    expect(await verified(last)).toBe('valid');
    expect(last.escalation.at(-1).at).toBe(to);
    // the two hours of company policy cannot be extended or paused; the refusal names the rule
    const acknowledge = await findClock(notice, 'acknowledge');
    const refused = await extend(acknowledge.id, { ...document, by: 'PT1H' });
    expect([refused.status, readSlug(refused.body)]).toEqual([409, 'illegal-transition']);
    expect(refused.body.detail).toMatch(/company policy/i);
    const stopped = await desk.call('reviewer', 'POST', `/v1/notices/${body.id}/pause`, {
      clock: comply.id,
      reason: 'We have pushed back.',
    });
    expect([stopped.status, readSlug(stopped.body)]).toEqual([409, 'illegal-transition']);
  });

  test('accepts one of several concurrent extension requests, and moves the clock once on confirmation', async () => {
    const { body } = await receive(desk, { orderedDeadline: { within: 'PT6H' } });
    const notice = followNotice(desk, body.id);
    const comply = await findClock(notice, 'comply');
    const letter = await receive(desk, {
      kind: 'reminder',
      targets: [],
      relatesTo: [{ notice: body.id, as: 'reminds' }],
    });
    const more = { clock: comply.id, by: 'PT1H', reason: 'Given.', authorityReference: 'L/1', notice: letter.body.id };
    const answers = await Promise.all(
      (['reviewer', 'reviewer2', 'counsel', 'reviewer'] as const).map((role) =>
        desk.call(role, 'POST', `/v1/notices/${body.id}/extend`, more),
      ),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
    expect((await findClock(notice, 'comply')).dueAt).toBe(comply.dueAt);
    const confirmed = await Promise.all(
      (['reviewer', 'reviewer2', 'counsel', 'approver'] as const).map((role) =>
        desk.call(role, 'POST', `/v1/notices/${body.id}/confirm-deadline`, { clock: comply.id }),
      ),
    );
    expect(confirmed.filter(({ status }) => status === 200)).toHaveLength(1);
    const after = await findClock(notice, 'comply');
    expect(Date.parse(after.dueAt) - Date.parse(comply.dueAt)).toBe(HOUR);
    expect(after.moves).toHaveLength(1);
    expect(await verified(after)).toBe('valid');
  });

  test('restarts clocks from facts read at triage, and names missing checklist items in the push-back', async () => {
    const { body } = await receive(desk, { regime: 'IN-69A-NORMAL', orderedDeadline: { within: 'PT6H' } });
    const notice = followNotice(desk, body.id);
    const old = await findClock(notice, 'comply');
    const servedAt = new Date(Date.now() - HOUR).toISOString();
    const hearingAt = new Date(Date.now() + 3 * HOUR).toISOString();
    const [item] = (await notice.read()).checklist;
    const checklist = { [item.id]: 'missing' };
    const triaged = await notice.command('reviewer', 'triage', { facts: { servedAt, hearingAt }, checklist });
    expect(triaged).toMatchObject({ servedAt, facts: { hearingAt } });
    expect(triaged.checklist[0].answer).toBe('missing');
    const clocks = await notice.list('clocks');
    expect(clocks.find(({ id }: { id: string }) => id === old.id).state).toBe('cancelled');
    expect((await findClock(notice, 'comply')).dueAt).toBe(new Date(Date.parse(servedAt) + 6 * HOUR).toISOString());
    // a hearing in three hours undercuts the 48 hours of rule 8
    const { alert } = await notice.read();
    expect(alert).toContainEqual(expect.objectContaining({ kind: 'floor_undercut' }));
    await notice.decide({ all: true }, 'push_back');
    await notice.submit();
    await notice.approve('approver');
    await notice.approve('counsel');
    const letters = await eventually(
      () => notice.list('letters'),
      (all) => all.some(({ kind, state }: { kind: string; state: string }) => kind === 'push_back' && state === 'sent'),
    );
    const { text } = letters.find(({ kind }: { kind: string }) => kind === 'push_back');
    expect(text).toContain(item.sentence);
  });

  test('keeps a preservation clock required by law running after the notice is closed', async () => {
    const { body } = await receive(desk, {
      kind: 'removal_order',
      regime: 'IN-ITR-3-1-D',
      orderedDeadline: undefined,
    });
    const notice = followNotice(desk, body.id);
    await notice.decide({ all: true }, 'withhold', { countries: ['IN'] });
    await notice.submit();
    await notice.approve();
    await notice.reaches('in_force');
    const kept = await eventually(
      () => findClock(notice, 'preserve'),
      (clock) => clock !== undefined,
    );
    const days = (Date.parse(kept.dueAt) - Date.parse(kept.startsAt)) / (24 * HOUR);
    expect([kept.state, Math.round(days)]).toEqual(['running', 180]);
    expect(await verified(kept)).toBe('valid');
    await notice.command('reviewer', 'close', { reason: 'Done.' });
    expect((await findClock(notice, 'preserve')).state).toBe('running');
  });

  test('rejects a checklist answer that the law does not ask for, and names what it asks for', async () => {
    const { body } = await receive(desk, { regime: 'IN-69A-NORMAL' });
    const wrong = await desk.call('reviewer', 'POST', `/v1/notices/${body.id}/triage`, {
      checklist: { 'no-such-thing': 'missing' },
    });
    expect([wrong.status, wrong.body.errors[0].path]).toEqual([422, '/checklist/no-such-thing']);
    expect(wrong.body.errors[0].message).toMatch(/It requires /);
  });
});
