import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../support/eventually.js';
import { aMail, signed, TestDns, type SigningDomain } from '../support/mail/a-mail.js';
import { handOver } from '../support/mail/inbound-fixture.js';
import { followNotice, receive } from '../support/orders.js';
import { startDesk, type DemoRole, type RunningDesk } from '../support/running-desk.js';
import { readAsEverybody, type Seen } from '../support/stories/everybody.js';
import { visitPortal, type PortalVisitor } from '../features/portal/support/portal-visitor.js';

let folder: string;
let desk: RunningDesk;
let portal: PortalVisitor;
let bka: SigningDomain;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'question-stories-'));
  const dns = new TestDns(join(folder, 'dns.json'));
  bka = dns.add('bka.example');
  desk = await startDesk({ MAIL_DNS_FILE: dns.path });
  const { items } = (await desk.call('admin', 'GET', '/v1/authorities?limit=200')).body;
  const entry = items.find(({ id }: { id: string }) => id === 'de-bka');
  const change = await desk.call('admin', 'POST', '/v1/authorities', { ...entry, domains: ['bka.example'] });
  await desk.call('counsel', 'POST', `/v1/changes/${change.body.change}/confirm`, {});
  portal = await visitPortal(desk, 'de-bka');
});
afterAll(async () => {
  await desk?.discard();
  rmSync(folder, { recursive: true, force: true });
});

let posts = 0;
type Story = ReturnType<typeof followNotice> & { id: string; number: string };

/** An order with one hour to comply (Regulation (EU) 2021/784), one of whose targets cannot be identified. */
async function anUnclearOrder(): Promise<Story> {
  posts += 1;
  const order = {
    kind: 'removal_order',
    authority: 'de-bka',
    jurisdiction: 'DE',
    regime: 'EU-TCO',
    orderedDeadline: undefined,
    targets: [{ type: 'url', locator: `https://video.example/post/${posts}` }],
  };
  const { body } = await receive(desk, order);
  const story = { ...followNotice(desk, body.id), id: body.id, number: body.number };
  await story.command('reviewer', 'triage');
  await story.decide({ all: true }, 'clarify', { grounds: ['insufficient_identification'] });
  await story.submit();
  await story.approve();
  return story;
}

async function seen(story: Story, holds: (all: Seen) => boolean): Promise<Seen> {
  await eventually(() => readAsEverybody(desk, null, story.id), holds, 60_000);
  return readAsEverybody(desk, portal, story.id);
}

const findComplyClock = async (story: Story) =>
  (await story.list('clocks')).find(
    ({ kind, owner }: { kind: string; owner: string }) => kind === 'comply' && owner === 'us',
  );

const CHANNELS = {
  'at the portal': async (story: Story) => portal.answer(story.number, 'We mean the video of Tuesday.'),
  'by mail from its own domain': async (story: Story) => {
    const letter = (await story.list('letters')).find(({ kind }: { kind: string }) => kind === 'clarification');
    const headers = { From: 'Desk <desk@bka.example>', 'In-Reply-To': letter.messageId, Subject: 'Re: Clarification' };
    const raw = await signed(aMail({ headers }), bka);
    expect(await handOver(Number(new URL(desk.file().inbound).port), raw, { from: 'desk@bka.example' })).toMatch(
      /^250/,
    );
  },
  'by a notice under its bound key': async (story: Story) => {
    await receive(desk, {
      kind: 'amendment',
      authority: 'de-bka',
      jurisdiction: 'DE',
      regime: undefined,
      orderedDeadline: undefined,
      targets: [{ type: 'url', locator: `https://video.example/post/${posts}` }],
      relatesTo: [{ notice: story.id, as: 'amends' }],
    });
  },
} as const;

