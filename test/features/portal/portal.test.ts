import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { appendAudit } from '../../../registry/notices/audit.js';
import { openDuties } from '../../../application/enforcement/restore/open-duties.js';
import { verifyReceipt } from '../../../verifier/verify-receipt.js';
import { idleEngine, startApi, type ApiAnswer, type ApiHarness } from '../../support/api-harness.js';
import { nameSigners, startPortal, type PortalFixture, type Visitor } from './support/portal.js';
import { sealLetters } from '../../support/seal-letters.js';

let api: ApiHarness;
let portal: PortalFixture;
let signer: Visitor;
let other: Visitor;
const started: string[] = [];

/** One address per test, so that tests do not use up each other's rate limits. */
let address = 0;

beforeAll(async () => {
  const start = async ({ noticeId }: { noticeId: string }) => {
    started.push(noticeId);
    return 'started' as const;
  };
  api = await startApi({ engine: { ...idleEngine, start } });
  portal = await startPortal(api);
  await nameSigners(api, 'in-meity', [
    { name: 'A. Officer', rank: 'Joint Secretary' },
    { name: 'B. Officer', rank: 'Director' },
    { name: 'Gone', rank: 'Director', validTo: '2020-01-01T00:00:00Z' },
  ]);
  await nameSigners(api, 'in-mha', [{ name: 'C. Officer', rank: 'Secretary' }]);
  signer = await portal.signIn('in-meity', 'A. Officer');
  other = await portal.signIn('in-mha', 'C. Officer');
});
beforeEach(() => {
  address += 1;
});

afterAll(async () => {
  await portal.close();
  await api.close();
});

const from = () => ({ 'x-forwarded-for': `10.9.8.${address}` });

const readReceipt = (answer: ApiAnswer) => String(answer.headers['location']).split('/').at(-1) ?? '';

async function filed(who: Visitor, answer: ApiAnswer) {
  expect([answer.statusCode, answer.body.slice(0, 2_000)]).toEqual([303, '']);
  const number = readReceipt(answer);
  const json = await who.get(`/portal/receipts/${number}/json`);
  expect(json.statusCode).toBe(200);
  return json.json();
}

const ORDER = {
  kind: 'blocking_order',
  subject: 'Two accounts',
  reference: 'A-7',
  text: 'Block them.',
  targets: '@one\n@two\n@one',
};
const PDF = { field: 'documents', name: 'order.pdf', type: 'application/pdf', text: '%PDF-1.4 signed' };

const fileOne = async (who: Visitor = signer, fields: Record<string, string> = {}) =>
  (await filed(who, await who.file('/portal/new', '/portal/new', { ...ORDER, ...fields }, [PDF]))).receipt;

const findNotice = async (number: string) =>
  api.db.selectFrom('notice').selectAll().where('number', '=', number).executeTakeFirstOrThrow();
const listActions = async (id: string) =>
  api.db
    .selectFrom('audit_entry')
    .select(['action', 'actor_kind', 'actor_id', 'actor_name', 'detail'])
    .where('notice_id', '=', id)
    .orderBy('seq')
    .execute();

describe('annotation on the portal', () => {
  const annotate = (noticeId: string, text: string, audience: 'outward' | 'internal') =>
    appendAudit(api.worker, [
      {
        at: new Date(),
        noticeId,
        actor: { kind: 'person', id: api.people.reviewer.id, name: 'Rita', roles: [] },
        action: 'annotate',
        detail: { text, audience },
      },
    ]);

  test('shows an outward annotation to the notice’s authority only, without its author’s name', async () => {
    const { notice: number } = await fileOne();
    const { id } = await findNotice(number);
    await annotate(id, 'We wait for <your> annex.', 'outward');
    await annotate(id, 'They are slow.', 'internal');
    await annotate(id, 'Ask reviewer@desk.example.', 'outward');
    const page = (await signer.get(`/portal/notices/${number}`)).body;
    expect(page).toContain('We wait for &lt;your&gt; annex.');
    expect(page).not.toMatch(/They are slow|Rita|reviewer@/);
    expect((await other.get(`/portal/notices/${number}`)).body).not.toContain('annex');
  });

  test('rejects an outward annotation that names a person of the desk', async () => {
    const { notice: number } = await fileOne();
    const { id } = await findNotice(number);
    const send = (audience: string) =>
      api.post(`/v1/notices/${id}/annotate`, 'reviewer', { text: 'Write to reviewer@desk.example.', audience });
    expect((await send('outward')).statusCode).toBe(422);
    expect((await send('internal')).statusCode).not.toBe(422);
  });
});

