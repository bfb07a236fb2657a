import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Command, CommandOf } from '../../../../domain/commands/command.js';
import { reopenReturnedAppeals, watchAppeals } from '../../../../application/appeals/watch-appeals.js';
import { notifyUsers } from '../../../../application/letters/user-notices/notify-users.js';
import { insertMessageTexts } from '../../../../registry/user-notices/user-messages.js';
import { eventually } from '../../../support/eventually.js';
import { idleEngine, startApi, type ApiHarness, type HarnessPerson } from '../../../support/api-harness.js';

let api: ApiHarness;
let judge: HarnessPerson;
const sent: Command[] = [];

beforeAll(async () => {
  const send = async (_notice: string, command: Command) => {
    sent.push(command);
    return { kind: 'accepted' as const, version: 1 };
  };
  api = await startApi({ engine: { ...idleEngine, send } });
  judge = await api.addPerson('Judge', ['reviewer']);
});
afterAll(() => api.close());

let notices = 0;

async function acted(patch: Record<string, unknown> = {}) {
  notices += 1;
  const locators = [`@appealed${notices}a`, `@appealed${notices}b`];
  const targets = locators.map((locator) => ({ type: 'account', locator }));
  const notice = await api.receive({ targets, ...patch });
  const id = sql`${notice.id}::uuid`;
  const { db, people } = api;
  await sql`update notice set stage = 'in_force', targets_resolved_at = now() where id = ${id}`.execute(db);
  await sql`update target set action = 'withhold', grounds = '{legal_basis_met}', countries = '{IN}', submission = 1,
    platform_id = ${`p:${notice.id}:`} || no, status = 'applied', decided_by = ${people.reviewer.id}::uuid, decided_at = now()
    where notice_id = ${id}`.execute(db);
  await sql`insert into submission (notice_id, number, purpose, state, digest, author, drafters, approver_slots, by_action, targets, enforced, command_id, started_at, finished_at)
    values (${id}, 1, 'decision', 'approved', 'sha256:x', ${people.reviewer.id}::uuid, array[${people.reviewer.id}::uuid], '{approver}', '{"withhold": 2}',
      2, 2, ${uuidv7()}::uuid, now() - interval '10 s', now())`.execute(db);
  await sql`insert into approval (notice_id, submission, person_id, name, roles, digest, command_id, at)
    values (${id}, 1, ${people.approver.id}::uuid, 'approver', '{approver}', 'sha256:x', ${uuidv7()}::uuid, now())`.execute(
    db,
  );
  await sql`insert into operation (key, notice_id, submission, target_no, action, type, platform_id, countries, status, receipt, at)
    select notice_id || ':1:' || no || ':withhold', notice_id, 1, no, 'withhold', type, platform_id, '{IN}', 'applied',
      'receipt-' || notice_id || '-' || no, now() from target where notice_id = ${id}`.execute(db);
  await sql`insert into restriction_support (operation_key, notice_id, target_no, type, locator, platform_id, countries, everywhere, since)
    select notice_id || ':1:' || no || ':withhold', notice_id, no, type, locator, platform_id, '{IN}', false, now()
    from target where notice_id = ${id}`.execute(db);
  await sql`insert into user_message_text (notice_id, n, language, subject, text) values (${id}, 1, 'en', 's', 't')`.execute(
    db,
  );
  await sql`insert into user_message (key, notice_id, target_no, type, platform_id, text_n, required, state, appeal_token, notified_at)
    select notice_id || ':1:' || no || ':notify', notice_id, no, type, platform_id, 1, true, 'notified', md5(notice_id || no::text), now()
    from target where notice_id = ${id}`.execute(db);
  const { rows } = await sql<{ token: string }>`
    select appeal_token as token from user_message where notice_id = ${id} order by target_no`.execute(db);
  return { ...notice, locators, token: rows[0]?.token ?? '' };
}

const file = (body: object, headers = {}) => api.post('/v1/appeals', 'intake', body, headers);
const decide = (id: string, as: HarnessPerson | 'reviewer' | 'approver' | 'counsel' | 'auditor', body: object) =>
  api.post(`/v1/appeals/${id}/decide`, as, body);
