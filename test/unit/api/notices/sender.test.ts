import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { watchApprovers } from '../../../../client/rounds/watch-approvers.js';
import { startDomainApi, type ApiHarness, type Person } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';
import { unzip } from '../../../support/unzip.js';

let api: ApiHarness;
let unbound: Person;
let police: Person;
let counsel2: Person;
const engine = createDomainEngine();

beforeAll(async () => {
  api = await startDomainApi(engine);
  unbound = await api.addPerson('Scanner', ['intake']);
  police = await api.addPerson('Police portal', ['intake'], ['de-bka']);
  counsel2 = await api.addPerson('Counsel2', ['counsel']);
});
afterAll(() => api.close());

type Who = Parameters<ApiHarness['post']>[1];
const FAKE = { name: 'Ministry of Electronics and Information Technolgy', country: 'IN', email: 'meity@gmail.example' };

let names = 0;
async function receive(patch: Record<string, unknown> = {}, as: Who = unbound) {
  const body = {
    kind: 'blocking_order',
    authority: 'au-esafety',
    jurisdiction: 'AU',
    reference: `S/${(names += 1)}`,
    subject: 'Direction',
    targets: [{ type: 'account', locator: `@sender${names}` }],
    ...patch,
  };
  const answer = await api.post('/v1/notices', as, body, { 'idempotency-key': uuidv7() });
  if (answer.statusCode !== 201) throw new Error(answer.body);
  const { id } = answer.json();
  await sql`update notice set targets_resolved_at = now() where id = ${id}::uuid`.execute(api.db);
  return id as string;
}

const view = async (id: string, as: Who = 'counsel') => (await api.get(`/v1/notices/${id}`, as)).json();
const send = (id: string, command: string, body: object, as: Who = 'reviewer') =>
  api.post(`/v1/notices/${id}/${command}`, as, body);
const callBack = (patch: object = {}) => ({
  method: 'call_back',
  contact: 0,
  outcome: 'confirmed',
  note: 'Spoke to the desk officer.',
  ...patch,
});
async function done(id: string, command: string, body: object, as: Who = 'reviewer') {
  const answer = await send(id, command, body, as);
  if (answer.statusCode !== 200) throw new Error(`${command}: ${answer.body}`);
  return answer.json();
}
async function problem(answer: ReturnType<typeof send>) {
  const { type, status, detail, errors } = (await answer).json();
  return { slug: String(type).split(':').at(-1), status, detail, path: errors?.[0]?.path };
}
const acknowledged = (id: string) => engine.stateOf(id).acknowledged;
const checksOf = async (id: string) => (await api.get(`/v1/notices/${id}/sender-checks`, 'auditor')).json().items;

async function submitted(id: string, decide: object = { lane: 'withhold', grounds: ['legal_basis_met'] }) {
  await done(id, 'triage', {});
  await done(id, 'decide', { select: { all: true }, ...decide });
  return done(id, 'submit', {});
}
const approve = async (id: string, as: Who) => {
  const { submission } = await view(id);
  return send(id, 'approve', { submission: submission.number, digest: submission.digest }, as);
};

describe('a channel', () => {
  test('proves no authority that it is not bound to, and nothing is acknowledged', async () => {
    const id = await receive();
    expect(await view(id)).toMatchObject({
      authenticity: 'unverified',
      senderDoubts: ['sender_unproven', 'sender_is_new'],
    });
    expect(acknowledged(id)).toBe(false);
    expect(await view(await receive({}, police))).toMatchObject({ authenticity: 'unverified' });
  });

  test('proves the authority that it is bound to, which is answered at once', async () => {
    const id = await receive({ authority: 'de-bka', jurisdiction: 'DE' }, police);
    expect(await view(id)).toMatchObject({ authenticity: 'channel_verified' });
    expect(acknowledged(id)).toBe(true);
  });

  test('brings a confirmed deadline only from the authority that it is bound to', async () => {
    const ordered = { orderedDeadline: { within: 'PT2H' } };
    const confirmedOf = async (id: string) => (await view(id)).orderedDeadline;
    expect(await confirmedOf(await receive(ordered))).toMatchObject({ confirmed: false, enteredBy: unbound.id });
    expect(
      await confirmedOf(await receive({ ...ordered, authority: 'de-bka', jurisdiction: 'DE' }, police)),
    ).toMatchObject({ confirmed: true, enteredBy: null });
    expect(await confirmedOf(await receive({ ...ordered, authority: FAKE }, 'intake'))).toMatchObject({
      confirmed: true,
    });
  });

  test('of nobody opens no emergency, however short its order', async () => {
    const id = await receive({ orderedDeadline: { within: 'PT30M' } });
    const { items } = (await api.get(`/v1/notices/${id}/clocks`, 'reviewer')).json();
    const clock = items.find(({ kind }: { kind: string }) => kind === 'comply').id;
    await done(id, 'confirm-deadline', { clock });
    await done(id, 'triage', {});
    await done(id, 'decide', { select: { all: true }, lane: 'withhold', grounds: ['emergency_interim'] });
    expect(await problem(send(id, 'submit', { emergency: true }))).toMatchObject({
      slug: 'illegal-transition',
      detail: expect.stringContaining('verify-sender'),
    });
    await done(id, 'verify-sender', callBack());
    expect((await send(id, 'submit', { emergency: true })).statusCode).toBe(200);
  });
});