describe('portal sign-in', () => {
  const ask = (email: string) => portal.visitor().post('/portal/links', { email }, from());

  test('answers every link request alike, and mails only directory addresses that have a signer', async () => {
    portal.smtp.received.length = 0;
    const addresses = [
      'in-meity@authority.example',
      'nobody@elsewhere.example',
      'in-mib@authority.example',
      'no address',
    ];
    const answers = [];
    for (const email of addresses) answers.push(await ask(email));
    expect(new Set(answers.map(({ body, statusCode }) => `${statusCode} ${body}`)).size).toBe(1);
    await portal.mail();
    expect(portal.smtp.received.map(({ to }) => to)).toEqual([['in-meity@authority.example']]);
    expect(portal.smtp.received[0]?.text).toContain('http://desk.test/portal/open?token=');
    const { rows } = await sql<{ count: number }>`select count(*) as count from portal_request`.execute(api.db);
    expect(rows[0]?.count).toBe(0);
  });

  test('returns 429 after 20 link requests for one mailbox within an hour', async () => {
    portal.smtp.received.length = 0;
    for (let n = 0; n < 20; n += 1) await ask('IN-MHA@authority.example');
    expect((await ask('IN-MHA@authority.example')).statusCode).toBe(429);
    await portal.mail();
    // One of the twenty within the hour was used to sign in before.
    expect(portal.smtp.received).toHaveLength(19);
    await sql`delete from portal_link`.execute(api.db);
  });

  test('retries a link mail that the mail server deferred, and drops a request older than 30 minutes', async () => {
    portal.smtp.received.length = 0;
    portal.smtp.refuse(451);
    await ask('in-meity@authority.example');
    await portal.mail();
    const dueNow = () => sql`update portal_request set next_at = now()`.execute(api.db);
    const links = async () =>
      (
        await sql`select from portal_link where used_at is null and made_at > now() - interval '1 minute'`.execute(
          api.db,
        )
      ).rows.length;
    const before = await links();
    portal.smtp.refuse(null);
    await dueNow();
    await portal.mail();
    expect([portal.smtp.received.length, (await links()) - before]).toEqual([1, 1]);
    await ask('in-meity@authority.example');
    await sql`update portal_request set requested_at = now() - interval '31 minutes'`.execute(api.db);
    await portal.mail();
    expect(portal.smtp.received).toHaveLength(1);
  });

  test('uses up a sign-in link by its button only, once, and not by opening the page', async () => {
    await ask('in-meity@authority.example');
    await portal.mail();
    const token = portal.lastToken();
    for (let visit = 0; visit < 2; visit += 1) {
      const page = await portal.visitor().get(`/portal/open?token=${token}`);
      expect(page.statusCode).toBe(200);
      expect(page.body).toContain('A. Officer, Joint Secretary');
      expect(page.body).not.toContain('Gone');
    }
    const open = (name: string) => portal.visitor().post('/portal/open', { token, name }, from());
    expect((await open('Gone')).statusCode).toBe(404);
    const [one, two] = await Promise.all([open('B. Officer'), open('B. Officer')]);
    expect(new Set([one.statusCode, two.statusCode])).toEqual(new Set([303, 404]));
    const cookie = String((one.statusCode === 303 ? one : two).headers['set-cookie']);
    expect(cookie).toMatch(/^nd_portal=[\w-]{43}; Path=\/portal; HttpOnly; SameSite=Strict$/);
    expect((await open('B. Officer')).statusCode).toBe(404);
    expect((await portal.visitor().get(`/portal/open?token=${token}`)).statusCode).toBe(404);
  });

  test('gives the same answer to expired, unknown and malformed link tokens', async () => {
    await ask('in-meity@authority.example');
    await portal.mail();
    const over = portal.lastToken();
    await sql`update portal_link set expires_at = now() - interval '1 s' where used_at is null`.execute(api.db);
    const bodies = [];
    for (const token of [over, 'A'.repeat(43), '', '../x']) {
      const visited = await portal.visitor().get(`/portal/open?token=${encodeURIComponent(token)}`);
      const opened = await portal.visitor().post('/portal/open', { token, name: 'A. Officer' }, from());
      bodies.push(`${visited.statusCode} ${visited.body}`, `${opened.statusCode} ${opened.body}`);
    }
    expect(new Set(bodies).size).toBe(1);
  });

  test('stores neither link token nor session cookie in the registry', async () => {
    const { rows } = await sql<{ kept: string }>`
      select to_jsonb(one)::text as kept from portal_link one union all select to_jsonb(two)::text from portal_session two`.execute(
      api.db,
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map(({ kept }) => kept).join()).not.toContain(portal.lastToken());
  });

  test('ends the session of a signer as soon as the directory no longer names them', async () => {
    await nameSigners(api, 'in-mib', [{ name: 'D. Officer', rank: 'Director' }]);
    const fourth = await portal.signIn('in-mib', 'D. Officer');
    expect((await fourth.get('/portal/new')).statusCode).toBe(200);
    await nameSigners(api, 'in-mib', [{ name: 'E. Officer', rank: 'Director' }]);
    expect((await fourth.get('/portal/new')).statusCode).toBe(401);
    await nameSigners(api, 'in-mib', [{ name: 'D. Officer', rank: 'Director' }]);
    expect((await fourth.get('/portal/new')).statusCode).toBe(401);
    const { rows } = await sql<{ detail: object }>`
      select detail from audit_entry where action = 'portal_left' and actor_name = 'D. Officer'`.execute(api.db);
    expect(rows).toEqual([{ detail: expect.objectContaining({ authority: 'in-mib', removed: true }) }]);
  });

  test('ends the session on sign-out, and requires the form’s own CSRF token', async () => {
    const second = await portal.signIn('in-meity', 'B. Officer');
    expect((await second.post('/portal/leave', { csrf: 'wrong' })).statusCode).toBe(403);
    const { csrf } = await second.hidden('/portal');
    expect((await second.post('/portal/leave', { csrf })).statusCode).toBe(303);
    expect((await second.get('/portal/new')).statusCode).toBe(401);
    const { rows } = await sql<{ action: string; actor_kind: string }>`
      select action, actor_kind from audit_entry where actor_name = 'B. Officer' and action in ('portal_signed_in', 'portal_left')
      order by seq`.execute(api.db);
    expect(rows.slice(-2)).toEqual([
      { action: 'portal_signed_in', actor_kind: 'authority' },
      { action: 'portal_left', actor_kind: 'authority' },
    ]);
  });

  test('ends a session that was idle for more than an hour', async () => {
    const second = await portal.signIn('in-meity', 'B. Officer');
    await sql`update portal_session set last_seen_at = now() - interval '61 minutes' where signer_name = 'B. Officer'`.execute(
      api.db,
    );
    expect((await second.get('/portal/new')).statusCode).toBe(401);
  });

  test('serves every page without scripts and forbids caching', async () => {
    for (const page of [
      await portal.visitor().get('/portal'),
      await signer.get('/portal'),
      await signer.get('/portal/new'),
    ]) {
      expect(page.headers['content-security-policy']).toContain("default-src 'none'");
      expect(page.headers['cache-control']).toBe('private, no-store');
      expect(page.body).not.toContain('<script');
    }
  });
});

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