const UPHELD = { outcome: 'upheld', reasons: 'The post calls for violence.' };
const RESTORED = { outcome: 'restored', reasons: 'It is satire.' };

async function readTexts(noticeId: string, ending: string): Promise<string[]> {
  const { rows } = await sql<{ text: string }>`
    select words.text from user_message said
    join user_message_text words on words.notice_id = said.notice_id and words.n = said.text_n and words.language = 'en'
    where said.notice_id = ${noticeId}::uuid and said.key like ${`%${ending}`}`.execute(api.db);
  return rows.map(({ text }) => text);
}

const countOutcomes = async (noticeId: string) => (await readTexts(noticeId, ':outcome')).length;

describe('POST /v1/appeals', () => {
  test('accepts an appeal by item, by receipt or by number, and finds its notice', async () => {
    const { id, locators } = await acted();
    const names = [
      { target: { type: 'account', locator: locators[1] } },
      { receipt: `receipt-${id}-2` },
      { notice: id, target: 2 },
    ];
    for (const named of names) {
      const filed = await file({ ...named, statement: 'This is satire.' });
      expect(filed.statusCode).toBe(201);
      expect(filed.json()).toMatchObject({ state: 'open', outcome: null, number: expect.stringMatching(/^A-\d{4}-/) });
      expect((await api.get(`/v1/appeals/${filed.json().id}`, judge)).json()).toMatchObject({
        notice: { id },
        target: { no: 2, locator: locators[1] },
        statement: 'This is satire.',
        late: false,
        mayDecide: { ok: true },
      });
    }
  });

  test('answers in the same shape for a known item, an unknown item and a secret notice', async () => {
    const hidden = await acted({ secrecy: await api.gagged() });
    const shapes = [];
    for (const locator of [hidden.locators[0], '@nobody-knows-this', (await acted()).locators[0]]) {
      const answer = (await file({ target: { type: 'account', locator }, statement: 'Why?' })).json();
      expect((await api.get(`/v1/appeals/${answer.id}`, 'intake')).json()).toEqual(answer);
      shapes.push(Object.keys(answer).sort().join());
    }
    expect(new Set(shapes).size).toBe(1);
  });

  test('shows an appeal about a secret notice only to people who can read the notice', async () => {
    const hidden = await acted({ secrecy: await api.gagged() });
    const filed = (await file({ target: { type: 'account', locator: hidden.locators[0] }, statement: 'Why?' })).json();
    expect((await api.get(`/v1/appeals/${filed.id}`, judge)).statusCode).toBe(404);
    expect((await api.get('/v1/appeals?limit=200', judge)).body).not.toContain(filed.id);
    expect((await api.get(`/v1/appeals/${filed.id}`, 'counsel')).statusCode).toBe(200);
    expect((await decide(filed.id, judge, UPHELD)).statusCode).toBe(404);
  });

  test('rejects an unknown notice and an unreadable one with the same message', async () => {
    const other = await api.addPerson('Other intake', ['intake']);
    const hidden = await acted({ secrecy: await api.gagged() });
    const refusals = [];
    for (const notice of [hidden.id, uuidv7()])
      refusals.push((await api.post('/v1/appeals', other, { notice, target: 1, statement: 'Why?' })).json().errors);
    expect(refusals[0]).toEqual([{ path: '/notice', message: 'There is no such notice.' }]);
    expect(refusals[1]).toEqual(refusals[0]);
  });

  test('accepts an appeal after its window, and marks it late for its readers', async () => {
    const { id, locators } = await acted();
    await sql`update user_message set notified_at = now() - interval '7 months' where notice_id = ${id}::uuid`.execute(
      api.db,
    );
    const filed = await file({ target: { type: 'account', locator: locators[0] }, statement: 'Late, I know.' });
    expect(filed.statusCode).toBe(201);
    expect((await api.get(`/v1/appeals/${filed.json().id}`, judge)).json()).toMatchObject({ late: true });
  });

  test('stores documents, and serves them as downloads only', async () => {
    const { locators } = await acted();
    const documents = [
      {
        name: 'proof.html',
        mediaType: 'text/html',
        contentBase64: Buffer.from('<script>1</script>').toString('base64'),
      },
    ];
    const filed = (
      await file({ target: { type: 'account', locator: locators[0] }, statement: 'See.', documents })
    ).json();
    const [document] = (await api.get(`/v1/appeals/${filed.id}`, judge)).json().documents;
    const got = await api.get(`/v1/appeals/${filed.id}/documents/${document.sha256}`, judge);
    expect(got.body).toBe('<script>1</script>');
    expect(got.headers).toMatchObject({
      'content-security-policy': "sandbox; default-src 'none'",
      'content-disposition': expect.stringContaining('attachment'),
    });
  });

  test('rejects the API key of an authority, which cannot act for a user', async () => {
    const ministry = await api.addPerson('Ministry intake', ['intake'], ['in-meity']);
    const refused = await api.post('/v1/appeals', ministry, { receipt: 'x', statement: 'Why?' });
    expect(refused.json()).toMatchObject({ status: 403, type: 'urn:notice-desk:problem:forbidden' });
  });

  test('names what is wrong in an invalid body', async () => {
    const two = await file({ target: 1, receipt: 'x', statement: 'Why?' });
    expect(two.json()).toMatchObject({
      status: 422,
      errors: expect.arrayContaining([{ path: '/target', message: expect.any(String) }]),
    });
    expect((await file({ target: 1, statement: 'Why?' })).json()).toMatchObject({ errors: [{ path: '/notice' }] });
    expect((await file({ receipt: 'x', statement: ' ' })).json()).toMatchObject({ errors: [{ path: '/statement' }] });
    expect((await api.post('/v1/appeals', 'ops', { receipt: 'x', statement: 'Why?' })).statusCode).toBe(403);
  });
});