describe('triage', () => {
  test('makes no fake ministry genuine, and the approver is told what is odd about it', async () => {
    const id = await receive({ authority: FAKE, jurisdiction: 'IN' }, 'intake');
    for (const authenticity of ['channel_verified', 'signer_verified'])
      expect(await problem(send(id, 'triage', { authenticity }))).toMatchObject({
        slug: 'illegal-transition',
        detail: expect.stringContaining('verify-sender'),
      });
    const { items } = (await api.get(`/v1/notices/${id}/timeline`, 'auditor')).json();
    expect(items.filter(({ action }: { action: string }) => action === 'command_refused')).toMatchObject([
      { detail: { command: 'triage', code: 'illegal_transition' } },
      { detail: { command: 'triage', code: 'illegal_transition' } },
    ]);
    const { submission } = await submitted(id, { lane: 'push_back', grounds: ['wrong_authority'] });
    expect(submission.risks).toEqual(
      expect.arrayContaining(['sender_unproven', 'sender_is_new', 'sender_near_name', 'sender_foreign_mail']),
    );
  });

  test('does so in no notice that runs by earlier rules either', async () => {
    const id = await receive();
    Object.assign(engine.stateOf(id), { schemaVersion: 5 });
    expect(await problem(send(id, 'triage', { authenticity: 'signer_verified' }))).toMatchObject({ status: 409 });
    expect(await done(id, 'triage', { authenticity: 'rejected' })).toMatchObject({ authenticity: 'rejected' });
  });
});

