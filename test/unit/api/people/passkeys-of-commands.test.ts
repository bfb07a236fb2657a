import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { commandBodies } from '../../../../contract/commands.js';
import { getKeys } from '../../../../domain/record-keys.js';
import { needsPasskey } from '../../../../domain/people/step-up.js';
import type { ActName } from '../../../../domain/commands/command-table.js';
import { startDomainApi, type ApiHarness } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';
import { challenge, signInWithPasskey } from '../../../support/passkeys/with-passkey.js';

let api: ApiHarness;
beforeAll(async () => {
  api = await startDomainApi(createDomainEngine(), { stepUp: true });
});
afterAll(() => api.close());

let names = 0;
const received = () => api.receive({ targets: [{ type: 'account', locator: `@passkey${(names += 1)}` }] });
const CALL = { method: 'call_back', contact: 0, outcome: 'denied', note: 'They did not send it.' };

/** A body for each command that a passkey confirms; `approve` and `ratify` have their own tests. */
const BODIES: Partial<Record<keyof typeof commandBodies, object>> = {
  'verify-sender': CALL,
  'confirm-deadline': { clock: uuidv7() },
  'uphold-order': { reason: 'It binds us.' },
  reclassify: { secrecy: { level: 'restricted' }, reason: 'Fewer people.' },
  reinstate: { select: { all: true }, cause: 'own_error' },
  link: { notice: uuidv7(), as: 'revokes' },
};

describe('needsPasskey', () => {
  test('covers every command tested here, approve and ratify', () => {
    const needing = getKeys(commandBodies).filter((route) =>
      needsPasskey(route.replaceAll('-', '_') as ActName, BODIES[route] ?? {}),
    );
    expect(needing.sort()).toEqual([...Object.keys(BODIES), 'approve', 'ratify'].sort());
  });

  test('excludes an unanswered call back, and a link that ends no order', () => {
    expect(needsPasskey('verify_sender', { ...CALL, outcome: 'no_answer' })).toBe(false);
    expect(needsPasskey('link', { as: 'follows' })).toBe(false);
  });
});

describe('command with step-up enabled', () => {
  test.each(Object.entries(BODIES))(
    'command %s is rejected without a passkey, and changes nothing',
    async (route, body) => {
      const { id } = await received();
      const sent = route === 'link' ? { ...body, notice: (await received()).id } : body;
      const answer = await api.post(`/v1/notices/${id}/${route}`, 'counsel', sent);
      expect(answer.json()).toMatchObject({ status: 403, stepUp: true });
      const { rows } = await sql`select from signed_act where notice_id = ${id}::uuid and kind <> 'receipt'`.execute(
        api.db,
      );
      expect(rows).toEqual([]);
    },
  );

  test('accepts a passkey over the exact body, and stores its assertion beside the signed act', async () => {
    const { who, key } = await signInWithPasskey(api, (await api.addPerson('Checker', ['reviewer'])).id);
    const { id } = await received();
    const path = `/v1/notices/${id}/verify-sender`;
    const confirm = async (body: object) => key.confirm(await challenge(who, { write: `POST ${path}`, body }));
    const other = await who.send('POST', path, {
      ...CALL,
      assertion: await confirm({ ...CALL, outcome: 'confirmed' }),
    });
    expect(other.json()).toMatchObject({ status: 403, stepUp: true });
    const done = await who.send('POST', path, { ...CALL, assertion: await confirm(CALL) });
    expect(done.json()).toMatchObject({ authenticity: 'rejected' });
    const { rows } = await sql<{ statement: string; signature: Buffer | null }>`
      select statement, assertion_signature as signature from signed_act
      where notice_id = ${id}::uuid and kind = 'sender_check'`.execute(api.db);
    expect(rows.map(({ statement, signature }) => [JSON.parse(statement).stepUp.write, signature !== null])).toEqual([
      [`POST ${path}`, true],
    ]);
  });

  test('rejects an API key for lifting a hold and deciding an appeal', async () => {
    const { id } = await received();
    const filed = await api.post('/v1/appeals', 'intake', { notice: id, target: 1, statement: 'Mine.' });
    const verdict = { outcome: 'upheld', reasons: 'It stands.' };
    const appeal = filed.json().id;
    expect((await api.post(`/v1/appeals/${appeal}/decide`, 'counsel', verdict)).json()).toMatchObject({
      status: 403,
      stepUp: true,
    });
    expect((await api.get(`/v1/appeals/${appeal}`, 'counsel')).json()).toMatchObject({ state: 'open' });
    await api.post(`/v1/notices/${id}/hold`, 'counsel', { reason: 'A trial.' });
    const lift = await api.post(`/v1/notices/${id}/lift-hold`, 'counsel', { reason: 'It is over.' });
    expect(lift.json()).toMatchObject({ status: 403, stepUp: true });
  });

  test('stores the passkey assertion of an appeal decision beside the signed decision', async () => {
    const { who, key } = await signInWithPasskey(api, (await api.addPerson('Decider', ['reviewer'])).id);
    const { id } = await received();
    const filed = await api.post('/v1/appeals', 'intake', { notice: id, target: 1, statement: 'Mine.' });
    const path = `/v1/appeals/${filed.json().id}/decide`;
    const body = { outcome: 'upheld', reasons: 'It stands.' };
    const assertion = key.confirm(await challenge(who, { write: `POST ${path}`, body }));
    expect((await who.send('POST', path, { ...body, assertion })).json()).toMatchObject({ outcome: 'upheld' });
    const { rows } = await sql`select from signed_act where notice_id = ${id}::uuid and kind = 'appeal_decision'
      and assertion_signature is not null`.execute(api.db);
    expect(rows).toHaveLength(1);
  });
});
