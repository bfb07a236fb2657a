import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pino from 'pino';
import { sql } from 'kysely';
import { sortInbound } from '../../application/intake/inbound/sort-inbound.js';
import type { Db } from '../../registry/db.js';
import { startApi, type ApiHarness } from '../support/api-harness.js';
import { createDomainEngine } from '../support/domain-engine.js';
import { aMail, signed, type SigningDomain } from '../support/mail/a-mail.js';
import { addMeity, startInbound, type InboundFixture } from '../support/mail/inbound-fixture.js';
import { openAs } from '../support/postgres/registry-logins.js';

const LOGGER = pino({ level: 'fatal' });
const engine = createDomainEngine();
let api: ApiHarness;
let mail: InboundFixture;
let meity: SigningDomain;
let login: Db;

beforeAll(async () => {
  api = await startApi({ engine });
  engine.attach(api.worker);
  mail = await startInbound(api);
  meity = await addMeity(mail, api);
  login = openAs(api.url, 'mail', 1);
});
afterAll(async () => {
  await login?.destroy();
  await mail?.close();
  await api?.close();
});

const AUTHENTICATION = { spf: 'pass', dkim: 'pass', dmarc: 'pass', arc: 'none', aligned: true, signature: null };
const FACTS = { answers: [], automatic: false, bounce: null, replyTo: [], problems: [] };
const FROM = 'officer@meity.example';

async function writeMail(raw: string, more: Record<string, unknown> = {}): Promise<string> {
  const id = randomUUID();
  const row = {
    id,
    way: 'smtp',
    envelope: { from: FROM, to: [], ip: null, helo: null },
    sha256: id,
    content_sha256: id,
    size: raw.length,
    read_at: new Date().toISOString(),
    from_address: FROM,
    subject: 'Blocking order',
    text: 'Block this.',
    message_id: `<${id}@meity.example>`,
    authentication: AUTHENTICATION,
    facts: FACTS,
    ...more,
  };
  const columns = Object.keys(row).map((name) => sql.ref(name));
  await sql`
    insert into inbound_mail (${sql.join(columns)}, raw)
    select ${sql.join(columns)}, ${Buffer.from(raw)} from jsonb_populate_record(null::inbound_mail, ${JSON.stringify(row)}::jsonb)`.execute(
    login,
  );
  return id;
}

const sort = () => sortInbound(api.context, LOGGER, () => false);
const findItem = async (wanted: string) => {
  const { items } = (await api.get('/v1/inbound?limit=200', 'reviewer')).json();
  return items.find(({ id }: { id: string }) => id === wanted);
};
const notices = async () => (await api.get('/v1/notices?count=true', 'reviewer')).json().total;
const alerts = async () =>
  (await api.get('/v1/ops/alerts?limit=200', 'ops')).json().items.map(({ kind }: { kind: string }) => kind);

/** As stored in the registry after the mail process has read it. */
async function readGenuine(): Promise<{ id: string; raw: string }> {
  const raw = await signed(aMail({ headers: { Subject: 'Minutes' }, body: 'The minutes of Monday.\r\n' }), meity);
  await mail.send(raw);
  await mail.read();
  const { rows } = await sql<{ id: string }>`select id from inbound_mail order by received_at desc limit 1`.execute(
    api.db,
  );
  return { id: rows[0]?.id ?? '', raw };
}

describe('database login of the mail process', () => {
  test('cannot create a notice by marking its own mail as aligned', async () => {
    const before = await notices();
    const id = await writeMail(aMail({ headers: { Subject: 'Blocking order' } }));
    await sort();
    expect(await findItem(id)).toMatchObject({ state: 'held', authentication: { aligned: false } });
    expect(await notices()).toBe(before);
    expect(await alerts()).toContain('mail_disputed');
  });

  test.each<[string, (id: string) => Promise<unknown>]>([
    ['another text', (id) => sql`update inbound_mail set text = 'Block all.' where id = ${id}::uuid`.execute(login)],
    ['another subject', (id) => sql`update inbound_mail set subject = 'Order' where id = ${id}::uuid`.execute(login)],
    [
      'another sender of a listed domain',
      (id) => sql`update inbound_mail set from_address = 'x@meity.example' where id = ${id}::uuid`.execute(login),
    ],
    [
      'a document',
      (id) =>
        sql`insert into inbound_document (mail_id, no, name, media_type, sha256, bytes)
          values (${id}::uuid, 1, 'order.csv', 'text/csv', ${'ab'.repeat(32)}, 'type,locator')`.execute(login),
    ],
  ])('cannot give a genuine mail %s', async (_what, change) => {
    const { id } = await readGenuine();
    const before = await notices();
    await change(id);
    await sort();
    expect(await findItem(id)).toMatchObject({ state: 'held', authentication: { aligned: false } });
    expect(await notices()).toBe(before);
  });

  test.each<[string, Record<string, unknown>]>([
    [
      'proven',
      { proven: { aligned: true, from: FROM, proof: 'x', dns: [], at: '2026-01-01T00:00:00Z', disputed: null } },
    ],
    ['sent by the portal', { way: 'portal' }],
    ['sorted', { sorted_at: new Date().toISOString() }],
  ])('cannot insert a mail as already %s', async (_what, more) => {
    await expect(writeMail(aMail(), more)).rejects.toThrow(/row-level security/);
  });

  test('cannot change a mail that the API has already sorted', async () => {
    const { id } = await readGenuine();
    await sort();
    const item = await findItem(id);
    await sql`update inbound_mail set text = 'x', authentication = ${JSON.stringify(AUTHENTICATION)}::jsonb`.execute(
      login,
    );
    await sql`delete from inbound_document`.execute(login);
    expect(await findItem(id)).toEqual(item);
  });
});

test('creates a notice from a mail that its authority signed, with the DNS answers that prove it', async () => {
  const { id } = await readGenuine();
  await sort();
  const { notice } = await findItem(id);
  expect((await api.get(`/v1/notices/${notice}`, 'reviewer')).json()).toMatchObject({
    authenticity: 'channel_verified',
  });
  const { rows } = await sql<{ proven: { dns: object[] } }>`
    select proven from inbound_mail where id = ${id}::uuid`.execute(api.db);
  expect(rows[0]?.proven.dns).toContainEqual(
    expect.objectContaining({
      name: 's1._domainkey.meity.example',
      type: 'TXT',
      answer: expect.stringContaining('DKIM1'),
    }),
  );
});