describe('a check of the sender', () => {
  test('by a call back is kept with the contact as it was then, and lets the acknowledgement leave', async () => {
    const id = await receive();
    const after = await done(id, 'verify-sender', callBack({ comment: 'For the file.' }));
    expect(after).toMatchObject({
      authenticity: 'signer_verified',
      verifiedBy: [api.people.reviewer.id],
      senderDoubts: [],
    });
    expect(acknowledged(id)).toBe(true);
    const [check] = await checksOf(id);
    expect(check).toMatchObject({
      method: 'call_back',
      contact: { authority: 'au-esafety', purpose: 'letters', email: 'au-esafety@authority.example' },
      outcome: 'confirmed',
      before: 'unverified',
      by: api.people.reviewer.id,
      note: 'Spoke to the desk officer.',
    });
    const { items } = (await api.get(`/v1/notices/${id}/timeline`, 'reviewer')).json();
    expect(items.at(-1)).toMatchObject({
      action: 'verify_sender',
      detail: { contact: 'au-esafety@authority.example', authenticity: 'signer_verified', comment: 'For the file.' },
    });
    const files = await unzip((await api.get(`/v1/notices/${id}/bundle?names=true`, 'counsel')).rawPayload);
    expect(JSON.parse(files.get('sender-checks.json')?.toString() ?? 'null')).toEqual([check]);
  });

  test('that is denied rejects the notice; one that nobody answers changes nothing and is kept', async () => {
    const id = await receive();
    const unanswered = await done(id, 'verify-sender', callBack({ outcome: 'no_answer' }));
    expect(unanswered).toMatchObject({ authenticity: 'unverified', verifiedBy: [] });
    const denied = await done(
      id,
      'verify-sender',
      callBack({ outcome: 'denied', contact: 'AU-esafety@authority.example' }),
    );
    expect(denied).toMatchObject({ authenticity: 'rejected' });
    expect(acknowledged(id)).toBe(false);
    expect((await checksOf(id)).map(({ outcome }: { outcome: string }) => outcome)).toEqual(['no_answer', 'denied']);
  });

  test('by a known paper names a paper of the notice', async () => {
    const paper = {
      name: 'order.txt',
      mediaType: 'text/plain',
      contentBase64: Buffer.from('Order').toString('base64'),
    };
    const id = await receive({ documents: [paper] });
    const sha256 = createHash('sha256').update('Order').digest('hex');
    const known = (document?: string) => ({
      method: 'known_paper',
      outcome: 'confirmed',
      note: 'The same letterhead and docket as in our file.',
      ...(document === undefined ? {} : { document }),
    });
    expect(await problem(send(id, 'verify-sender', known()))).toMatchObject({ status: 422, path: '/document' });
    expect(await problem(send(id, 'verify-sender', known('0'.repeat(64))))).toMatchObject({ path: '/document' });
    expect(await done(id, 'verify-sender', known(sha256))).toMatchObject({ authenticity: 'signer_verified' });
    expect(await checksOf(id)).toMatchObject([{ method: 'known_paper', document: sha256, contact: null }]);
  });

  test('by a signature is refused while the desk has checked none', async () => {
    const id = await receive();
    const answer = await problem(
      send(id, 'verify-sender', { method: 'signature', outcome: 'confirmed', note: 'Looks right.' }),
    );
    expect(answer).toMatchObject({ status: 409, detail: expect.stringContaining('No signature') });
    expect(await checksOf(id)).toEqual([]);
  });

  test('calls nobody whom the directory does not name', async () => {
    const id = await receive();
    for (const contact of [5, 'answers@forger.example', '+61 2 1234 5678'])
      expect(await problem(send(id, 'verify-sender', callBack({ contact })))).toMatchObject({
        status: 422,
        path: '/contact',
      });
    expect(await problem(send(id, 'verify-sender', callBack({ contact: undefined })))).toMatchObject({
      status: 422,
      path: '/contact',
    });
    expect(await view(id)).toMatchObject({ authenticity: 'unverified' });
  });

  test('calls nobody of an authority that is not in the directory, until an admin has entered it from elsewhere', async () => {
    const authority = { name: 'Town Council of Nowhere', country: 'AU' };
    const id = await receive({ authority });
    expect(await problem(send(id, 'verify-sender', callBack()))).toMatchObject({
      status: 409,
      detail: expect.stringContaining('not in the directory'),
    });
    const entry = {
      id: 'au-nowhere',
      ...authority,
      kind: 'agency',
      contacts: [{ purpose: 'callback', phone: '+61 2 7777 0000' }],
    };
    expect((await api.post('/v1/authorities', 'admin', entry)).statusCode).toBeLessThan(300);
    expect(await problem(send(id, 'verify-sender', callBack()))).toMatchObject({
      status: 409,
      detail: expect.stringContaining('not verified'),
    });
    await sql`update authority set verification = 'verified' where id = 'au-nowhere'`.execute(api.db);
    expect(await done(id, 'verify-sender', callBack({ contact: '+61277770000' }))).toMatchObject({
      authenticity: 'signer_verified',
    });
  });

  test('is of reviewers and counsel alone, and a check that is refused leaves nothing behind', async () => {
    const id = await receive();
    for (const as of ['approver', 'ops', 'auditor', 'admin'] as const)
      expect(await problem(send(id, 'verify-sender', callBack(), as))).toMatchObject({ slug: 'forbidden' });
    expect(await problem(send(id, 'verify-sender', callBack({ expectedVersion: 99 })))).toMatchObject({ status: 409 });
    expect(await checksOf(id)).toEqual([]);
    expect(await sql`select from sender_check where notice_id = ${id}::uuid`.execute(api.db)).toMatchObject({
      rows: [],
    });
    expect((await api.get(`/v1/notices/${id}/sender-checks`, unbound)).statusCode).toBe(403);
  });
});

