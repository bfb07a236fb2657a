import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { makeCheckpoint } from '../../../../application/audit/make-checkpoint.js';
import { raiseHeldMail } from '../../../../application/intake/inbound/held-mail-alert.js';
import { postponeSorting } from '../../../../registry/mail/sort-inbound.js';
import { eraseNotice } from '../../../../registry/retention/erasure.js';
import { applyRetention } from '../../../../application/audit/retention/erase.js';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';
import { A_DAY, closeBy, keepFor, tablesWith } from '../../../support/retention.js';
import {
  aBounce,
  aMail,
  attachment,
  multipart,
  signed,
  text,
  type SigningDomain,
} from '../../../support/mail/a-mail.js';
import { addMeity, startInbound, type InboundFixture } from '../../../support/mail/inbound-fixture.js';

let api: ApiHarness;
let mail: InboundFixture;
let meity: SigningDomain;

beforeAll(async () => {
  api = await startApi();
  mail = await startInbound(api);
  meity = await addMeity(mail, api);
});
afterAll(async () => {
  await mail?.close();
  await api?.close();
});

const ORDER = { kind: 'blocking_order', authority: 'in-meity', jurisdiction: 'IN', subject: 'Direction' };
const take = (id: string, body: object, as: 'reviewer' | 'approver' | 'counsel' | 'ops' = 'reviewer') =>
  api.post(`/v1/inbound/${id}/accept`, as, body);

