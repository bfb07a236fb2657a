import { describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { verifyReceipt } from '../../../verifier/verify-receipt.js';
import type { ApiHarness } from '../../support/api-harness.js';
import type { PortalFixture, Visitor } from './support/portal.js';
import { filed, ORDER, PDF, readReceipt, withSigners } from './support/signers.js';

let api: ApiHarness;
let portal: PortalFixture;
let signer: Visitor;
let other: Visitor;
const { fileOne, findNotice, listActions, started } = withSigners((...given) => ([api, portal, signer, other] = given));

describe('filing a notice through the portal', () => {
  test('creates a channel-verified notice with the signer and the documents, and starts its workflow', async () => {
    const receipt = await fileOne(signer, { hours: '36' });
    expect(receipt).toMatchObject({
      filing: 'notice',
      about: null,
      kind: 'blocking_order',
      reference: 'A-7',
      authority: { id: 'in-meity' },
      signer: { name: 'A. Officer', rank: 'Joint Secretary' },
      targets: 2,
      unread: 0,
      documents: [{ name: 'order.pdf', sha256: createHash('sha256').update(PDF.text).digest('hex'), size: 15 }],
    });
    const notice = await findNotice(receipt.notice);
    expect(notice).toMatchObject({
      authority_id: 'in-meity',
      channel: 'portal',
      authenticity: 'channel_verified',
      created_by: null,
      ordered_deadline: { within: 'PT36H', confirmed: true, enteredBy: null },
    });
    expect(started).toContain(notice.id);
    expect(await listActions(notice.id)).toEqual([
      expect.objectContaining({
        action: 'notice_received',
        actor_kind: 'authority',
        actor_id: 'in-meity',
        actor_name: 'A. Officer',
      }),
    ]);
    const shown = (await api.get(`/v1/notices/${notice.id}`, 'reviewer')).json();
    expect(shown).toMatchObject({ channel: 'portal', authenticity: 'channel_verified' });
    const entries = (await api.get(`/v1/notices/${notice.id}/timeline`, 'reviewer')).json().items;
    expect(entries[0].actor).toEqual({ kind: 'authority', id: 'in-meity', name: 'A. Officer' });
    const { items } = (await api.get(`/v1/notices/${notice.id}/documents`, 'reviewer')).json();
    expect(items).toEqual([expect.objectContaining({ name: 'order.pdf', mediaType: 'application/pdf' })]);
  });

  test('gives a receipt that verifies offline and fails once anything in it is changed', async () => {
    const { notice } = await fileOne();
    const { rows } = await sql<{ number: string }>`
      select number from portal_filing where notice_id = (select id from notice where number = ${notice})`.execute(
      api.db,
    );
    const text = (await signer.get(`/portal/receipts/${rows[0]?.number}/json`)).body;
    expect(verifyReceipt(text)).toMatchObject({ problem: null, notice, documents: [{ name: 'order.pdf' }] });
    const { items } = (await api.get('/v1/receipt-keys', null)).json();
    const [key] = items.filter(({ use }: { use: string }) => use === 'receipt');
    expect(key).toMatchObject({ algorithm: 'ed25519', until: null });
    expect(verifyReceipt(text, [key.publicKey])).toMatchObject({ problem: null, keyId: key.id });
    for (const [was, is] of [
      [notice, 'N-2020-000001'],
      ['order.pdf', 'other.pdf'],
      ['A. Officer', 'B. Officer'],
      ['"targets": 2', '"targets": 3'],
    ] as const)
      expect(verifyReceipt(text.replace(was, is)).problem).toContain('the receipt was changed');
    const others = items
      .filter(({ use }: { use: string }) => use !== 'receipt')
      .map(({ publicKey }: { publicKey: string }) => publicKey);
    expect(verifyReceipt(text, others).problem).toContain('not one of these');
    const pdf = await signer.get(`/portal/receipts/${rows[0]?.number}/pdf`);
    expect(pdf.rawPayload.subarray(0, 5).toString()).toBe('%PDF-');
  });

  test('returns the receipt itself to a client that accepts JSON', async () => {
    const fields = {
      ...(await signer.hidden('/portal/new')),
      kind: 'request',
      subject: 'By a program',
      targets: '@one',
    };
    const answer = await signer.post('/portal/new', fields, { accept: 'application/json' });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([
      201,
      expect.stringContaining('application/json'),
    ]);
    expect(verifyReceipt(answer.body)).toMatchObject({ problem: null });
    expect(answer.headers['location']).toBe(`/portal/receipts/${answer.json().receipt.number}`);
  });

  test('reads an uploaded list, stores it as a document, and counts lines that name no target', async () => {
    const list = {
      field: 'list',
      name: 'list.csv',
      type: 'text/csv',
      text: 'type,locator\naccount,@three\nnonsense,@x\naccount,@four\n',
    };
    const { receipt } = await filed(
      signer,
      await signer.file('/portal/new', '/portal/new', { ...ORDER, targets: '' }, [list]),
    );
    expect(receipt).toMatchObject({ targets: 2, unread: 1, documents: [{ name: 'list.csv' }] });
  });

  test('files a form once, however often it is sent, concurrently or later', async () => {
    const fields = { ...(await signer.hidden('/portal/new')), ...ORDER, subject: 'Once' };
    const answers = await Promise.all([1, 2, 3].map(async () => signer.send('/portal/new', fields)));
    answers.push(await signer.send('/portal/new', fields));
    expect(new Set(answers.map(readReceipt)).size).toBe(1);
    const { rows } = await sql<{ count: number }>`select count(*) as count from notice where subject = 'Once'`.execute(
      api.db,
    );
    expect(rows[0]?.count).toBe(1);
  });

  test('shows each error beside its field and keeps the values that were entered', async () => {
    const wrong: [Record<string, string>, string][] = [
      [{ kind: 'revocation' }, 'Choose the kind of notice.'],
      [{ kind: 'reminder' }, 'Give the number of the notice it relates to.'],
      [{ hours: '0' }, 'Give whole hours'],
      [{ targets: '' }, 'must name its targets'],
      [{ about: 'N-2026-999999' }, 'You have no notice with this number.'],
      [{ reference: 'x'.repeat(501) }, '500'],
    ];
    for (const [fields, says] of wrong) {
      const answer = await signer.file('/portal/new', '/portal/new', { ...ORDER, subject: '"><b>Bold', ...fields });
      expect([answer.statusCode, answer.body]).toEqual([422, expect.stringContaining(says)]);
      expect(answer.body).toContain('value="&quot;&gt;&lt;b&gt;Bold"');
    }
    const zip = { field: 'list', name: 'list.csv', type: 'text/csv', text: 'PK\u0003\u0004 no text' };
    const answer = await signer.file('/portal/new', '/portal/new', ORDER, [zip]);
    expect([answer.statusCode, answer.body]).toEqual([422, expect.stringContaining('This was sent as text')]);
  });

  test('rejects a form that does not belong to the session', async () => {
    const { csrf, form } = await signer.hidden('/portal/new');
    const foreign = await other.hidden('/portal/new');
    for (const fields of [{ form, csrf: '' }, { form, csrf: foreign.csrf }, { form }])
      expect((await signer.send('/portal/new', { ...ORDER, ...fields })).statusCode).toBe(403);
    const elsewhere = await api.app.inject({
      method: 'POST',
      url: '/portal/links',
      headers: { origin: 'https://evil.example', 'content-type': 'application/x-www-form-urlencoded' },
      payload: 'email=in-meity@authority.example',
    });
    expect(elsewhere.statusCode).toBe(403);
    expect((await portal.visitor().send('/portal/new', { ...ORDER, csrf, form })).statusCode).toBe(401);
  });

  test('rejects hostile forms and escapes hostile names', async () => {
    const page = await signer.hidden('/portal/new');
    const raw = async (payload: string, type = 'multipart/form-data; boundary=b') =>
      signer.raw('/portal/new', payload, type);
    expect((await raw('nothing of the kind')).statusCode).toBe(403);
    expect((await raw('--b\r\n'.repeat(5_000))).statusCode).toBe(403);
    expect((await raw('x', 'multipart/form-data')).statusCode).toBe(403);
    expect((await raw('{}', 'application/json')).statusCode).toBe(403);
    expect((await raw('<x/>', 'text/xml')).statusCode).toBe(415);
    const document = { field: 'documents', name: '../../etc/\u202Epasswd', type: 'text/html; x', text: '<script>' };
    const { receipt } = await filed(signer, await signer.send('/portal/new', { ...ORDER, ...page }, [document]));
    expect(receipt.documents).toEqual([expect.objectContaining({ name: 'passwd' })]);
  });

  test('answers odd numbers, ids and form values without a server error', async () => {
    const second = await portal.signIn('in-meity', 'B. Officer');
    const odd = [
      '%00',
      '%FF',
      'a%00b',
      '%F0%9F%98%80',
      "'",
      '..%2f..',
      'N-2026-%00',
      'x'.repeat(250),
      '-1',
      '9'.repeat(30),
    ];
    const { csrf } = await second.hidden('/portal/new');
    for (const one of odd) {
      const paths = ['notices/', 'receipts/'].map((part) => `/portal/${part}${one}`);
      const all = [
        ...paths,
        `${paths[0]}/withdraw`,
        `${paths[0]}/letters/1`,
        `${paths[1]}/json`,
        `/portal?before=${one}`,
        `/portal/new?about=${one}`,
        `/portal/open?token=${one}`,
      ];
      for (const path of all) expect([path, (await second.get(path)).statusCode < 500]).toEqual([path, true]);
      const value = decodeURIComponent(one.replaceAll('%FF', '%EF%BF%BD'));
      const fields = {
        csrf,
        form: value,
        kind: value,
        about: value,
        reference: value,
        subject: value,
        text: value,
        targets: value,
        hours: value,
      };
      expect((await second.send('/portal/new', fields)).statusCode).toBeLessThan(500);
      const hidden = { csrf, kind: 'request', subject: value, reference: value, text: value, targets: value };
      expect((await second.send('/portal/new', hidden)).statusCode).toBeLessThan(500);
      expect((await second.post('/portal/new', hidden)).statusCode).toBeLessThan(500);
      expect((await portal.visitor(`nd_portal=${one}`).get('/portal/new')).statusCode).toBe(401);
    }
  });

  test('files a confidential notice as restricted, and records that its authority read it', async () => {
    const { notice } = await fileOne(signer, { confidential: 'yes' });
    const { id, secrecy_level: level } = await findNotice(notice);
    expect(level).toBe('restricted');
    await signer.get(`/portal/notices/${notice}`);
    expect(await listActions(id)).toContainEqual(
      expect.objectContaining({ action: 'secret_read', actor_kind: 'authority', actor_name: 'A. Officer' }),
    );
  });

  test('links a reminder to the notice that it is about', async () => {
    const first = await fileOne();
    const reminder = await fileOne(signer, { kind: 'reminder', about: first.notice, targets: '' });
    expect(reminder.about).toBe(first.notice);
    const { rows } = await sql<{ link_as: string }>`
      select link_as from notice_link where from_notice = ${(await findNotice(reminder.notice)).id}::uuid
        and to_notice = ${(await findNotice(first.notice)).id}::uuid`.execute(api.db);
    expect(rows).toEqual([{ link_as: 'reminds' }]);
  });
});
