import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { drainOutbox } from '../../../../application/letters/outbox/drain-outbox.js';
import { createDomainEngine } from '../../../support/domain-engine.js';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';
import {
  aBounce,
  aMail,
  attachment,
  multipart,
  signed,
  text,
  type SigningDomain,
} from '../../../support/mail/a-mail.js';
import { readFencedMail } from '../../../../inbound/read-fenced.js';
import { readNextPlain } from '../../../../inbound/read-stored.js';
import type { WarmReader } from '../../../../inbound/warm-reader.js';
import { openAs } from '../../../support/postgres/registry-logins.js';
import { addMeity, startInbound, type InboundFixture } from '../../../support/mail/inbound-fixture.js';

const engine = createDomainEngine();
let api: ApiHarness;
let mail: InboundFixture;
let meity: SigningDomain;

beforeAll(async () => {
  api = await startApi({ engine });
  engine.attach(api.worker);
  mail = await startInbound(api);
  meity = await addMeity(mail, api);
});
afterAll(async () => {
  await mail?.close();
  await api?.close();
});

const fetchNotice = async (id: string) => (await api.get(`/v1/notices/${id}`, 'reviewer')).json();

async function aLetter(
  noticeId: string,
  { n = 1, to = 'letters@meity.example', kind = 'acknowledgement', key = `${noticeId}:acknowledgement` } = {},
): Promise<string> {
  const messageId = `<letter-${n}-${noticeId}@desk.example>`;
  await sql`
    insert into letter (notice_id, n, key, kind, language, to_address, subject, text, state, message_id, sent_at)
    values (${noticeId}, ${n}, ${key}, ${kind}, 'en', ${to}, 's', 't', 'sent', ${messageId}, now())`.execute(api.db);
  return messageId;
}

describe('mail signed by an authority of the directory', () => {
  test('becomes a channel-verified notice immediately, with message and attachments as documents', async () => {
    const list = attachment('list.csv', 'text/csv', 'type,locator,note\naccount,@one,\naccount,@two,\n');
    const parts = multipart([text('Block these.'), list, attachment('order.pdf', 'application/pdf', '%PDF-1.4')]);
    const order = aMail({ ...parts, headers: { Subject: 'Blocking order 7', ...parts.headers } });
    const item = await mail.receive(await signed(order, meity));
    expect(item).toMatchObject({
      from: 'officer@meity.example',
      state: 'accepted',
      authentication: { spf: 'pass', dkim: 'pass', dmarc: 'pass', aligned: true },
      proposal: { kind: 'new_notice', authority: 'in-meity' },
      decidedBy: null,
    });
    const notice = await fetchNotice(item.notice);
    expect(notice).toMatchObject({
      authenticity: 'channel_verified',
      kind: 'blocking_order',
      subject: 'Blocking order 7',
      counts: { targets: 2 },
    });
    const documents = (await api.get(`/v1/notices/${item.notice}/documents`, 'reviewer')).json().items;
    expect(documents.map((document: { mediaType: string }) => document.mediaType).sort()).toEqual([
      'application/pdf',
      'message/rfc822',
      'text/csv',
    ]);
    const [first] = (await api.get(`/v1/notices/${item.notice}/timeline`, 'reviewer')).json().items;
    expect(first).toMatchObject({ action: 'notice_received', actor: { kind: 'system' } });
  });

  test('is held if nothing proves its domain', async () => {
    expect(await mail.receive(aMail())).toMatchObject({
      state: 'held',
      authentication: { aligned: false, spf: 'pass' },
      proposal: { kind: 'other' },
    });
  });

  test('received twice is kept once', async () => {
    const message = await signed(aMail(), meity);
    await mail.receive(message);
    const before = (await api.get('/v1/inbound?count=true', 'reviewer')).json().total;
    await mail.send(`Received: from elsewhere by another way; today\r\n${message}`);
    await mail.work();
    expect((await api.get('/v1/inbound?count=true', 'reviewer')).json().total).toBe(before);
  });

  test('with the same Message-ID but another text counts as a second mail', async () => {
    const headers = { 'Message-ID': '<same@meity.example>', Subject: 'Direction' };
    const one = await mail.receive(await signed(aMail({ headers, body: 'One.\r\n' }), meity));
    const other = await mail.receive(await signed(aMail({ headers, body: 'Other.\r\n' }), meity));
    expect(other.id).not.toBe(one.id);
    expect(other.messageId).toBe(one.messageId);
  });
});