describe('question to the authority', () => {
  test.each(Object.keys(CHANNELS) as (keyof typeof CHANNELS)[])(
    'answered %s resumes the comply clock from the answer, asks people to read it, and sends no report before',
    async (channel) => {
      const story = await anUnclearOrder();
      const paused = await seen(
        story,
        ({ clocks, theirs, letters }) =>
          clocks['comply'] === 'paused' && theirs['reply'] === 'running' && letters.includes('clarification'),
      );
      expect(paused.letters).not.toContain('report_of_effect');
      expect(paused.notice).toMatchObject({ outcome: null, applied: 0 });
      expect(paused.clocks['inform'] ?? 'running').not.toBe('met');
      const before = await findComplyClock(story);
      const from = Date.now();
      await CHANNELS[channel](story);
      // Our clock, the authority's clock and the alert follow the answer one after another.
      const all = await seen(
        story,
        ({ clocks, theirs, alerts }) =>
          clocks['comply'] === 'running' && theirs['reply'] === 'met' && alerts.includes('reply_unread'),
      );
      expect(all.queue.due).toBe('comply');
      const after = await findComplyClock(story);
      const answer = after.moves.at(-1);
      expect(answer.cause).toBe('answer');
      // The receipt states when the answer arrived: between our question to the authority and this read.
      const resumed = after.receipt.rule.events.at(-1);
      expect(resumed).toMatchObject({ type: 'resume' });
      expect(Date.parse(resumed.at)).toBeGreaterThanOrEqual(from - 1_000);
      expect(Date.parse(resumed.at)).toBeLessThanOrEqual(Date.now());
      expect(before.dueAt).toBeNull();
      const alert = (await desk.call('ops', 'GET', '/v1/ops/alerts?limit=200&kind=reply_unread')).body.items.find(
        ({ notice }: { notice: string }) => notice === story.id,
      );
      expect(alert.summary).toContain(after.dueAt);
      await story.command('reviewer', 'annotate', { text: 'Read: they mean the video of Tuesday.' });
      expect((await seen(story, ({ alerts }) => !alerts.includes('reply_unread'))).clocks['comply']).toBe('running');
      // The removal is reported afterwards, which meets the clocks.
      await story.decide({ all: true }, 'withhold');
      await story.submit();
      await story.approve();
      const done = await seen(
        story,
        ({ notice, letters, clocks }) =>
          notice.stage === 'in_force' && letters.includes('report_of_effect') && clocks['comply'] === 'met',
      );
      expect(done).toMatchObject({ portal: 'Answered', notice: { applied: 1, outcome: 'complied' } });
    },
  );

  test('answered off topic is paused again by another person, and resumed by the next answer', async () => {
    const story = await anUnclearOrder();
    await seen(story, ({ clocks }) => clocks['comply'] === 'paused');
    await portal.answer(story.number, 'Please hurry.');
    await seen(story, ({ clocks }) => clocks['comply'] === 'running');
    const clock = (await findComplyClock(story)).id;
    const body = { clock, reason: 'It says nothing about the target.', reply: 1 };
    expect((await desk.call('reviewer', 'POST', `/v1/notices/${story.id}/pause`, body)).status).toBe(403);
    await story.command('reviewer2', 'pause', body);
    const again = await seen(
      story,
      ({ clocks, alerts }) => clocks['comply'] === 'paused' && !alerts.includes('reply_unread'),
    );
    expect(again.theirs['reply']).toBe('running');
    await portal.answer(story.number, 'We mean the video of Tuesday.');
    await seen(story, ({ clocks, alerts }) => clocks['comply'] === 'running' && alerts.includes('reply_unread'));
  });
});

async function anEmergency(): Promise<Story> {
  posts += 1;
  const { body } = await receive(desk, {
    kind: 'removal_order',
    authority: 'de-bka',
    jurisdiction: 'DE',
    regime: 'EU-TCO',
    orderedDeadline: undefined,
    targets: [{ type: 'url', locator: `https://video.example/post/${posts}` }],
  });
  const story = { ...followNotice(desk, body.id), id: body.id, number: body.number };
  await story.command('reviewer', 'triage');
  await story.decide({ all: true }, 'withhold', { grounds: ['emergency_interim'] });
  await story.submit({ emergency: true });
  await story.approve();
  await seen(story, ({ notice, owners }) => notice.applied === 1 && owners.length === 1);
  return story;
}

async function inForce(patch: object = {}): Promise<Story> {
  posts += 1;
  const { body } = await receive(desk, { targets: [{ type: 'account', locator: `@restored_${posts}` }], ...patch });
  const story = { ...followNotice(desk, body.id), id: body.id, number: body.number };
  await story.notifyOwners();
  await story.decide({ all: true }, 'withhold');
  await story.submit();
  await story.approve();
  await seen(story, ({ notice, owners }) => notice.applied === 1 && owners.length === 1);
  return story;
}