describe('portal page of a filed notice', () => {
  test('shows the stage in words for an authority, and neither assignee nor queue', async () => {
    const { notice } = await fileOne();
    const { id } = await findNotice(notice);
    for (const [stage, says] of [
      ['triage', 'Received.'],
      ['review', 'Under review.'],
      ['approval', 'Under review.'],
      ['enforcement', 'Being enforced.'],
      ['in_force', 'Answered.'],
      ['closed', 'Closed.'],
    ] as const) {
      await sql`update notice set stage = ${stage}, assignee = ${api.people.reviewer.id}::uuid, queue = 'secret-queue' where id = ${id}::uuid`.execute(
        api.db,
      );
      const { body } = await signer.get(`/portal/notices/${notice}`);
      expect(body).toContain(says);
      expect(body).not.toMatch(/secret-queue|reviewer|approval/i);
    }
    expect((await signer.get('/portal')).body).toContain(notice);
  });

  test('serves sent letters as PDF, and no others', async () => {
    const { notice } = await fileOne();
    const { id } = await findNotice(notice);
    await sql`insert into letter (notice_id, n, key, kind, language, to_address, subject, text, state, sent_at)
      values (${id}::uuid, 1, ${`${id}:1`}, 'acknowledgement', 'en', 'a@b.example', 'S', 'We have it.', 'sent', now()),
        (${id}::uuid, 2, ${`${id}:2`}, 'push_back', 'en', null, 'Drafted words', 'Not yet.', 'drafted', null)`.execute(
      api.db,
    );
    await sealLetters({ db: api.db, keyOf: (of) => api.context.keys.keyOf(of) }, id);
    const page = await signer.get(`/portal/notices/${notice}`);
    expect(page.body).toContain('Acknowledgement (PDF)');
    expect(page.body).not.toContain('letters/2');
    for (let reading = 0; reading < 2; reading += 1) {
      const pdf = await signer.get(`/portal/notices/${notice}/letters/1`);
      expect([pdf.statusCode, pdf.headers['content-type']]).toEqual([200, 'application/pdf']);
    }
    expect((await signer.get(`/portal/notices/${notice}/letters/2`)).statusCode).toBe(404);
    const read = (await listActions(id)).filter(({ action }) => action === 'letter_read');
    expect(read).toEqual([expect.objectContaining({ detail: { n: 1 }, actor_name: 'A. Officer' })]);
  });

  test('records an answer as a reply, meets the clock that waits for it, and asks people to read it', async () => {
    const { notice } = await fileOne();
    const { id } = await findNotice(notice);
    await sql`update clock set kind = 'reply', owner = 'authority', state = 'running', met_at = null
      where id = (select id from clock where notice_id = ${id}::uuid order by position limit 1)`.execute(api.db);
    const page = `/portal/notices/${notice}`;
    const receipt = (
      await filed(signer, await signer.file(page, `${page}/answers`, { text: 'We mean @two alone.' }, [PDF]))
    ).receipt;
    expect(receipt).toMatchObject({
      filing: 'answer',
      notice,
      documents: [{ name: 'answer.txt' }, { name: 'order.pdf' }],
    });
    const replied = (await listActions(id)).filter(({ action }) => action === 'authority_replied');
    expect(replied).toEqual([
      expect.objectContaining({
        actor_kind: 'authority',
        actor_name: 'A. Officer',
        detail: expect.objectContaining({ reply: 1, text: 'We mean @two alone.', aligned: true, automatic: false }),
      }),
    ]);
    const { items } = (await api.get('/v1/ops/alerts?kind=reply_unread', 'ops')).json();
    expect(items).toContainEqual(expect.objectContaining({ notice: id }));
    const { rows } = await sql<{ payload: object }>`
      select payload from outbox where notice_id = ${id}::uuid and kind = 'command'`.execute(api.db);
    expect(rows).toEqual([{ payload: { name: 'authority_replied', body: { reply: 1 } } }]);
    const documents = (await api.get(`/v1/notices/${id}/documents`, 'reviewer')).json().items;
    expect(documents.map(({ name }: { name: string }) => name).toSorted()).toEqual(['answer.txt', 'order.pdf']);
    expect((await api.post(`/v1/notices/${id}/replies/1/read`, 'reviewer', {})).statusCode).toBe(200);
    expect((await signer.get(page)).body).toContain(receipt.number);
    const inbound = (await api.get('/v1/inbound?state=attached', 'reviewer')).json().items;
    expect(inbound).toContainEqual(expect.objectContaining({ notice: id, from: 'in-meity@authority.example' }));
  });

  test('serves no receipt after the documents that it names were erased', async () => {
    const { notice, number } = await fileOne();
    const { id } = await findNotice(notice);
    await sql`insert into notice_erasure (notice_id, kind, period, at, counts) values (${id}::uuid, 'documents', 'P1D', now(), '{}')`.execute(
      api.db,
    );
    expect((await signer.get(`/portal/receipts/${number}/json`)).statusCode).toBe(404);
    const page = await signer.get(`/portal/notices/${notice}`);
    expect(page.body).not.toContain('order.pdf');
  });

  test('rejects an answer without text or documents', async () => {
    const { notice } = await fileOne();
    const page = `/portal/notices/${notice}`;
    const answer = await signer.file(page, `${page}/answers`, { text: ' ' });
    expect([answer.statusCode, answer.body]).toEqual([
      422,
      expect.stringContaining('Write something, or add a document.'),
    ]);
  });

  test('files a withdrawal as one revocation, and notifies the workflow of the older notice', async () => {
    const { notice } = await fileOne();
    const { id } = await findNotice(notice);
    // Adds an operation in force under it.
    await sql`update notice set stage = 'in_force' where id = ${id}::uuid`.execute(api.db);
    await sql`insert into operation (key, notice_id, submission, target_no, action, type, platform_id, countries, status, at)
      values (${`${id}:1`}, ${id}::uuid, 1, 1, 'withhold', 'account', 'p:1', '{IN}', 'applied', now())`.execute(api.db);
    await sql`insert into restriction_support (operation_key, notice_id, target_no, type, locator, platform_id, countries, everywhere, since)
      values (${`${id}:1`}, ${id}::uuid, 1, 'account', '@one', 'p:1', '{IN}', false, now())`.execute(api.db);
    const page = `/portal/notices/${notice}/withdraw`;
    expect((await signer.get(page)).body).toContain(`Withdraw ${notice}?`);
    const receipt = (await filed(signer, await signer.file(page, page, { text: 'In error.' }))).receipt;
    expect(receipt).toMatchObject({ filing: 'withdrawal', about: notice, kind: 'revocation' });
    const revocation = await findNotice(receipt.notice);
    expect(revocation).toMatchObject({ kind: 'revocation', authenticity: 'channel_verified', channel: 'portal' });
    const { rows } = await sql<{ payload: { name: string; body: object } }>`
      select payload from outbox where notice_id = ${id}::uuid and kind = 'command'`.execute(api.db);
    expect(rows).toEqual([
      { payload: { name: 'authority_act', body: { notice: revocation.id, number: receipt.notice, as: 'revokes' } } },
    ]);
    expect((await signer.get(`/portal/notices/${notice}`)).body).toContain('Withdrawn.');
    await openDuties(api.context);
    const duties = await api.db.selectFrom('restore_duty').select('cause').where('notice_id', '=', id).execute();
    expect(duties).toEqual([{ cause: 'revoked' }]);
    const again = await signer.file(page, page, { text: 'Again.' });
    expect([again.statusCode, again.body]).toEqual([422, expect.stringContaining('has already been withdrawn')]);
  });
});