describe('held mail', () => {
  test('that was rejected is kept for the default retention period, then reduced to its arrival and rejection', async () => {
    const { id } = await mail.receive(aMail({ headers: { Subject: 'zqrejected' }, body: 'zqrejected\r\n' }));
    await mail.receive(aMail({ headers: { Subject: 'zqheld' } }));
    await api.post(`/v1/inbound/${id}/reject`, 'reviewer', { reason: 'zqrejected' });
    await keepFor(api.db, A_DAY);
    await applyRetention(api.context, () => false);
    expect(await tablesWith(api.db, 'zqrejected')).toContain('inbound_mail');
    await sql`update inbound_mail set decided_at = now() - interval '2 days' where id = ${id}::uuid`.execute(api.db);
    await applyRetention(api.context, () => false);
    expect(await tablesWith(api.db, 'zqrejected')).toEqual([]);
    expect(await tablesWith(api.db, 'zqheld')).toContain('inbound_mail');
    expect((await api.get(`/v1/inbound/${id}/raw`, 'reviewer')).statusCode).toBe(404);
    const { items } = (await api.get('/v1/inbound?state=rejected', 'reviewer')).json();
    expect(items).toContainEqual(expect.objectContaining({ id, subject: '', decidedBy: 'reviewer', reason: '' }));
    const log = (await api.get('/v1/audit?action=mails_erased', 'auditor')).json().items;
    expect(log[0].entry.detail).toEqual({ mails: 1 });
  });

  test('becomes an unverified notice with its documents, and takes its targets from attached lists', async () => {
    const list = attachment('list.csv', 'text/csv', 'type,locator,note\naccount,@one,\naccount,@one,\naccount,@two,\n');
    const raw = aMail(multipart([text('Block.'), list]));
    const { id } = await mail.receive(raw);
    const accepted = await take(id, ORDER);
    expect([accepted.statusCode, accepted.json()]).toEqual([
      201,
      expect.objectContaining({ targetsAccepted: 2, targetsMerged: 1 }),
    ]);
    const notice = accepted.json();
    expect(notice).toMatchObject({ authenticity: 'unverified', counts: { targets: 2 } });
    expect((await api.get(`/v1/inbound/${id}/raw`, 'reviewer')).rawPayload.toString()).toBe(`${raw}\r\n`);
    const documents = (await api.get(`/v1/notices/${notice.id}/documents`, 'reviewer')).json().items;
    expect(documents.map(({ name }: { name: string }) => name).sort()).toEqual(['list.csv', 'mail.eml']);
    expect((await take(id, ORDER)).json()).toMatchObject({ status: 409, detail: 'It is already a notice.' });
  });

  test('is read like a document of intake: kind, authority, reference, deadline and targets are proposed', async () => {
    const letter = [
      'Ministry of Electronics and Information Technology',
      'F. No. 813/07/2021 Dated: 4 February 2021 17:38 IST',
      'You are directed to block the accounts within 36 hours: @one_of_mail',
    ].join('\r\n');
    const list = attachment('list.csv', 'text/csv', 'type,locator,note\naccount,@two_of_list,\n');
    const parts = multipart([text(letter), list]);
    const raw = aMail({ ...parts, headers: { ...parts.headers, Subject: 'Blocking order' } });
    const { id } = await mail.receive(raw);
    const reading = (await api.get(`/v1/inbound/${id}/reading`, 'reviewer')).json();
    expect(reading.kind).toBe('blocking_order');
    expect(reading.rows.map(({ locator }: { locator: string }) => locator)).toEqual(['@one_of_mail', '@two_of_list']);
    const facts = reading.document.facts.map(({ path, value }: { path: string; value: string }) => [path, value]);
    expect(facts).toEqual(
      expect.arrayContaining([
        ['/authority', 'in-meity'],
        ['/reference', '813/07/2021'],
        ['/orderedDeadline/within', 'PT36H'],
      ]),
    );
    expect((await api.get(`/v1/inbound/${id}`, 'reviewer')).statusCode).toBe(404);
    const { items } = (await api.get('/v1/inbound?state=held&limit=200', 'reviewer')).json();
    expect(items).toContainEqual(expect.objectContaining({ id, state: 'held' }));
  });

  test('is read only for people who may read documents', async () => {
    const { id } = await mail.receive(aMail());
    expect((await api.get(`/v1/inbound/${id}/reading`, 'ops')).statusCode).toBe(403);
    expect((await api.get('/v1/inbound/no-such-mail/reading', 'reviewer')).statusCode).toBe(404);
  });

  test('becomes a channel-verified notice only for the authority whose domain signed it', async () => {
    await sql`update authority set domains = '{}' where id = 'in-meity'`.execute(api.db);
    const one = await mail.receive(await signed(aMail(), meity));
    const other = await mail.receive(await signed(aMail(), meity));
    await sql`update authority set domains = '{meity.example}' where id = 'in-meity'`.execute(api.db);
    const body = { ...ORDER, targetsFollow: true, orderedDeadline: { within: 'PT4H' } };
    const proven = (await take(one.id, body)).json();
    expect(proven.authenticity).toBe('channel_verified');
    const clocks = (await api.get(`/v1/notices/${proven.id}/clocks`, 'reviewer')).json().items;
    expect(clocks.find(({ basis }: { basis: string }) => basis === 'order')).toMatchObject({ confirmed: false });
    const claimed = { ...body, authority: { name: 'Another office', country: 'IN' } };
    expect((await take(other.id, claimed)).json().authenticity).toBe('unverified');
  });

  test('is rejected field by field if the body is no valid intake', async () => {
    const { id } = await mail.receive(aMail());
    expect((await take(id, { ...ORDER, documents: [] })).json()).toMatchObject({ status: 422 });
    expect((await take(id, { ...ORDER, authority: 'nobody' })).json().errors[0].path).toBe('/authority');
    expect((await take(id, ORDER)).json().errors[0].path).toBe('/targets');
  });

  test('classified as a bounce or automatic reply becomes a notice only with a confirmation', async () => {
    const automatic = await mail.receive(aMail({ headers: { 'Auto-Submitted': 'auto-replied' } }));
    const bounce = await mail.receive(aBounce({ messageId: '<other@desk.example>', to: 'x@y.example' }), { from: '' });
    for (const { id, proposal } of [automatic, bounce]) {
      const body = { ...ORDER, targetsFollow: true };
      const refused = await take(id, body);
      expect([proposal.kind, refused.statusCode, refused.json().errors]).toEqual([
        expect.stringMatching(/automatic|bounce/),
        422,
        [{ path: '/confirmAutomatic', message: expect.stringContaining('"confirmAutomatic": true') }],
      ]);
      expect((await take(id, { ...body, confirmAutomatic: false })).statusCode).toBe(422);
      expect((await take(id, { ...body, confirmAutomatic: true })).statusCode).toBe(201);
    }
  });

  test('attached by a person is a reply of the authority, and the log names the person', async () => {
    const notice = await api.receive();
    const { id } = await mail.receive(aMail());
    await api.post(`/v1/inbound/${id}/attach`, 'reviewer', { notice: notice.id });
    const timeline = (await api.get(`/v1/notices/${notice.id}/timeline`, 'reviewer')).json().items;
    expect(timeline.slice(-2)).toMatchObject([
      { action: 'mail_attached', actor: { kind: 'person', name: 'reviewer' }, detail: { mail: id, reply: 1 } },
      { action: 'authority_replied', actor: { kind: 'authority', id: 'in-meity' }, detail: { aligned: false } },
    ]);
  });

  test('attached by a person moves a clock only if it comes from the authority’s domain', async () => {
    const clockRows = (notice: string) =>
      api.db
        .selectFrom('outbox')
        .where('notice_id', '=', notice)
        .where('kind', '=', 'clocks')
        .select('payload')
        .execute();
    const attach = async (domain: SigningDomain) => {
      const notice = await api.receive();
      await sql`update authority set domains = '{}' where id = 'in-meity'`.execute(api.db);
      const { id } = await mail.receive(await signed(aMail({ headers: { From: `x@${domain.domain}` } }), domain));
      await sql`update authority set domains = '{meity.example}' where id = 'in-meity'`.execute(api.db);
      expect((await api.post(`/v1/inbound/${id}/attach`, 'reviewer', { notice: notice.id })).statusCode).toBe(200);
      return clockRows(notice.id);
    };
    expect(await attach(mail.dns.add('stranger.example'))).toEqual([]);
    expect(await attach(meity)).toEqual([{ payload: expect.objectContaining({ reply: 1 }) }]);
  });

  test('that is a delivery report adds no documents when a person attaches it', async () => {
    const notice = await api.receive();
    const { id } = await mail.receive(aBounce({ messageId: '<lost@desk.example>', to: 'x@y.example' }), { from: '' });
    await api.post(`/v1/inbound/${id}/attach`, 'reviewer', { notice: notice.id });
    expect((await api.get(`/v1/notices/${notice.id}/documents`, 'reviewer')).json().items).toEqual([]);
    const timeline = (await api.get(`/v1/notices/${notice.id}/timeline`, 'reviewer')).json().items;
    expect(timeline.at(-1)).toMatchObject({ action: 'authority_replied', actor: { kind: 'person' } });
  });

  test('is attached to a notice, or rejected with a reason', async () => {
    const notice = await api.receive();
    const { id } = await mail.receive(aMail());
    expect((await api.post(`/v1/inbound/${id}/attach`, 'reviewer', { notice: crypto.randomUUID() })).statusCode).toBe(
      422,
    );
    expect((await api.post(`/v1/inbound/${id}/attach`, 'counsel', { notice: notice.id })).json()).toMatchObject({
      state: 'attached',
      notice: notice.id,
      number: notice.number,
      decidedBy: 'counsel',
    });
    const aside = await mail.receive(aMail());
    expect((await api.post(`/v1/inbound/${aside.id}/reject`, 'reviewer', { reason: ' ' })).statusCode).toBe(422);
    expect((await api.post(`/v1/inbound/${aside.id}/reject`, 'reviewer', { reason: 'Spam' })).json()).toMatchObject({
      state: 'rejected',
      reason: 'Spam',
    });
    expect((await api.post(`/v1/inbound/${aside.id}/attach`, 'reviewer', { notice: notice.id })).statusCode).toBe(409);
  });
});