describe('warm mail reader', () => {
  const task = () => ({ dnsFile: mail.dns.path, trustFile: null, mta: 'desk.example' });

  test('reads many mails of unproven senders in one process', async () => {
    const before = mail.warm.started;
    for (let count = 0; count < 25; count += 1) await mail.send(aMail());
    await mail.work();
    const { items } = (await api.get('/v1/inbound?limit=25', 'reviewer')).json();
    expect(items.map(({ state }: { state: string }) => state)).toEqual(Array.from({ length: 25 }, () => 'held'));
    expect(mail.warm.started - before).toBeLessThanOrEqual(1);
  });

  test('proves no sender: a mail that it calls aligned is read again by a separate process', async () => {
    const forged: Pick<WarmReader, 'read'> = {
      async read(raw, given) {
        const read = await readFencedMail(raw, given);
        return read === null
          ? null
          : { ...read, authentication: { ...read.authentication, aligned: true }, proof: 'forged' };
      },
    };
    await mail.send(aMail());
    const db = openAs(api.url, 'mail');
    expect(await readNextPlain(db, task(), forged)).toBe(true);
    expect(await readNextPlain(db, task(), forged)).toBe(false);
    await db.destroy();
    expect((await api.get('/v1/inbound?limit=1', 'reviewer')).json().items[0]).toMatchObject({
      state: 'unread',
      isRead: false,
    });
    await mail.work();
    expect((await api.get('/v1/inbound?limit=1', 'reviewer')).json().items[0]).toMatchObject({
      state: 'held',
      authentication: { aligned: false },
    });
  });

  test('leaves a mail it failed to read to a separate process', async () => {
    await mail.send(aMail());
    const db = openAs(api.url, 'mail');
    await readNextPlain(db, task(), { read: () => Promise.resolve(null) });
    await db.destroy();
    await mail.work();
    expect((await api.get('/v1/inbound?limit=1', 'reviewer')).json().items[0]).toMatchObject({
      state: 'held',
      from: 'officer@meity.example',
      problems: [],
    });
  });
});

describe('mail that answers a letter', () => {
  let notice: { id: string; number: string };
  let letter: string;
  beforeEach(async () => {
    notice = await api.receive();
    letter = await aLetter(notice.id);
  });

  test('is logged on the timeline, meets its reply clock, and alerts until somebody has read it', async () => {
    await api.post(`/v1/notices/${notice.id}/request-dialogue`, 'approver', {
      with: 'the ministry',
      subject: 'A meeting',
      proposal: 'Next week.',
    });
    const headers = { 'In-Reply-To': letter, Subject: 'Re: ours' };
    const item = await mail.receive(await signed(aMail({ headers, body: 'We agree.\r\n' }), meity));
    expect(item).toMatchObject({ state: 'attached', notice: notice.id, reply: 1, proposal: { kind: 'reply' } });
    const timeline = (await api.get(`/v1/notices/${notice.id}/timeline`, 'reviewer')).json().items;
    expect(timeline.at(-1)).toMatchObject({
      action: 'authority_replied',
      actor: { kind: 'authority', id: 'in-meity', name: expect.stringContaining('Ministry') },
      detail: { reply: 1, from: 'officer@meity.example', text: 'We agree.', aligned: true },
    });
    await drainOutbox(api.context, { limit: 50, noticeId: notice.id });
    const clocks = (await api.get(`/v1/notices/${notice.id}/clocks`, 'reviewer')).json().items;
    const reply = clocks.find(
      (clock: { kind: string; owner: string }) => clock.kind === 'reply' && clock.owner === 'authority',
    );
    expect(reply).toMatchObject({ state: 'met', metAt: expect.any(String) });
    const unread = async () => (await fetchNotice(notice.id)).alert.map(({ kind }: { kind: string }) => kind);
    expect(await unread()).toContain('reply_unread');
    expect((await api.post(`/v1/notices/${notice.id}/replies/1/read`, 'reviewer', {})).statusCode).toBe(200);
    expect(await unread()).not.toContain('reply_unread');
  });

  test('appears in the correspondence between its letter and the meeting’s outcome, and answers what was due', async () => {
    const dialogue = { with: 'the ministry', subject: 'A meeting', proposal: 'Next week.' };
    await api.post(`/v1/notices/${notice.id}/request-dialogue`, 'approver', dialogue);
    const question = await aLetter(notice.id, { n: 2, kind: 'dialogue_request', key: `${notice.id}:dialogue:1` });
    const said = async (query = '') => api.get(`/v1/notices/${notice.id}/correspondence${query}`, 'reviewer');
    const waiting = (await said()).json().items;
    expect(waiting).toMatchObject([
      { kind: 'letter', letter: 'acknowledgement', n: 1, waits: null },
      {
        kind: 'letter',
        letter: 'dialogue_request',
        messageId: question,
        waits: { state: 'running', answeredAt: null },
      },
    ]);
    expect(Date.parse(waiting[1].waits.dueAt)).toBeGreaterThan(Date.now());
    await mail.receive(await signed(aMail({ headers: { 'In-Reply-To': question }, body: 'Monday.\r\n' }), meity));
    await drainOutbox(api.context, { limit: 50, noticeId: notice.id });
    await api.post(`/v1/notices/${notice.id}/record-dialogue`, 'reviewer', { outcome: 'Narrower', minutes: 'Eight.' });
    const { items } = (await said('?limit=2')).json();
    expect(items[1].waits).toMatchObject({ state: 'met', answeredAt: expect.any(String) });
    const { nextCursor } = (await said('?limit=2')).json();
    expect((await said(`?limit=2&cursor=${nextCursor}`)).json().items).toMatchObject([
      {
        kind: 'reply',
        n: 1,
        with: 'officer@meity.example',
        text: 'Monday.',
        isProven: true,
        isRead: true,
        waits: null,
      },
      { kind: 'dialogue', subject: 'Narrower', text: 'Eight.', isRead: null },
    ]);
    expect((await api.get(`/v1/notices/${notice.id}/correspondence`, 'ops')).statusCode).toBe(403);
  });

  test('is attached by our number in its subject too', async () => {
    const headers = { Subject: `AW: your letter [${notice.number}]` };
    expect(await mail.receive(await signed(aMail({ headers }), meity))).toMatchObject({
      state: 'attached',
      notice: notice.id,
    });
  });

  test('is held if it is unsigned, with the reply it seems to be as proposal', async () => {
    expect(await mail.receive(aMail({ headers: { References: letter } }))).toMatchObject({
      state: 'held',
      proposal: { kind: 'reply', notice: notice.id },
    });
  });

  test('is held if another authority signed it', async () => {
    const other = mail.dns.add('bka.example');
    await sql`update authority set domains = '{bka.example}' where id = 'de-bka'`.execute(api.db);
    const headers = { From: 'k@bka.example', 'In-Reply-To': letter };
    expect(await mail.receive(await signed(aMail({ headers }), other))).toMatchObject({
      state: 'held',
      proposal: { kind: 'reply', authority: 'de-bka' },
    });
  });

  test('is held if it was sent automatically, and answers nothing', async () => {
    const headers = { 'In-Reply-To': letter, 'Auto-Submitted': 'auto-replied' };
    expect(await mail.receive(await signed(aMail({ headers }), meity))).toMatchObject({
      state: 'held',
      proposal: { kind: 'automatic', notice: notice.id },
    });
  });

  test('has its unread alert resolved by a note on the notice', async () => {
    await mail.receive(await signed(aMail({ headers: { 'In-Reply-To': letter } }), meity));
    await api.post(`/v1/notices/${notice.id}/annotate`, 'reviewer', { text: 'Read.', audience: 'internal' });
    const { alert } = await fetchNotice(notice.id);
    expect(alert.map(({ kind }: { kind: string }) => kind)).not.toContain('reply_unread');
  });
});

