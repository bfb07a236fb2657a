import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { createLetterActivities } from '../../../../activities/letters.js';
import { createMailTransport, type MailTransport } from '../../../../letters/mail-transport.js';
import type { LetterEffect } from '../../../../domain/commands/effect.js';
import { createServiceSender } from '../../../../domain/letters/letter-sender.js';
import { createLetterPrinter } from '../../../../letters/pdf/letter-printer.js';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';
import { anActivity } from '../../../support/registry-fixture.js';
import { startSmtp, type SmtpFixture } from '../../../support/mail/smtp-fixture.js';

const ORDER_DOCUMENT = Buffer.from('%PDF-1.4 until the tenth');
const document = createHash('sha256').update(ORDER_DOCUMENT).digest('hex');
const MEETING = { with: 'The Secretary', subject: 'Order 7', proposal: 'A call' };
const LATER = { kind: 'later', until: '2031-01-10T12:00:00Z' };

let api: ApiHarness;
let smtp: SmtpFixture;
let transport: MailTransport;
const engine = createDomainEngine();

beforeAll(async () => {
  api = await startDomainApi(engine);
  smtp = await startSmtp();
  transport = createMailTransport({ smtpUrl: smtp.url, from: 'Notice Desk <desk@desk.example>' });
});
afterAll(async () => {
  transport.close();
  await smtp.stop();
  await api.close();
});

type As = 'reviewer' | 'approver' | 'counsel' | 'ops' | 'auditor';
const post = (id: string, path: string, body: object, as: As = 'reviewer') =>
  api.post(`/v1/notices/${id}/${path}`, as, body);

async function done(id: string, path: string, body: object, as: As = 'reviewer') {
  const answer = await post(id, path, body, as);
  if (answer.statusCode >= 300) throw new Error(`${path}: ${answer.body}`);
  return answer.json();
}

async function anOrder(count = 3): Promise<string> {
  const targets = Array.from({ length: count }, (_, at) => ({ type: 'account', locator: `@item${at + 1}` }));
  const { id } = await api.receive({
    targets,
    orderedDeadline: { at: '2031-01-05T12:00:00Z' },
    documents: [{ name: 'order.pdf', mediaType: 'application/pdf', contentBase64: ORDER_DOCUMENT.toString('base64') }],
  });
  await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
  await done(id, 'triage', {});
  return id;
}

const sender = createServiceSender('Notice Desk');
async function sendLetters(id: string): Promise<void> {
  const letters = createLetterActivities({
    db: api.worker,
    transport,
    sender,
    keyOf: (noticeId) => api.context.keys.keyOf(noticeId),
    print: createLetterPrinter(undefined, sender),
    signer: null,
    activity: anActivity(1),
  });
  const waits = () =>
    engine.stateOf(id).effects.find((effect): effect is LetterEffect => effect.type === 'send_letter');
  for (let effect = waits(); effect !== undefined; effect = waits()) {
    await letters.sendLetter({ noticeId: id, effect });
    const outcome = await letters.sendLetter({ noticeId: id, effect });
    await engine.settle(id, 'send_letter', outcome);
  }
}

const proposals = async (id: string, as: As = 'reviewer') =>
  (await api.get(`/v1/notices/${id}/proposals`, as)).json().items;
const proposalEntries = async (id: string) => {
  const { items } = (await api.get(`/v1/notices/${id}/timeline?limit=200`, 'reviewer')).json();
  return items
    .filter(({ action }: { action: string }) => action.startsWith('proposal_'))
    .map(({ action, detail }: { action: string; detail: object }) => ({ action, detail }));
};
const settle = (id: string, n: number, body: object, as: As = 'reviewer') =>
  post(id, `proposals/${n}/settle`, body, as);
const theirs = (id: string, offer: object) => done(id, 'proposals', { offer, document });