describe('unread mail', () => {
  const newest = async (as: 'reviewer' | 'ops' = 'reviewer', query = '') =>
    (await api.get(`/v1/inbound?limit=1${query}`, as)).json().items[0];
  const headers = { Subject: '=?utf-8?q?L=C3=B6schung?=', 'Message-ID': '<early@meity.example>' };

  test('is shown with its header only, as unread and unverified', async () => {
    await mail.send(aMail({ headers }));
    const shown = {
      state: 'unread',
      from: 'officer@meity.example',
      subject: 'Löschung',
      messageId: '<early@meity.example>',
      date: '2026-11-28T04:30:00.000Z',
      authentication: { aligned: false, dkim: 'none' },
    };
    expect(await newest()).toMatchObject({ ...shown, text: '', isRead: false });
    expect(await newest('ops')).toMatchObject({ ...shown, text: null });
    expect(await newest('reviewer', '&state=unread')).toMatchObject(shown);
    expect(await newest('reviewer', '&state=held,unread')).toMatchObject(shown);
    expect((await api.get('/v1/inbound?state=held,gone', 'reviewer')).statusCode).toBe(422);
    await mail.work();
    expect(await newest()).toMatchObject({ state: 'held', subject: 'Löschung', text: 'Please see below.' });
    expect(await newest('reviewer', '&state=unread')).toBeUndefined();
  });

  test('stays unread until it is sorted, and rejects every action before', async () => {
    await mail.send(aMail({ headers: { ...headers, 'Message-ID': '<later@meity.example>' } }));
    await mail.read();
    const { id, state, text: words } = await newest();
    expect({ state, words }).toEqual({ state: 'unread', words: '' });
    const notice = await api.receive();
    for (const [act, body] of [
      ['accept', { ...ORDER, targetsFollow: true }],
      ['attach', { notice: notice.id }],
      ['reject', { reason: 'Spam' }],
    ] as const)
      expect((await api.post(`/v1/inbound/${id}/${act}`, 'reviewer', body)).json()).toMatchObject({
        status: 409,
        detail: 'It is being parsed. Try again in a moment.',
      });
    await mail.work();
    expect((await newest()).state).toBe('held');
  });

  test('is open to actions once sorting it has failed', async () => {
    await mail.send(aMail({ headers: { 'Message-ID': '<failed@meity.example>' } }));
    await mail.read();
    const { id } = await newest();
    await postponeSorting(api.context.db, id);
    expect((await newest()).state).toBe('held');
    expect((await api.post(`/v1/inbound/${id}/reject`, 'reviewer', { reason: 'Spam' })).statusCode).toBe(200);
  });

  test('that names a letter of a secret notice is hidden from people who cannot read that notice', async () => {
    const { id: notice } = await api.receive({ secrecy: await api.gagged() });
    const letter = `<hidden-${notice}@desk.example>`;
    await sql`
      insert into letter (notice_id, n, key, kind, language, to_address, subject, text, state, message_id, sent_at)
      values (${notice}, 1, ${notice}, 'acknowledgement', 'en', 'x@y.z', 's', 't', 'sent', ${letter}, now())`.execute(
      api.db,
    );
    const ids = async () => (await api.get('/v1/inbound?limit=200', 'reviewer')).json().items.length;
    const before = await ids();
    await mail.send(aMail({ headers: { References: letter } }));
    await mail.send(aBounce({ messageId: letter, to: 'nobody@y.example' }), { from: '' });
    const [report] = (await api.get('/v1/inbound?limit=1', 'counsel')).json().items;
    expect(report).toMatchObject({ state: 'unread', subject: '' });
    expect(await ids()).toBe(before + 1);
    await mail.read();
    expect(await ids()).toBe(before);
    await mail.work();
    expect(await ids()).toBe(before);
  });
});