const restored = (story: Story) =>
  seen(
    story,
    ({ notice, owners }) => notice.restored === 1 && owners.some((subject) => subject.includes('no longer restricted')),
  );

describe('restoration', () => {
  test('of a refused emergency is owed, listed as unsupported, and done by one person other than the refuser', async () => {
    const story = await anEmergency();
    const { submission } = await story.read();
    const refusal = {
      submission: submission.number,
      digest: submission.digest,
      refuse: true,
      reason: 'Not terrorist content.',
    };
    await story.command('counsel', 'ratify', refusal);
    const owing = await seen(
      story,
      ({ clocks, unsupported }) => clocks['reinstate'] === 'running' && unsupported.length > 0,
    );
    expect(owing.unsupported).toEqual(['ratification_refused']);
    expect(owing.alerts).toEqual(expect.arrayContaining(['restore_due', 'not_ratified']));
    const opened = await story.command('reviewer2', 'reinstate', {
      select: { all: true },
      cause: 'emergency_refused',
      note: 'Refused by counsel.',
    });
    expect(opened.submission.approvalsNeeded).toBe(0);
    const all = await restored(story);
    expect(all).toMatchObject({ clocks: { reinstate: 'met' }, unsupported: [], notice: { applied: 0 } });
    expect(all.alerts).not.toContain('not_ratified');
  });

  test.each(['own_error', 'unilateral'])(
    'for the cause %s waits for an approver, and notifies the owner',
    async (cause) => {
      const story = await inForce();
      const opened = await story.command('reviewer2', 'reinstate', { select: { all: true }, cause, note: 'Ours.' });
      expect(opened.submission.approvalsNeeded).toBe(1);
      await story.approve();
      expect(await restored(story)).toMatchObject({
        notice: { outcome: 'restored' },
        queue: { orderStatus: 'in_effect' },
      });
    },
  );

  test('of an annulled order is owed, and carried out by one person', async () => {
    const story = await inForce();
    await receive(desk, {
      kind: 'court_order',
      orderedDeadline: undefined,
      targets: undefined,
      targetsFollow: true,
      relatesTo: [{ notice: story.id, as: 'revokes' }],
    });
    const owing = await seen(
      story,
      ({ queue, clocks }) => queue.orderStatus === 'annulled' && clocks['reinstate'] === 'running',
    );
    expect(owing.portal).toBe('');
    await story.command('reviewer2', 'reinstate', {
      select: { all: true },
      cause: 'order_annulled',
      note: 'By a court.',
    });
    expect(await restored(story)).toMatchObject({ clocks: { reinstate: 'met' }, unsupported: [] });
  });

  test('after a won appeal waits for an uninvolved approver, and notifies the owner once', async () => {
    const story = await inForce();
    const appeal = await desk.call('intake', 'POST', '/v1/appeals', {
      notice: story.id,
      target: 1,
      statement: 'It is satire.',
    });
    expect(appeal.status).toBe(201);
    const [mine] = (await desk.call('reviewer2', 'GET', `/v1/appeals?notice=${story.id}`)).body.items;
    const decided = await desk.call('reviewer2', 'POST', `/v1/appeals/${mine.id}/decide`, {
      outcome: 'restored',
      reasons: 'It is satire.',
    });
    expect(decided.status).toBe(200);
    const submission = (await story.read()).submission;
    expect(submission).toMatchObject({ approvalsNeeded: 1, cause: 'appeal_won' });
    const approve = (as: DemoRole) =>
      desk.call(as, 'POST', `/v1/notices/${story.id}/approve`, {
        submission: submission.number,
        digest: submission.digest,
      });
    for (const involved of ['reviewer2', 'approver'] as const)
      expect((await approve(involved)).body).toMatchObject({ type: 'urn:notice-desk:problem:four-eyes' });
    expect((await story.read()).counts).toMatchObject({ restored: 0 });
    expect((await approve('counsel')).status).toBe(200);
    const all = await restored(story);
    expect(all.owners).toHaveLength(2);
  });
});