describe('proposal to the authority', () => {
  test('is part of the dialogue request, and open once that letter has left', async () => {
    const id = await anOrder();
    const offer = { kind: 'narrower', targets: [3, 1], countries: ['IN'], words: 'The second is a newspaper.' };
    await done(id, 'request-dialogue', { ...MEETING, offer }, 'approver');
    expect(await proposals(id)).toEqual([]);
    await sendLetters(id);
    const mail = smtp.received.at(-1);
    expect(mail?.text).toContain(
      'limited to these items, by our numbers: 1, 3.\n- 1. account @item1\n- 3. account @item3\n',
    );
    expect(mail?.text).toContain('limited to these countries: India.\nThe second is a newspaper.\n');
    expect(await proposals(id)).toMatchObject([
      {
        n: 1,
        by: 'us',
        kind: 'narrower',
        targets: [1, 3],
        countries: ['IN'],
        until: null,
        document: { letter: expect.any(Number), messageId: mail?.messageId },
        state: 'open',
        settled: null,
      },
    ]);
    expect(await proposalEntries(id)).toMatchObject([{ action: 'proposal_made', detail: { proposal: 1, by: 'us' } }]);
  });

  test('is sent with a push-back, and approved as part of its submission', async () => {
    const id = await anOrder(2);
    await done(id, 'decide', { select: { all: true }, action: 'push_back', grounds: ['overbroad'] });
    const letter = { offer: { kind: 'narrower', targets: [1] } };
    const { submission } = await done(id, 'submit', { letter });
    for (const as of ['approver', 'counsel'] as const)
      await done(id, 'approve', { submission: submission.number, digest: submission.digest }, as);
    await sendLetters(id);
    expect(await proposals(id)).toMatchObject([{ by: 'us', targets: [1], document: { letter: expect.any(Number) } }]);
  });

  test('is rejected without a push-back to carry it, or with an invalid offer', async () => {
    const id = await anOrder(2);
    await done(id, 'decide', { select: { all: true }, action: 'withhold', grounds: ['legal_basis_met'] });
    const paths = async (path: string, body: object, as: As = 'reviewer') => {
      const { status, errors } = (await post(id, path, body, as)).json();
      return [status, ...errors.map((one: { path: string }) => one.path)];
    };
    expect(await paths('submit', { letter: { offer: LATER } })).toEqual([422, '/letter/offer']);
    const ask = (offer: object) => paths('request-dialogue', { ...MEETING, offer }, 'approver');
    expect(await ask({ kind: 'narrower', targets: [1, 9] })).toEqual([422, '/offer/targets']);
    expect(await ask({ kind: 'later', until: '2001-01-01T00:00:00Z' })).toEqual([422, '/offer/until']);
    expect(await ask({ kind: 'narrower' })).toEqual([422, '/offer']);
    expect(await ask({ kind: 'other', words: ' ' })).toEqual([422, '/offer/words']);
  });

  test('is settled by the authority only with its document, and withdrawn by us without one', async () => {
    const id = await anOrder();
    await done(id, 'request-dialogue', { ...MEETING, offer: LATER }, 'approver');
    await done(id, 'request-dialogue', { ...MEETING, offer: { kind: 'other', words: 'A call each week' } }, 'approver');
    await sendLetters(id);
    expect((await settle(id, 1, { state: 'accepted' })).json()).toMatchObject({ status: 409 });
    expect((await settle(id, 1, { state: 'accepted', document: 'a'.repeat(64) })).json()).toMatchObject({
      status: 422,
      errors: [{ path: '/document' }],
    });
    expect((await settle(id, 1, { state: 'accepted', document, reason: 'Letter of the 5th' })).json()).toMatchObject({
      state: 'accepted',
      settled: { by: 'reviewer', document, reason: 'Letter of the 5th' },
    });
    expect((await settle(id, 1, { state: 'declined', document })).json()).toMatchObject({ status: 409 });
    expect((await settle(id, 2, { state: 'withdrawn' })).json()).toMatchObject({ state: 'withdrawn' });
    // Accepting the proposal moves no deadline.
    const { items } = (await api.get(`/v1/notices/${id}/clocks`, 'reviewer')).json();
    const comply = items.find(
      ({ kind, basis }: { kind: string; basis: string }) => kind === 'comply' && basis === 'order',
    );
    expect(comply.dueAt).toBe('2031-01-05T12:00:00.000Z');
  });
});