describe('visibility of inbound mail', () => {
  test('shows ops the sender and time without text, and nothing to intake, auditor and admin', async () => {
    const { id } = await mail.receive(aMail());
    expect((await api.get('/v1/inbound?limit=1', 'ops')).json().items[0]).toMatchObject({
      id,
      text: null,
      documents: null,
    });
    expect((await api.get(`/v1/inbound/${id}/raw`, 'ops')).statusCode).toBe(403);
    for (const role of ['intake', 'auditor', 'admin'] as const)
      expect((await api.get('/v1/inbound', role)).statusCode).toBe(403);
    for (const role of ['approver', 'ops'] as const)
      expect((await take(id, ORDER, role as 'ops')).statusCode).toBe(403);
  });

  test('shows a mail attached to a secret notice only to people who can read the notice', async () => {
    const secrecy = await api.gagged();
    const { id: notice } = await api.receive({ secrecy });
    const { id } = await mail.receive(aMail());
    const attached = await api.post(`/v1/inbound/${id}/attach`, 'reviewer', { notice });
    expect([attached.statusCode, attached.json().errors[0].message]).toEqual([422, 'There is no such notice.']);
    expect((await api.post(`/v1/inbound/${id}/attach`, 'counsel', { notice })).statusCode).toBe(200);
    const ids = async (as: 'reviewer' | 'counsel' | 'ops') =>
      (await api.get('/v1/inbound?limit=200', as)).json().items.map((item: { id: string }) => item.id);
    expect(await ids('counsel')).toContain(id);
    expect(await ids('reviewer')).not.toContain(id);
    expect(await ids('ops')).not.toContain(id);
    expect((await api.get(`/v1/inbound/${id}/raw`, 'reviewer')).json()).toEqual(
      expect.objectContaining({ status: 404, detail: 'There is no such mail.' }),
    );
  });

  test('holds an answer to a letter of a secret notice for people who can read the notice', async () => {
    const { id: notice } = await api.receive({ secrecy: await api.gagged() });
    const letter = `<secret-${notice}@desk.example>`;
    await sql`
      insert into letter (notice_id, n, key, kind, language, to_address, subject, text, state, message_id, sent_at)
      values (${notice}, 1, ${notice}, 'acknowledgement', 'en', 'x@y.z', 's', 't', 'sent', ${letter}, now())`.execute(
      api.db,
    );
    const before = (await api.get('/v1/inbound?count=true', 'reviewer')).json().total;
    await mail.receive(aMail({ headers: { 'In-Reply-To': letter } }));
    expect((await api.get('/v1/inbound?count=true', 'reviewer')).json().total).toBe(before);
    expect((await api.get('/v1/inbound?limit=1', 'counsel')).json().items[0]).toMatchObject({
      state: 'held',
      proposal: { kind: 'reply', notice },
    });
  });

  test('does not reveal a secret notice whose number is in a subject', async () => {
    const { number } = await api.receive({ secrecy: await api.gagged() });
    const real = await mail.receive(aMail({ headers: { Subject: `Re: ${number}` } }));
    const none = await mail.receive(aMail({ headers: { Subject: 'Re: N-2026-000001' } }));
    expect(real.proposal).toEqual(none.proposal);
    expect(real.proposal).toMatchObject({ kind: 'reply', notice: null });
  });
});