describe('whoever verified the sender', () => {
  test('does not approve it alone, is told so beforehand, and another person does', async () => {
    const id = await receive();
    await done(id, 'verify-sender', callBack(), 'counsel');
    await submitted(id);
    const before = await view(id, 'counsel');
    expect(before.submission.mayApprove).toMatchObject({ ok: false, why: expect.stringContaining('your word') });
    expect(before.allowedCommands).not.toContain('approve');
    expect(before.commands).toContainEqual({
      name: 'approve',
      why: 'four_eyes',
      cure: expect.stringContaining('your word'),
    });
    expect(await problem(approve(id, 'counsel'))).toMatchObject({ slug: 'four-eyes', status: 403 });
    expect((await approve(id, 'approver')).statusCode).toBe(200);
  });

  test('approves alone where the channel was bound to the authority', async () => {
    const id = await receive({ authority: 'de-bka', jurisdiction: 'DE' }, police);
    await done(id, 'verify-sender', callBack(), 'counsel');
    await submitted(id);
    expect((await approve(id, 'counsel')).statusCode).toBe(200);
  });

  test('fills one of the two seats of a disclosure, and not both with another verifier', async () => {
    const disclosed = { lane: 'disclose', grounds: ['legal_basis_met'] };
    const id = await receive({ authority: 'de-bka', jurisdiction: 'DE' }, police);
    await done(id, 'verify-sender', callBack(), 'counsel');
    await done(id, 'verify-sender', callBack(), counsel2);
    await submitted(id, disclosed);
    expect((await approve(id, 'counsel')).statusCode).toBe(200);
    expect(await problem(approve(id, counsel2))).toMatchObject({ slug: 'four-eyes' });
    expect((await approve(id, 'approver')).statusCode).toBe(200);
  });

  test('being the only one there to approve is brought before ops', async () => {
    const id = await receive();
    await done(id, 'verify-sender', callBack(), 'counsel');
    await submitted(id);
    await sql`update person set active = false where id in (${api.people.approver.id}::uuid, ${counsel2.id}::uuid)`.execute(
      api.db,
    );
    await watchApprovers(api.db);
    const kinds = (await view(id)).attention.map(({ kind }: { kind: string }) => kind);
    await sql`update person set active = true`.execute(api.db);
    expect(kinds).toContain('absent_approver');
  });
});

describe('what is odd about a sender', () => {
  test('does not tell of a notice that is secret', async () => {
    const secrecy = await api.gagged();
    await receive({ authority: 'fr-arcom', jurisdiction: 'FR', secrecy }, 'intake');
    const first = await receive({ authority: 'fr-arcom', jurisdiction: 'FR' }, 'intake');
    expect(await view(first)).toMatchObject({ senderDoubts: ['sender_is_new'] });
    const second = await receive({ authority: 'fr-arcom', jurisdiction: 'FR' }, 'intake');
    expect(await view(second)).toMatchObject({ senderDoubts: [] });
  });
});

describe('a key', () => {
  const make = (speaksFor?: unknown) =>
    api.post('/v1/keys', 'admin', {
      person: api.people.intake.id,
      name: 'portal',
      roles: ['intake'],
      ...(speaksFor === undefined ? {} : { speaksFor }),
    });

  /** Confirmed by a second person and claimed by its owner. */
  const claimed = async (speaksFor?: unknown) => {
    const { change } = (await make(speaksFor)).json();
    const { claim: token } = (await api.post(`/v1/changes/${change}/confirm`, 'counsel', {})).json();
    return (await api.app.inject({ method: 'POST', url: '/v1/keys/claim', payload: { token } })).json();
  };

  test('speaks for nobody unless it says whom and a second person agrees, and the list shows it', async () => {
    expect(await claimed()).toMatchObject({ speaksFor: [] });
    expect(await claimed('all')).toMatchObject({ speaksFor: 'all' });
    const { id, speaksFor } = await claimed(['de-bka', 'in-meity']);
    expect(speaksFor).toEqual(['de-bka', 'in-meity']);
    const { items } = (await api.get('/v1/keys?limit=200', 'admin')).json();
    expect(items.find((key: { id: string }) => key.id === id)).toMatchObject({ speaksFor: ['de-bka', 'in-meity'] });
  });

  test('of one person that speaks for an authority waits for a second person all the same', async () => {
    const own = { person: api.people.admin.id, name: 'mine', roles: ['admin'], speaksFor: ['in-meity'] };
    const asked = await api.post('/v1/keys', 'admin', own);
    expect([asked.statusCode, asked.json().state]).toEqual([202, 'pending']);
    expect((await api.post(`/v1/changes/${asked.json().change}/confirm`, 'admin', {})).statusCode).toBe(403);
  });

  test('speaks for authorities of the directory alone', async () => {
    for (const speaksFor of [['in-meity', 'in-nobody'], ['*'], ['all']]) {
      const answer = (await make(speaksFor)).json();
      expect(answer).toMatchObject({ status: 422 });
    }
    expect((await make(['in-meity', 'in-nobody'])).json().errors).toMatchObject([{ path: '/speaksFor/1' }]);
  });
});