describe('bounce of a letter', () => {
  test('marks the letter as bounced, and raises an alert', async () => {
    const { id } = await api.receive();
    const letter = await aLetter(id);
    const item = await mail.receive(aBounce({ messageId: letter, to: 'letters@meity.example' }), { from: '' });
    expect(item).toMatchObject({ state: 'attached', notice: id, proposal: { kind: 'bounce' } });
    const [sent] = (await api.get(`/v1/notices/${id}/letters`, 'reviewer')).json().items;
    expect(sent).toMatchObject({ n: 1, state: 'bounced' });
    const { alert } = await fetchNotice(id);
    expect(alert.map(({ kind }: { kind: string }) => kind)).toContain('letter_bounced');
  });

  test('adds no doubt about the notice’s sender, and no documents', async () => {
    const { id } = await api.receive();
    const letter = await aLetter(id);
    const about = async () => {
      const { senderDoubts } = await fetchNotice(id);
      const documents = (await api.get(`/v1/notices/${id}/documents`, 'reviewer')).json().items;
      return { senderDoubts, documents };
    };
    const before = await about();
    const raw = aBounce({ messageId: letter, to: 'letters@meity.example' });
    const item = await mail.receive(raw, { from: '' });
    expect(item).toMatchObject({ state: 'attached', notice: id });
    expect(await about()).toEqual(before);
    expect((await api.get(`/v1/inbound/${item.id}/raw`, 'reviewer')).rawPayload.toString()).toBe(`${raw}\r\n`);
    expect(item.documents.length).toBeGreaterThan(0);
  });

  test.each([
    ['for an address that is not the recipient of the letter', { to: 'other@meity.example' }],
    ['that is only late', { to: 'letters@meity.example', action: 'delayed' }],
  ])('a bounce %s changes nothing', async (_name, bounce) => {
    const { id } = await api.receive();
    const letter = await aLetter(id);
    expect(await mail.receive(aBounce({ messageId: letter, ...bounce }), { from: '' })).toMatchObject({
      state: 'held',
      proposal: { kind: 'bounce' },
    });
    const [sent] = (await api.get(`/v1/notices/${id}/letters`, 'reviewer')).json().items;
    expect(sent.state).toBe('sent');
  });
});