test('another domain or signer of a verified authority requires a second person, its removal does not', async () => {
  const { items } = (await api.get('/v1/authorities?limit=200', 'admin')).json();
  const entry = items.find(({ id }: { id: string }) => id === 'in-meity');
  const save = (patch: object) => api.post('/v1/authorities', 'admin', { ...entry, ...patch });
  const change = await save({ domains: ['meity.example', 'evil.example'] });
  expect(change.statusCode).toBe(202);
  expect((await api.post(`/v1/changes/${change.json().change}/confirm`, 'admin', {})).statusCode).toBe(403);
  expect((await save({ signers: [{ name: 'A. Person', rank: 'Director' }] })).statusCode).toBe(202);
  expect((await save({ domains: [] })).statusCode).toBe(200);
  expect((await api.agreed('/v1/authorities', { ...entry, domains: ['meity.example'] })).statusCode).toBe(200);
});

test('mail attached to a notice is erased with the notice’s documents', async () => {
  await keepFor(api.db, A_DAY);
  const notice = await api.receive();
  const { id } = await mail.receive(aMail({ headers: { Subject: 'Marmoset' }, body: 'Marmoset again.\r\n' }));
  await api.post(`/v1/inbound/${id}/attach`, 'reviewer', { notice: notice.id });
  await makeCheckpoint(api.context);
  await closeBy(api.db, { id: notice.id, days: 2 });
  expect(await tablesWith(api.db, 'Marmoset')).toEqual(['audit_entry', 'document', 'inbound_mail']);
  await api.context.db.transaction().execute((trx) => eraseNotice(trx, notice.id));
  expect(await tablesWith(api.db, 'Marmoset')).toEqual([]);
  expect((await api.get(`/v1/inbound/${id}/raw`, 'reviewer')).statusCode).toBe(404);
});

test('delivery report attached to a notice is erased with the notice’s documents', async () => {
  await keepFor(api.db, A_DAY);
  const notice = await api.receive();
  const report = aBounce({ messageId: '<gone@desk.example>', to: 'tamarin@y.example' });
  const { id } = await mail.receive(report, { from: '' });
  await api.post(`/v1/inbound/${id}/attach`, 'reviewer', { notice: notice.id });
  await makeCheckpoint(api.context);
  await closeBy(api.db, { id: notice.id, days: 2 });
  expect(await tablesWith(api.db, 'tamarin')).toEqual(['inbound_document', 'inbound_mail']);
  await api.context.db.transaction().execute((trx) => eraseNotice(trx, notice.id));
  expect(await tablesWith(api.db, 'tamarin')).toEqual([]);
});

test('alert for held mail is raised while mail waits for a person, and resolved afterwards', async () => {
  const kinds = async () =>
    (await api.get('/v1/ops/alerts?kind=mail_held', 'ops'))
      .json()
      .items.map(({ notice }: { notice: string | null }) => notice);
  const { id } = await mail.receive(aMail());
  await raiseHeldMail(api.context.db);
  expect(await kinds()).toContain(null);
  await sql`update inbound_mail set state = 'rejected' where state = 'held' and id <> ${id}::uuid`.execute(api.db);
  await api.post(`/v1/inbound/${id}/reject`, 'reviewer', { reason: 'Spam' });
  await raiseHeldMail(api.context.db);
  expect(await kinds()).not.toContain(null);
});