describe('POST /v1/appeals/{id}/decide', () => {
  async function appealed(patch = {}) {
    const notice = await acted(patch);
    const target = { type: 'account', locator: notice.locators[0] };
    return { ...notice, appeal: (await file({ target, statement: 'This is satire.' })).json().id as string };
  }

  test('rejects people who decided or approved the restriction, and roles other than reviewer and counsel', async () => {
    const { appeal } = await appealed();
    for (const as of ['reviewer', 'approver'] as const)
      expect((await decide(appeal, as, UPHELD)).json()).toMatchObject({
        status: 403,
        type: 'urn:notice-desk:problem:four-eyes',
      });
    expect((await decide(appeal, 'auditor', UPHELD)).json()).toMatchObject({
      type: 'urn:notice-desk:problem:forbidden',
    });
    expect((await decide(appeal, judge, UPHELD)).json()).toMatchObject({
      state: 'decided',
      outcome: 'upheld',
      notified: 'queued',
      decidedBy: { id: judge.id },
    });
    expect((await decide(appeal, 'counsel', UPHELD)).json()).toMatchObject({ status: 409 });
  });

  test('notifies the appellant of outcome and reasons through a platform message', async () => {
    const { id, appeal } = await appealed();
    await decide(appeal, judge, { outcome: 'changed', reasons: 'We now only label it.' });
    const { rows } = await sql<{ key: string; state: string; text: string }>`
      select said.key, said.state, words.text from user_message said
      join user_message_text words on words.notice_id = said.notice_id and words.n = said.text_n and words.language = 'en'
      where said.notice_id = ${id}::uuid and said.key like '%:outcome'`.execute(api.db);
    expect(rows).toMatchObject([{ state: 'queued', text: expect.stringContaining('We now only label it.') }]);
    expect(rows[0]?.text).toContain('The decision is changed.');
  });

  test('opens a reinstate for outcome restored, which waits for an uninvolved approver', async () => {
    const { id, appeal } = await appealed();
    const before = sent.length;
    const done = await decide(appeal, judge, RESTORED);
    expect(done.json()).toMatchObject({ notified: 'after_approval', restoration: { submission: 2, state: 'frozen' } });
    const [reinstate, ...others] = sent.slice(before);
    expect(others).toEqual([]);
    expect(reinstate).toMatchObject({
      name: 'reinstate',
      actor: { id: judge.id },
      body: { frozen: { cause: 'appeal_won', approverSlots: ['approver'], targets: 1 } },
    });
    const { reviewer, approver, intake } = api.people;
    const excluded = (reinstate as CommandOf<'reinstate'>).body.frozen.drafters;
    expect([...(excluded ?? [])].sort()).toEqual([judge.id, reviewer.id, approver.id, intake.id].sort());
    const { rows } = await sql<{ no: number }>`
      select no from restoration_target where notice_id = ${id}::uuid`.execute(api.db);
    expect(rows).toEqual([{ no: 1 }]);
    expect(await countOutcomes(id)).toBe(0);
  });

  test('rejects the person who filed the appeal, whatever their roles', async () => {
    const { locators } = await acted();
    const both = await api.addPerson('Filer and judge', ['intake', 'reviewer', 'counsel']);
    const target = { type: 'account', locator: locators[0] };
    const filed = (await api.post('/v1/appeals', both, { target, statement: 'Mine.' })).json();
    for (const verdict of [UPHELD, RESTORED])
      expect((await decide(filed.id, both, verdict)).json()).toMatchObject({
        type: 'urn:notice-desk:problem:four-eyes',
      });
  });

  test('signs the decision over appeal, outcome and reasons', async () => {
    const { id, appeal } = await appealed();
    await decide(appeal, judge, RESTORED);
    const { rows } = await sql<{ statement: string }>`
      select statement from signed_act where notice_id = ${id}::uuid and kind = 'appeal_decision'`.execute(api.db);
    expect(rows.map(({ statement }) => JSON.parse(statement))).toMatchObject([
      { person: judge.id, notice: id, facts: { appeal, target: 1, ...RESTORED } },
    ]);
  });

  test('shows the appeal as open to its filer, and reopens it if the restoration is returned', async () => {
    const { id, appeal } = await appealed();
    await decide(appeal, judge, RESTORED);
    const seen = async () => (await api.get(`/v1/appeals/${appeal}`, 'intake')).json();
    expect(await seen()).toMatchObject({ state: 'open', outcome: null, reasons: null, decidedAt: null });
    await sql`update submission set state = 'returned' where notice_id = ${id}::uuid and number = 2`.execute(api.db);
    await reopenReturnedAppeals(api.context.db, new Date());
    expect((await api.get(`/v1/appeals/${appeal}`, judge)).json()).toMatchObject({
      state: 'open',
      restoration: null,
      mayDecide: { ok: true },
    });
    const entries = (await api.get(`/v1/notices/${id}/timeline?limit=200`, 'counsel')).json().items;
    expect(entries.at(-1)).toMatchObject({ action: 'appeal_reopened', detail: { restoration: 2 } });
  });

  test('keeps the decision of the first of two people who decide a restoration at the same time', async () => {
    const { appeal } = await appealed();
    // The lock lets both read the appeal as open before either decides it.
    const both = await api.db.transaction().execute(async (trx) => {
      await sql`select from appeal where id = ${appeal}::uuid for update`.execute(trx);
      const answers = [decide(appeal, judge, RESTORED), decide(appeal, 'counsel', RESTORED)];
      const waiting = sql`
        select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
      await eventually(
        async () => (await waiting.execute(api.db)).rows.length,
        (count) => count >= 2,
      );
      return answers;
    });
    const [first, second] = (await Promise.all(both))
      .map((answer) => answer.json())
      .sort((a, b) => (a.status ?? 0) - (b.status ?? 0));
    expect(first).toMatchObject({ state: 'decided', outcome: 'restored' });
    expect(second).toMatchObject({
      status: 409,
      detail: expect.stringContaining('Someone else has decided the appeal'),
    });
    expect((await api.get(`/v1/appeals/${appeal}`, 'counsel')).json()).toMatchObject({
      state: 'decided',
      outcome: 'restored',
      decidedBy: first.decidedBy,
      restoration: { state: 'frozen' },
    });
  });

  test('notifies the owner once, with reasons, when the restoration is carried out', async () => {
    const { id, appeal } = await appealed();
    await decide(appeal, judge, RESTORED);
    await sql`update submission set state = 'approved', started_at = now(), finished_at = now()
      where notice_id = ${id}::uuid and number = 2`.execute(api.db);
    await sql`update target set status = 'restored' where notice_id = ${id}::uuid and no = 1`.execute(api.db);
    await notifyUsers(api.context, new Date());
    expect(await countOutcomes(id)).toBe(0);
    const texts = await readTexts(id, ':2:1:notify');
    expect(texts).toEqual([expect.stringContaining('It is satire.')]);
    expect(texts[0]).toMatch(/Your appeal A-\d{4}-[0-9A-F]{10} was successful\./);
    expect((await api.get(`/v1/appeals/${appeal}`, 'intake')).json()).toMatchObject({ outcome: 'restored' });
  });

  test('gives each of several messages written concurrently its own text', async () => {
    const { id } = await acted();
    const texts = [{ language: 'en', subject: 's', text: 't' }];
    const write = () =>
      api.db.transaction().execute(async (trx) => {
        const n = await insertMessageTexts(trx, { noticeId: id, texts });
        await new Promise((resolve) => setTimeout(resolve, 50));
        return n;
      });
    expect((await Promise.all([write(), write(), write()])).sort((a, b) => a - b)).toEqual([2, 3, 4]);
  });

  test('requires an approver for cause appeal_won if the appeal was not won', async () => {
    const { id } = await appealed();
    await api.post(`/v1/notices/${id}/reinstate`, judge, { select: { targets: [1] }, cause: 'appeal_won', note: 'x' });
    expect(sent.at(-1)).toMatchObject({ name: 'reinstate', body: { frozen: { approverSlots: ['approver'] } } });
  });

  test('rejects outcome restored if nothing is in force, and leaves the appeal open', async () => {
    const filed = (await file({ target: { type: 'account', locator: '@unheard-of' }, statement: 'Why?' })).json();
    const refused = await decide(filed.id, judge, { outcome: 'restored', reasons: 'Yes.' });
    expect(refused.json()).toMatchObject({ status: 409, type: 'urn:notice-desk:problem:illegal-transition' });
    expect((await api.get(`/v1/appeals/${filed.id}`, judge)).json()).toMatchObject({ state: 'open', notice: null });
    expect((await decide(filed.id, judge, UPHELD)).json()).toMatchObject({ outcome: 'upheld', notified: 'nobody' });
  });

  test('rejects reasons that name a person of the desk', async () => {
    const { appeal } = await appealed();
    const named = await decide(appeal, judge, { outcome: 'upheld', reasons: 'Write to judge@desk.example.' });
    expect(named.json()).toMatchObject({ status: 422, errors: [{ path: '/reasons' }] });
  });

  test('passes an open appeal as an unmet duty with a close command, until it is decided', async () => {
    const { id, appeal } = await appealed();
    await api.post(`/v1/notices/${id}/close`, judge, { reason: 'Done.' });
    expect(sent.at(-1)).toMatchObject({ name: 'close', body: { duties: ['appeal'] } });
    await decide(appeal, judge, UPHELD);
    await api.post(`/v1/notices/${id}/close`, judge, { reason: 'Done.' });
    expect(sent.at(-1)?.body).toEqual({ reason: 'Done.', override: false });
  });

  test('alerts ops to a nearly due appeal until it is decided', async () => {
    const { appeal } = await appealed();
    await sql`update appeal set received_at = now() - interval '12 days', due_at = now() + interval '2 days' where id = ${appeal}::uuid`.execute(
      api.db,
    );
    const open = async () =>
      (
        (await api.get('/v1/ops/alerts?kind=appeal_due&limit=200', 'ops')).json().items as {
          detail: { appeal: string };
        }[]
      ).some(({ detail }) => detail.appeal === appeal);
    await watchAppeals(api.context.db, new Date());
    expect(await open()).toBe(true);
    await decide(appeal, judge, UPHELD);
    await watchAppeals(api.context.db, new Date());
    expect(await open()).toBe(false);
  });

  test('counts appeals in the transparency report under the authority of their notices', async () => {
    const { appeal } = await appealed({ authority: 'in-mha' });
    await decide(appeal, judge, UPHELD);
    const report = await api.get('/v1/reports/transparency?from=2020-01-01&to=2100-01-01&limit=200', 'auditor');
    const line = report.json().items.find(({ authority }: { authority: { id: string } }) => authority.id === 'in-mha');
    expect(line.appeals).toEqual({ received: 1, upheld: 1, restored: 0, changed: 0 });
  });
});

describe('appeal page (GET and POST /appeal)', () => {
  const page = (token: string, language = 'en') =>
    api.get(`/appeal?token=${token}`, null, { 'accept-language': language });
  const submit = (fields: Record<string, string>, headers = {}) =>
    api.app.inject({
      method: 'POST',
      url: '/appeal',
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'accept-language': 'de', ...headers },
      payload: new URLSearchParams(fields).toString(),
    });

  test('shows a form without scripts in the browser’s language that reveals nothing of the notice', async () => {
    const { token, id, number, locators } = await acted();
    for (const [language, title] of [
      ['en', 'Appeal a decision'],
      ['de-DE,de', 'Beschwerde einlegen'],
      ['fr', 'Contester une décision'],
      ['hi', 'Appeal a decision'],
    ] as const) {
      const shown = await page(token, language);
      expect(shown.statusCode).toBe(200);
      expect(shown.body).toContain(title);
      expect(shown.body).not.toMatch(/<script/i);
      for (const secret of [id, number, locators[0] ?? '', 'in-meity', 'A/1']) expect(shown.body).not.toContain(secret);
    }
  });

  test('accepts one open appeal per link, about its item only', async () => {
    const { token, id } = await acted();
    const done = await submit({ token, statement: '<b>Satire</b>', contact: 'me@mail.example' });
    expect(done.statusCode).toBe(201);
    const number = /A-\d{4}-[0-9A-F]{10}/.exec(done.body)?.[0];
    expect((await submit({ token, statement: 'Again' })).body).toContain(number);
    const [appeal, ...others] = (await api.get(`/v1/appeals?notice=${id}`, judge)).json().items;
    expect(others).toEqual([]);
    expect(appeal).toMatchObject({
      number,
      channel: 'page',
      statement: '<b>Satire</b>',
      contact: 'me@mail.example',
      target: { no: 1 },
    });
    expect((await api.get('/v1/outbox?limit=200', 'admin')).body).not.toContain('me@mail.example');
  });

  test('shows an invalid form again with its input escaped', async () => {
    const { token } = await acted();
    const empty = await submit({ token, statement: '  ' });
    expect(empty.statusCode).toBe(422);
    expect(empty.body).toContain('Sagen Sie, was an der Entscheidung falsch ist.');
    const long = await submit({ token, statement: `"><i>${'x'.repeat(20_001)}` });
    expect(long.statusCode).toBe(422);
    expect(long.body).toContain('&quot;&gt;&lt;i&gt;');
  });

  test('answers an unknown, malformed or undelivered link with identical bytes', async () => {
    const waiting = await acted();
    await sql`update user_message set state = 'waiting' where notice_id = ${waiting.id}::uuid`.execute(api.db);
    const answers = await Promise.all(
      ['f'.repeat(32), "x' or 1=1", '', waiting.token].map((token) => page(encodeURIComponent(token))),
    );
    expect(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`)).size).toBe(1);
    expect(answers[0]?.statusCode).toBe(404);
    expect((await submit({ token: 'f'.repeat(32), statement: 'Why?' })).statusCode).toBe(404);
  });

  test('limits the requests from one address', async () => {
    const answers = [];
    for (let at = 0; at < 25; at += 1)
      answers.push(
        await api.app.inject({
          method: 'POST',
          url: '/appeal',
          remoteAddress: '203.0.113.9',
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          payload: `token=${'0'.repeat(32)}`,
        }),
      );
    expect(answers.at(-1)?.statusCode).toBe(429);
    expect(answers.at(-1)?.headers['retry-after']).toBeDefined();
  });
});