describe('proposal by the authority', () => {
  test('is recorded with its document by permitted roles, and supersedes their earlier one of its kind', async () => {
    const id = await anOrder();
    for (const as of ['approver', 'ops', 'auditor'] as const)
      expect((await post(id, 'proposals', { offer: LATER, document }, as)).statusCode).toBe(403);
    for (const wrong of [{ offer: LATER }, { offer: LATER, document, reply: 1 }, { offer: LATER, reply: 4 }])
      expect((await post(id, 'proposals', wrong)).statusCode).toBe(422);
    expect(await theirs(id, LATER)).toMatchObject({
      n: 1,
      by: 'authority',
      recordedBy: 'reviewer',
      document: { document },
    });
    await theirs(id, { kind: 'narrower', targets: [2] });
    await theirs(id, { ...LATER, until: '2031-01-12T12:00:00Z' });
    expect((await proposals(id, 'approver')).map(({ state }: { state: string }) => state)).toEqual([
      'superseded',
      'open',
      'open',
    ]);
    expect((await proposalEntries(id)).at(-1)).toMatchObject({ detail: { proposal: 3, supersedes: [1] } });
    expect((await api.get(`/v1/notices/${id}/proposals`, 'ops')).statusCode).toBe(403);
  });

  test('is recorded with the outcome of a meeting', async () => {
    const id = await anOrder();
    await done(id, 'request-dialogue', MEETING, 'approver');
    await done(id, 'record-dialogue', { outcome: 'They want less', offer: { kind: 'narrower', targets: [2] } });
    expect(await proposals(id)).toMatchObject([
      {
        by: 'authority',
        kind: 'narrower',
        targets: [2],
        recordedBy: 'reviewer',
        document: { letter: null, document: null },
      },
    ]);
  });

  test('for a later time is accepted only after the deadline was extended, with a second reader', async () => {
    const id = await anOrder();
    await theirs(id, LATER);
    expect((await settle(id, 1, { state: 'accepted' })).json()).toMatchObject({
      status: 409,
      detail: expect.stringContaining('extend the clock'),
    });
    const { items } = (await api.get(`/v1/notices/${id}/clocks`, 'reviewer')).json();
    const clock = items.find(
      ({ kind, basis }: { kind: string; basis: string }) => kind === 'comply' && basis === 'order',
    );
    const extension = { clock: clock.id, to: LATER.until, reason: 'Theirs', authorityReference: 'A/2', document };
    await done(id, 'extend', extension);
    expect((await settle(id, 1, { state: 'accepted' })).statusCode).toBe(409);
    await done(id, 'confirm-deadline', { clock: clock.id }, 'approver');
    expect(await proposals(id)).toMatchObject([{ extended: true }]);
    expect((await settle(id, 1, { state: 'accepted' })).json()).toMatchObject({ state: 'accepted' });
  });

  test('for fewer items is accepted only once no other item is acted on', async () => {
    const id = await anOrder();
    await theirs(id, { kind: 'narrower', targets: [1], countries: ['IN'] });
    await done(id, 'decide', {
      select: { all: true },
      action: 'withhold',
      grounds: ['legal_basis_met'],
      countries: ['IN'],
    });
    const { submission } = await done(id, 'submit', {});
    expect(await proposals(id)).toMatchObject([{ beyond: 2 }]);
    expect((await settle(id, 1, { state: 'accepted' })).json()).toMatchObject({
      status: 409,
      detail: expect.stringContaining('2 targets beyond'),
    });
    await done(id, 'return', { submission: submission.number, reason: 'They want less' }, 'approver');
    expect((await settle(id, 1, { state: 'accepted' })).json()).toMatchObject({ state: 'accepted', beyond: 0 });
    expect((await api.get(`/v1/notices/${id}/proposals/1`, 'reviewer')).statusCode).toBe(404);
  });

  test('rests on a document of a linked notice, and not of an unlinked or unreadable one', async () => {
    const [id, secrecy] = [await anOrder(), await api.gagged()];
    const letter = async (text: string, more: object) => {
      const bytes = Buffer.from(text);
      const documents = [{ name: 'letter.txt', mediaType: 'text/plain', contentBase64: bytes.toString('base64') }];
      const { id: notice } = await api.receive({ documents, ...more });
      return { notice, sha256: createHash('sha256').update(bytes).digest('hex') };
    };
    const relatesTo = [{ notice: id, as: 'follows' }];
    const linked = await letter('By the tenth, then.', { relatesTo });
    const hidden = await letter('Not yours.', { relatesTo, secrecy });
    const apart = await letter('About something else.', {});
    const status = async (sha256: string) =>
      (await post(id, 'proposals', { offer: LATER, document: sha256 })).statusCode;
    expect([await status(hidden.sha256), await status(apart.sha256)]).toEqual([422, 422]);
    expect((await post(id, 'proposals', { offer: LATER, document: linked.sha256 })).json()).toMatchObject({
      document: { document: linked.sha256 },
    });
    await done(id, 'link', { notice: apart.notice, as: 'follows' });
    expect((await settle(id, 1, { state: 'withdrawn', document: apart.sha256 })).json()).toMatchObject({
      state: 'withdrawn',
    });
  });

  test('is declined by us without a document, and withdrawn by the authority with one', async () => {
    const id = await anOrder();
    await theirs(id, LATER);
    await theirs(id, { kind: 'other', words: 'Talk to the press office' });
    expect((await settle(id, 1, { state: 'withdrawn' })).statusCode).toBe(409);
    expect((await settle(id, 1, { state: 'withdrawn', document })).statusCode).toBe(200);
    expect((await settle(id, 2, { state: 'declined', reason: 'No' })).json()).toMatchObject({ state: 'declined' });
    expect((await settle(id, 9, { state: 'declined' })).statusCode).toBe(404);
    expect((await proposalEntries(id)).slice(-2)).toMatchObject([
      { action: 'proposal_settled', detail: { proposal: 1, state: 'withdrawn', document } },
      { action: 'proposal_settled', detail: { proposal: 2, state: 'declined', reason: 'No' } },
    ]);
  });

  test('is hidden together with its notice', async () => {
    const secrecy = await api.gagged();
    const { id } = await api.receive({ secrecy });
    expect((await api.get(`/v1/notices/${id}/proposals`, 'reviewer')).statusCode).toBe(404);
    expect((await post(id, 'proposals', { offer: LATER, document })).statusCode).toBe(404);
    expect((await settle(id, 1, { state: 'declined' })).statusCode).toBe(404);
    expect(
      (await post(id, 'proposals', { offer: { kind: 'other', words: 'x' }, reply: 1 }, 'counsel')).statusCode,
    ).toBe(422);
  });
});