describe('portal access to another authority’s notice', () => {
  /** An answer without its date, which differs between any two. */
  const alike = ({ statusCode, body, headers }: ApiAnswer) => {
    return { statusCode, body, headers: { ...headers, date: null } };
  };

  test('answers exactly as for a notice that does not exist', async () => {
    const { notice, number } = await fileOne();
    const { id } = await findNotice(notice);
    await sql`insert into letter (notice_id, n, key, kind, language, to_address, subject, text, state, sent_at)
      values (${id}::uuid, 1, ${`${id}:1`}, 'acknowledgement', 'en', 'a@b.example', 'S', 'We have it.', 'sent', now())`.execute(
      api.db,
    );
    await sealLetters({ db: api.db, keyOf: (of) => api.context.keys.keyOf(of) }, id);
    const never = notice.replace(/\w{3}$/, 'ZZZ');
    const pages = (n: string, r: string) => [
      `/portal/notices/${n}`,
      `/portal/notices/${n}/withdraw`,
      `/portal/notices/${n}/letters/1`,
      `/portal/receipts/${r}`,
      `/portal/receipts/${r}/json`,
      `/portal/receipts/${r}/pdf`,
    ];
    const known = pages(notice, number);
    for (const [place, unknown] of pages(never, number.replace(/\w{3}$/, 'ZZZ')).entries()) {
      const [theirs, ofNoAuthority, odd] = [
        await other.get(known[place] ?? ''),
        await other.get(unknown),
        await other.get('/portal/odd/%00'),
      ];
      expect(alike(theirs)).toEqual(alike(ofNoAuthority));
      expect(theirs.body).toEqual(odd.body);
      expect((await signer.get(known[place] ?? '')).statusCode).toBe(200);
    }
    for (const path of [`/portal/notices/${notice}/answers`, `/portal/notices/${notice}/withdraw`]) {
      const send = async (url: string) => other.file('/portal/new', url, { text: 'x' });
      expect(alike(await send(path))).toEqual(alike(await send(path.replace(notice, never))));
    }
    const about = async (n: string) => {
      const { body } = await other.file('/portal/new', '/portal/new', { ...ORDER, kind: 'reminder', about: n });
      return body.replaceAll(n, 'NUMBER').replaceAll(/name="form" value="[^"]*"/g, '');
    };
    expect(await about(notice)).toBe(await about(never));
    const before = (await other.get(`/portal?before=${notice}`)).body;
    expect(before).toBe((await other.get(`/portal?before=${never}`)).body);
    const stranger = portal.visitor();
    expect(alike(await stranger.get(`/portal/notices/${notice}`))).toEqual(
      alike(await stranger.get(`/portal/notices/${never}`)),
    );
  });

  test('leaves another authority’s pages unchanged, whether the notice is secret or not', async () => {
    const { notice } = await fileOne(other);
    const pages = async () => [
      (await other.get('/portal')).body,
      (await other.get(`/portal/notices/${notice}`)).body.replaceAll(/name="form" value="[^"]*"/g, ''),
    ];
    const before = await pages();
    await fileOne(signer, { confidential: 'yes', targets: '@one' });
    await api.receive({
      authority: 'in-meity',
      secrecy: await api.gagged(),
      targets: [{ type: 'account', locator: '@one' }],
    });
    expect(await pages()).toEqual(before);
  });

  test('hides a notice that was filed in an authority’s name without proof of its sender', async () => {
    const plain = await api.addPerson('Plain', ['intake']);
    const body = { kind: 'request', authority: 'in-meity', jurisdiction: 'IN', subject: 'Spoofed' };
    const { number } = (await api.post('/v1/notices', plain, body, { 'idempotency-key': 'spoofed' })).json();
    expect((await signer.get('/portal')).body).not.toContain(number);
    expect((await signer.get(`/portal/notices/${number}`)).statusCode).toBe(404);
  });
});
