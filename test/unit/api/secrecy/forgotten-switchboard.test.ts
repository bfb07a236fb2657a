import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Role } from '../../../../domain/people/permission.js';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';
import { follow } from '../../../support/two-worlds/follow.js';
import { withoutSwitchboard } from '../../../support/two-worlds/leak.js';
import { ask, describeApi, listQuestions, listStreams, type Described } from '../../../support/two-worlds/questions.js';

let api: ApiHarness;
let operations: Described[];
let open: string;
let secret: { id: string; number: string };
let marks: string[];

/** Read by the desk itself (SERVICE_READS, `caught_mail`); it does not exist outside the embedded desk. */
const NOT_HELD = /\/v1\/outbox/;
const DRAFTERS: readonly Role[] = ['reviewer', 'counsel'];
const OUTSIDERS: readonly Role[] = ['reviewer', 'counsel', 'ops', 'admin'];

beforeAll(async () => {
  api = await startApi();
  await api.app.listen({ host: '127.0.0.1', port: 0 });
  operations = await describeApi(api);
  const named = await api.addPerson('Named', ['reviewer']);
  const second = await api.addPerson('Second', ['approver']);
  open = (await api.receive({ targets: [{ type: 'account', locator: '@seen' }] })).id;
  const text = Buffer.from('Operation Quiet').toString('base64');
  secret = await api.receive({
    subject: 'Operation Quiet',
    reference: 'Q/1',
    secrecy: { level: 'gagged', people: [named.id, second.id] },
    targets: [{ type: 'account', locator: '@hidden' }],
    documents: [{ name: 'quiet.txt', mediaType: 'text/plain', contentBase64: text }],
    relatesTo: [{ notice: open, as: 'follows' }],
    orderedDeadline: { within: 'PT1H' },
  });
  marks = [secret.id, secret.number, 'Operation Quiet', 'Q/1', '@hidden', 'quiet.txt'];
  await sql`insert into letter (notice_id, n, key, kind, language, subject, text, state, message_id)
    values (${secret.id}::uuid, 1, 'k', 'acknowledgement', 'en', 'Operation Quiet', 't', 'sent', '<quiet@desk>')`.execute(
    api.db,
  );
  await sql`insert into mail_catcher.message (id, message_id, envelope_from, envelope_to, headers, subject, raw)
    values (gen_random_uuid(), '<quiet@desk>', 'desk@desk.example', array['x@desk.example'], '{}', 'Operation Quiet', 'raw')`.execute(
    api.db,
  );
  await sql`insert into alert (id, key, kind, notice_id, summary)
    values (gen_random_uuid(), 'a', 'platform_drift', ${secret.id}::uuid, 'Operation Quiet')`.execute(api.db);
});

afterAll(() => api.close());

/** Requests whose answers contain something of the secret notice that the request itself did not name. */
async function leaks(): Promise<string[]> {
  const life = { shared: open, revoked: secret.id, probe: open, later: secret.id };
  const found: string[] = [];
  for (const role of OUTSIDERS)
    for (const question of listQuestions(operations, {
      open: life,
      thorough: false,
      previews: DRAFTERS.includes(role),
    })) {
      const { body, statusCode } = await ask(api, question, role);
      const said = `${question.url} ${decodeURIComponent(question.url)} ${JSON.stringify(question.body ?? '')}`;
      const leaked = marks.filter((mark) => body.includes(mark) && !said.includes(mark));
      const opened = statusCode === 200 && question.url.includes(secret.id);
      if (leaked.length > 0 || opened) found.push(`${role} ${question.url}: ${leaked.join()}`);
    }
  return found;
}

async function announcedLive(): Promise<string[]> {
  const mark = async (count: number) => {
    await happensTo(secret.id);
    await happensTo(open);
    return new RegExp(`("notice":"${open}"[^}]*"action":"annotate"[^]*){${count}}`);
  };
  return (await follow({ api }, 'ops', { mark }))
    .map(({ text }) => text)
    .filter((text) => marks.some((one) => text.includes(one)));
}

const happensTo = (notice: string) =>
  sql`insert into audit_entry (at, notice_id, actor_kind, actor_id, actor_name, action, detail, leaf_hash)
    values (now(), ${notice}::uuid, 'desk', 'desk', 'desk', 'annotate', '{"text": "x"}', sha256('x'))`.execute(api.db);

test('the leak check finds a secret notice when neither queries nor row security check access', async () => {
  const [found, live] = await withoutSwitchboard(api, { security: false }, async () => [
    await leaks(),
    await announcedLive(),
  ]);
  const of = (path: string) => found.filter((line) => line.includes(path));
  for (const path of [
    '/v1/notices?',
    '/decide',
    `/v1/notices/${secret.id}`,
    '/documents',
    '/letters',
    '/timeline',
    '/v1/ops/alerts',
  ])
    expect(of(path)).not.toEqual([]);
  expect(live).not.toEqual([]);
});

test('row security hides a secret notice from queries that omit the access check', async () => {
  const [found, live] = await withoutSwitchboard(api, { security: true }, async () => [
    await leaks(),
    await announcedLive(),
  ]);
  expect(found.filter((line) => !NOT_HELD.test(line))).toEqual([]);
  expect(live).toEqual([]);
  expect(listStreams(operations)).toHaveLength(2);
});
