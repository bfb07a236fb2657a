import { afterEach, describe, expect, test } from '@jest/globals';
import type { Effect } from '../../domain/commands/effect.js';
import { openNotice } from '../../domain/notices/notice-state.js';
import type { StepTicket } from '../../domain/notices/step-answer.js';
import { aCommand, aNotice } from '../support/builders.js';
import { type NoticeRun, replayAndDispose, startNotice } from '../support/workflow-harness/index.js';

/**
 * An attacker who reaches Temporal's port answers a notice's steps: with results copied from its history, with plain
 * ones, with failures. Only the answer sealed for that very request counts; every other one is reported, and the step
 * is retried.
 */
afterEach(replayAndDispose);

const ID = aNotice().noticeId;
const buildKey = (what: string) => `${ID}:adversary:${what}`;

/** One effect of every type. A new type does not compile without an entry here, and is attacked like the others. */
const EFFECTS: { [Type in Effect['type']]: { effect: Extract<Effect, { type: Type }>; activity: string } } = {
  resolve_targets: { effect: { key: buildKey('resolve'), type: 'resolve_targets' }, activity: 'resolveTargets' },
  send_letter: {
    effect: {
      key: buildKey('letter'),
      type: 'send_letter',
      letter: 'acknowledgement',
      submission: null,
      dialogue: null,
    },
    activity: 'sendLetter',
  },
  mail_staff: {
    effect: { key: buildKey('mail'), type: 'mail_staff', clock: 'c', levels: [1], to: ['reviewer'], missed: false },
    activity: 'mailStaff',
  },
  page: {
    effect: { key: buildKey('page'), type: 'page', clock: 'c', level: 1, nth: 1, to: ['counsel'] },
    activity: 'page',
  },
  page_ops: {
    effect: { key: buildKey('page-ops'), type: 'page_ops', about: 'forged_command', to: ['ops'] },
    activity: 'pageOps',
  },
  enforce: { effect: { key: buildKey('enforce'), type: 'enforce', submission: 1 }, activity: 'enforce' },
  retry: {
    effect: { key: buildKey('retry'), type: 'retry', submission: 1, repair: '00000000-0000-7000-8000-000000000009' },
    activity: 'enforce',
  },
  skip: {
    effect: { key: buildKey('skip'), type: 'skip', repair: '00000000-0000-7000-8000-000000000009' },
    activity: 'skipTargets',
  },
  prove_effect: { effect: { key: buildKey('prove'), type: 'prove_effect', submission: 1 }, activity: 'proveEffect' },
};
const TYPES = Object.keys(EFFECTS) as Effect['type'][];

async function waitingFor(type: Effect['type']): Promise<{ run: NoticeRun; activity: string; ticket: StepTicket }> {
  const { effect, activity } = EFFECTS[type];
  const input = aNotice({ acknowledge: false, targets: 0, clocks: [] });
  const run = await startNotice({ input: { ...input, resume: { ...openNotice(input), effects: [effect] } } });
  const ticket = run.pendingActivities(activity)[0]?.ticket;
  if (ticket == null) throw new Error(`${activity} waits without a ticket.`);
  return { run, activity, ticket };
}

const result = (ticket: StepTicket, outcome: unknown = { ok: true }) => ({ ...ticket, direction: 'result', outcome });
const FAILURE = { ok: false, reason: 'The platform refuses.' };

/**
 * What an attacker can copy from the history: the sealed result of every other step, and of every earlier request for
 * this one.
 */
function copiesFor(type: Effect['type'], own: StepTicket): [string, unknown][] {
  const others = TYPES.filter((other) => other !== type).map((other): [string, unknown] => [
    `the sealed result of ${other}`,
    result({ ...own, step: EFFECTS[other].effect.key, nonce: `nonce of ${other}` }),
  ]);
  return [
    ...others,
    ['its result in an earlier run', result({ ...own, run: 'an earlier run' })],
    ['its result for an earlier request', result({ ...own, attempt: 0, nonce: 'an earlier nonce' })],
    ['its result with the nonce of another request', result({ ...own, nonce: 'another nonce' })],
    ['its own sealed input', { ...own, direction: 'input' }],
    ['a sealed result of an earlier release', { ok: true }],
    ['a sealed failure of an earlier release', FAILURE],
    ['nothing', undefined],
    ['what the codec makes of a plain result', { refusedPayload: true }],
  ];
}

describe.each(TYPES)('workflow step %s', (type) => {
  test('rejects copied and plain results, reports each, and accepts the sealed answer', async () => {
    const { run, activity, ticket } = await waitingFor(type);
    const copies = copiesFor(type, ticket);
    for (const [nth, [_what, copy]] of copies.entries()) {
      const own = run.pendingActivities(activity)[0]?.ticket;
      expect(own?.attempt).toBe(nth + 1);
      await run.completeActivityWith(activity, copy);
      const { effects } = await run.state();
      expect(effects.map(({ key }) => key)).toContain(EFFECTS[type].effect.key);
      await run.advanceBy(60_000);
    }
    expect(run.registry.unsealed).toEqual(copies.map(() => ({ noticeId: ID, step: ticket.step, why: 'result' })));
    await run.completeActivity(activity);
    expect((await run.state()).effects.map(({ key }) => key)).not.toContain(EFFECTS[type].effect.key);
  });

  test('ignores an unsealed failure reported by Temporal, and accepts the sealed one', async () => {
    const { run, activity, ticket } = await waitingFor(type);
    await run.failActivityUnsealed(activity, 'The platform refuses.');
    expect(run.registry.unsealed).toEqual([{ noticeId: ID, step: ticket.step, why: 'failure' }]);
    expect((await run.state()).effects.map(({ key }) => key)).toContain(EFFECTS[type].effect.key);
    await run.advanceBy(60_000);
    await run.failActivity(activity, 'The mail server refuses the recipient.');
    expect((await run.state()).effects.map(({ key }) => key)).not.toContain(EFFECTS[type].effect.key);
    expect(run.registry.unsealed).toHaveLength(1);
  });

  test('uses a new ticket nonce for each attempt', async () => {
    const { run, activity, ticket } = await waitingFor(type);
    await run.completeActivityWith(activity, undefined);
    await run.advanceBy(60_000);
    const again = run.pendingActivities(activity)[0]?.ticket;
    expect(again).toMatchObject({ step: ticket.step, run: ticket.run, attempt: 2 });
    expect(again?.nonce).not.toBe(ticket.nonce);
  });
});

describe('record step of the workflow', () => {
  test.each([
    ['a result of an earlier release', { result: undefined }],
    ['the sealed result of an earlier record', { result: result({ step: 'x', run: 'x', attempt: 1, nonce: 'x' }) }],
    ['an unsealed failure', 'failure' as const],
  ])('rejects %s, and starts nothing before the change is on record', async (_what, forged) => {
    const run = await startNotice({ input: { acknowledge: false, targets: 0, clocks: [] } });
    run.registry.forgedAnswers.push(forged);
    await run.command(aCommand('annotate', { text: 'Seen.', audience: 'internal' }));
    expect([run.completed, run.registry.actions]).toEqual([null, []]);
    expect(run.registry.unsealed).toHaveLength(1);
    await run.advanceBy(60_000);
    expect(run.registry.actions).toEqual(['annotate']);
  });
});
