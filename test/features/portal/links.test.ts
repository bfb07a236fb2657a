import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { GRANTED_LOGINS } from '../../../registry/grants.js';
import type { GrantedLogin } from '../../../registry/table-rights.js';
import type { Db } from '../../../registry/db.js';
import { idleEngine, startApi, type ApiHarness } from '../../support/api-harness.js';
import { nameSigners, startPortal, type PortalFixture } from './support/portal.js';
import { openAs } from '../../support/postgres/registry-logins.js';

let api: ApiHarness;
let portal: PortalFixture;
const logins = new Map<GrantedLogin, Db>();

beforeAll(async () => {
  api = await startApi({ engine: idleEngine });
  portal = await startPortal(api);
  await nameSigners(api, 'in-meity', [{ name: 'A. Officer', rank: 'Joint Secretary' }]);
  for (const login of GRANTED_LOGINS) logins.set(login, openAs(api.url, login, 1));
});

afterAll(async () => {
  await Promise.all([...logins.values()].map((db) => db.destroy()));
  await portal.close();
  await api.close();
});

async function writeAs(login: GrantedLogin, statement: (db: Db) => Promise<unknown>): Promise<void> {
  const db = logins.get(login);
  if (db === undefined) throw new Error(`No connection as ${login}.`);
  await statement(db).catch(() => undefined);
}

const drawOwn = () => {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: createHash('sha256').update(token).digest() };
};

describe.each(GRANTED_LOGINS)('database login %s: portal access', (login) => {
  test('cannot create a link that the portal opens', async () => {
    const { token, hash } = drawOwn();
    await writeAs(login, (db) =>
      sql`insert into portal_link (id, authority_id, address, token_sha256, made_at, expires_at)
        values (${randomUUID()}, 'in-meity', 'in-meity@authority.example', ${hash}, now(), now() + interval '1 hour')`.execute(
        db,
      ),
    );
    expect((await portal.visitor().get(`/portal/open?token=${token}`)).statusCode).toBe(404);
    const opened = await portal.visitor().post('/portal/open', { token, name: 'A. Officer' });
    expect(opened.statusCode).toBe(404);
  });

  test('cannot create a portal session for a signer', async () => {
    const { token, hash } = drawOwn();
    await writeAs(login, (db) =>
      sql`insert into portal_session (id, token_sha256, authority_id, signer_name, signer_rank, address, started_at, last_seen_at)
        values (${randomUUID()}, ${hash}, 'in-meity', 'A. Officer', 'Joint Secretary', 'in-meity@authority.example', now(), now())`.execute(
        db,
      ),
    );
    expect((await portal.visitor(`nd_portal=${token}`).get('/portal/new')).statusCode).toBe(401);
  });

  test('cannot change a mailed link to another authority or a later expiry', async () => {
    await portal.visitor().post('/portal/links', { email: 'in-meity@authority.example' });
    await portal.mail();
    const token = portal.lastToken();
    await writeAs(login, (db) =>
      sql`update portal_link set expires_at = now() + interval '1 day', authority_id = 'in-meity', used_at = null`.execute(
        db,
      ),
    );
    await sql`update portal_link set expires_at = expires_at + interval '1 day'`.execute(api.db);
    expect((await portal.visitor().get(`/portal/open?token=${token}`)).statusCode).toBe(404);
  });
});

test('opens the portal with a link that the API made and mailed', async () => {
  const visitor = await portal.signIn('in-meity', 'A. Officer');
  expect((await visitor.get('/portal/new')).statusCode).toBe(200);
});
