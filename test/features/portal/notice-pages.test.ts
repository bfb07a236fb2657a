import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { appendAudit } from '../../../registry/notices/audit.js';
import { openDuties } from '../../../application/enforcement/restore/open-duties.js';
import type { ApiAnswer, ApiHarness } from '../../support/api-harness.js';
import type { PortalFixture, Visitor } from './support/portal.js';
import { filed, ORDER, PDF, withSigners } from './support/signers.js';
import { sealLetters } from '../../support/seal-letters.js';

let api: ApiHarness;
let portal: PortalFixture;
let signer: Visitor;
let other: Visitor;
const { fileOne, findNotice, listActions } = withSigners((...given) => ([api, portal, signer, other] = given));

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
