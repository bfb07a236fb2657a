import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import { readFenced } from '../../../../sandbox/lists/fence.js';
import { callBackSheet } from '../../../../application/intake/sender/call-back-sheet.js';
import { SHEET_LANGUAGES } from '../../../../application/intake/sender/sheet-words.js';
import { watchApprovers } from '../../../../jobs/watch-approvers.js';
import { SENDER_POINTS } from '../../../../domain/notices/sender-points.js';
import { startDomainApi, type ApiHarness, type HarnessPerson } from '../../../support/api-harness.js';
import { createDomainEngine } from '../../../support/domain-engine.js';
import { unzip } from '../../../support/unzip.js';

let api: ApiHarness;
let unbound: HarnessPerson;
let police: HarnessPerson;
let counsel2: HarnessPerson;
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
  points: SENDER_POINTS,
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
const listChecks = async (id: string) => (await api.get(`/v1/notices/${id}/sender-checks`, 'auditor')).json().items;

async function comeByMail(id: string, mail: { from: string; replyTo?: string[]; signature?: object }) {
  const words = { spf: 'pass', dkim: 'none', dmarc: 'none', arc: 'none', aligned: false };
  const authentication = { ...words, signature: mail.signature ?? null };
  const facts = { answers: [], automatic: false, bounce: null, replyTo: mail.replyTo ?? [], problems: [] };
  await sql`
    insert into inbound_mail (id, way, envelope, sha256, content_sha256, size, read_at, from_address, authentication, facts, sorted_at,
      state, notice_id)
    values (${uuidv7()}::uuid, 'smtp', '{}', ${'a'.repeat(64)}, ${uuidv7()}, 1, now(), ${mail.from},
      ${JSON.stringify(authentication)}::jsonb, ${JSON.stringify(facts)}::jsonb, now(), 'accepted', ${id}::uuid)`.execute(
    api.db,
  );
}

async function submitted(id: string, decide: object = { action: 'withhold', grounds: ['legal_basis_met'] }) {
  await done(id, 'triage', {});
  await done(id, 'decide', { select: { all: true }, ...decide });
  return done(id, 'submit', {});
}
const approve = async (id: string, as: Who) => {
  const { submission } = await view(id);
  return send(id, 'approve', { submission: submission.number, digest: submission.digest }, as);
};

describe('intake channel', () => {
  test('proves no authority that it is not bound to, and triggers no acknowledgement', async () => {
    const id = await receive();
    expect(await view(id)).toMatchObject({
      authenticity: 'unverified',
      senderDoubts: ['sender_unproven', 'sender_is_new', 'sender_not_called'],
    });
    expect(acknowledged(id)).toBe(false);
    expect(await view(await receive({}, police))).toMatchObject({ authenticity: 'unverified' });
  });

  test('proves the authority that it is bound to, which gets its acknowledgement immediately', async () => {
    const id = await receive({ authority: 'de-bka', jurisdiction: 'DE' }, police);
    expect(await view(id)).toMatchObject({ authenticity: 'channel_verified' });
    expect(acknowledged(id)).toBe(true);
  });

  test('brings a confirmed deadline only from the authority it is bound to', async () => {
    const ordered = { orderedDeadline: { within: 'PT2H' } };
    const fetchConfirmed = async (id: string) => (await view(id)).orderedDeadline;
    expect(await fetchConfirmed(await receive(ordered))).toMatchObject({ confirmed: false, enteredBy: unbound.id });
    expect(
      await fetchConfirmed(await receive({ ...ordered, authority: 'de-bka', jurisdiction: 'DE' }, police)),
    ).toMatchObject({ confirmed: true, enteredBy: null });
    expect(await fetchConfirmed(await receive({ ...ordered, authority: FAKE }, 'intake'))).toMatchObject({
      confirmed: true,
    });
  });

  test('without a bound authority allows no emergency before a sender check, however short the order', async () => {
    const id = await receive({ orderedDeadline: { within: 'PT30M' } });
    const { items } = (await api.get(`/v1/notices/${id}/clocks`, 'reviewer')).json();
    const clock = items.find(({ kind }: { kind: string }) => kind === 'comply').id;
    await done(id, 'confirm-deadline', { clock });
    await done(id, 'triage', {});
    await done(id, 'decide', { select: { all: true }, action: 'withhold', grounds: ['emergency_interim'] });
    expect(await problem(send(id, 'submit', { emergency: true }))).toMatchObject({
      slug: 'illegal-transition',
      detail: expect.stringContaining('verify-sender'),
    });
    await done(id, 'verify-sender', callBack());
    expect((await send(id, 'submit', { emergency: true })).statusCode).toBe(200);
  });
});

describe('triage of the sender', () => {
  test('cannot verify a fake ministry, and its oddities are shown to the approver as risks', async () => {
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
    const { submission } = await submitted(id, { action: 'push_back', grounds: ['wrong_authority'] });
    expect(submission.risks).toEqual(
      expect.arrayContaining(['sender_unproven', 'sender_is_new', 'sender_near_name', 'sender_foreign_mail']),
    );
  });
});

describe('sender check', () => {
  test('by call back stores the contact as it was then, and releases the acknowledgement', async () => {
    const id = await receive();
    const after = await done(id, 'verify-sender', callBack({ comment: 'For the file.' }));
    expect(after).toMatchObject({
      authenticity: 'signer_verified',
      verifiedBy: [api.people.reviewer.id],
      senderDoubts: [],
    });
    expect(acknowledged(id)).toBe(true);
    const [check] = await listChecks(id);
    expect(check).toMatchObject({
      method: 'call_back',
      contact: { authority: 'au-esafety', purpose: 'letters', email: 'au-esafety@authority.example' },
      outcome: 'confirmed',
      before: 'unverified',
      by: api.people.reviewer.id,
      note: 'Spoke to the desk officer.',
      points: SENDER_POINTS,
    });
    const { items } = (await api.get(`/v1/notices/${id}/timeline`, 'reviewer')).json();
    expect(items.at(-1)).toMatchObject({
      action: 'verify_sender',
      detail: { contact: 'au-esafety@authority.example', authenticity: 'signer_verified', comment: 'For the file.' },
    });
    const files = await unzip((await api.get(`/v1/notices/${id}/bundle?names=true`, 'counsel')).rawPayload);
    expect(JSON.parse(files.get('sender-checks.json')?.toString() ?? 'null')).toEqual([check]);
  });

  test('that is denied rejects the notice; an unanswered one is kept and changes nothing', async () => {
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
    expect((await listChecks(id)).map(({ outcome }: { outcome: string }) => outcome)).toEqual(['no_answer', 'denied']);
  });

  test('by known document must name a document of the notice', async () => {
    const document = {
      name: 'order.txt',
      mediaType: 'text/plain',
      contentBase64: Buffer.from('Order').toString('base64'),
    };
    const id = await receive({ documents: [document] });
    const sha256 = createHash('sha256').update('Order').digest('hex');
    const known = (hash?: string) => ({
      method: 'known_document',
      outcome: 'confirmed',
      note: 'The same letterhead and docket as in our file.',
      ...(hash === undefined ? {} : { document: hash }),
    });
    expect(await problem(send(id, 'verify-sender', known()))).toMatchObject({ status: 422, path: '/document' });
    expect(await problem(send(id, 'verify-sender', known('0'.repeat(64))))).toMatchObject({ path: '/document' });
    expect(await done(id, 'verify-sender', known(sha256))).toMatchObject({ authenticity: 'signer_verified' });
    expect(await listChecks(id)).toMatchObject([{ method: 'known_document', document: sha256, contact: null }]);
  });

  test('by signature is rejected while the desk has verified no signature', async () => {
    const id = await receive();
    const answer = await problem(
      send(id, 'verify-sender', { method: 'signature', outcome: 'confirmed', note: 'Looks right.' }),
    );
    expect(answer).toMatchObject({ status: 409, detail: expect.stringContaining('no valid signature') });
    expect(await listChecks(id)).toEqual([]);
  });

  test('by signature requires a valid signature by a signer in the directory', async () => {
    const { items } = (await api.get('/v1/authorities?limit=200', 'admin')).json();
    const entry = items.find((one: { id: string }) => one.id === 'au-esafety');
    const [domain] = entry.domains;
    const check = { method: 'signature', outcome: 'confirmed', note: 'S/MIME of the desk officer.' };
    const signedBy = async (signature: object) => {
      const id = await receive({ channel: 'mail' });
      await comeByMail(id, { from: `officer@${domain}`, signature });
      return id;
    };
    const good = { kind: 'smime', valid: true, signer: `A. Officer <officer@${domain}>`, problem: null };
    const broken = await signedBy({ ...good, valid: false, problem: 'the signed content was changed' });
    expect(await problem(send(broken, 'verify-sender', check))).toMatchObject({
      status: 409,
      detail: expect.stringContaining('was changed'),
    });
    const foreign = await signedBy({ ...good, signer: 'A. Officer <officer@elsewhere.example>' });
    expect(await problem(send(foreign, 'verify-sender', check))).toMatchObject({
      status: 409,
      detail: expect.stringContaining('does not match a domain or signer'),
    });
    const id = await signedBy(good);
    const { mails, triggers } = (await api.get(`/v1/notices/${id}/authenticity`, 'reviewer')).json();
    expect(mails).toMatchObject([{ from: `officer@${domain}`, authentication: { signature: good }, reply: null }]);
    expect(triggers.map(({ code }: { code: string }) => code)).toContain('sender_not_called');
    expect(await done(id, 'verify-sender', check)).toMatchObject({ authenticity: 'signer_verified' });
  });

  test('reports no missing number if the mail’s text names one, while the reference stays empty until triage', async () => {
    const listCodes = async (body: string) => {
      const id = await receive({ channel: 'mail', reference: '', body });
      const { triggers } = (await api.get(`/v1/notices/${id}/authenticity`, 'reviewer')).json();
      expect((await view(id)).reference).toBe('');
      return triggers.map(({ code }: { code: string }) => code);
    };
    expect(await listCodes('eSafety Commissioner\nOur ref. R/7/2026\nRemove this.')).not.toContain(
      'document_no_number',
    );
    expect(await listCodes('eSafety Commissioner\nRemove this.')).toContain('document_no_number');
  });

  test('reports foreign sender and reply-to addresses of a mail', async () => {
    const id = await receive({ channel: 'mail' });
    await comeByMail(id, { from: 'officer@esafety-gov.example', replyTo: ['answers@forger.example'] });
    const { triggers } = (await api.get(`/v1/notices/${id}/authenticity`, 'reviewer')).json();
    expect(triggers).toContainEqual({
      code: 'sender_foreign_mail',
      words: expect.any(String),
      basis: ['officer@esafety-gov.example', 'answers@forger.example'],
    });
  });

  test('by call back accepts only contacts of the directory', async () => {
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

  test('by call back is rejected for an authority not in the directory, until an admin has entered it', async () => {
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

  test('requires reviewer or counsel, and leaves nothing behind when rejected', async () => {
    const id = await receive();
    for (const as of ['approver', 'ops', 'auditor', 'admin'] as const)
      expect(await problem(send(id, 'verify-sender', callBack(), as))).toMatchObject({ slug: 'forbidden' });
    expect(await problem(send(id, 'verify-sender', callBack({ expectedVersion: 99 })))).toMatchObject({ status: 409 });
    expect(await listChecks(id)).toEqual([]);
    expect(await sql`select from sender_check where notice_id = ${id}::uuid`.execute(api.db)).toMatchObject({
      rows: [],
    });
    expect((await api.get(`/v1/notices/${id}/sender-checks`, unbound)).statusCode).toBe(403);
  });
});

describe('approval by the person who verified the sender', () => {
  test('is rejected and announced beforehand, while another person can approve', async () => {
    const id = await receive();
    await done(id, 'verify-sender', callBack(), 'counsel');
    await submitted(id);
    const before = await view(id, 'counsel');
    expect(before.submission.mayApprove).toMatchObject({
      ok: false,
      why: expect.stringContaining('You verified the sender'),
    });
    expect(before.allowedCommands).not.toContain('approve');
    expect(before.commands).toContainEqual({
      name: 'approve',
      why: 'four_eyes',
      cure: expect.stringContaining('You verified the sender'),
    });
    expect(await problem(approve(id, 'counsel'))).toMatchObject({ slug: 'four-eyes', status: 403 });
    expect((await approve(id, 'approver')).statusCode).toBe(200);
  });

  test('is accepted if the channel was bound to the authority', async () => {
    const id = await receive({ authority: 'de-bka', jurisdiction: 'DE' }, police);
    await done(id, 'verify-sender', callBack(), 'counsel');
    await submitted(id);
    expect((await approve(id, 'counsel')).statusCode).toBe(200);
  });

  test('fills one approver slot of a disclosure, and not both together with another verifier', async () => {
    const disclosed = { action: 'disclose', grounds: ['legal_basis_met'] };
    const id = await receive({ authority: 'de-bka', jurisdiction: 'DE' }, police);
    await done(id, 'verify-sender', callBack(), 'counsel');
    await done(id, 'verify-sender', callBack(), counsel2);
    await submitted(id, disclosed);
    expect((await approve(id, 'counsel')).statusCode).toBe(200);
    expect(await problem(approve(id, counsel2))).toMatchObject({ slug: 'four-eyes' });
    expect((await approve(id, 'approver')).statusCode).toBe(200);
  });

  test('raises an alert if no other person can approve', async () => {
    const id = await receive();
    await done(id, 'verify-sender', callBack(), 'counsel');
    await submitted(id);
    await sql`update person set active = false where id in (${api.people.approver.id}::uuid, ${counsel2.id}::uuid)`.execute(
      api.db,
    );
    await watchApprovers(api.db);
    const kinds = (await view(id)).alert.map(({ kind }: { kind: string }) => kind);
    await sql`update person set active = true`.execute(api.db);
    expect(kinds).toContain('absent_approver');
  });
});

describe('doubts about a sender', () => {
  test('do not reveal a secret notice', async () => {
    const secrecy = await api.gagged();
    await receive({ authority: 'fr-arcom', jurisdiction: 'FR', secrecy }, 'intake');
    const first = await receive({ authority: 'fr-arcom', jurisdiction: 'FR' }, 'intake');
    expect(await view(first)).toMatchObject({ senderDoubts: ['sender_is_new'] });
    const second = await receive({ authority: 'fr-arcom', jurisdiction: 'FR' }, 'intake');
    expect(await view(second)).toMatchObject({ senderDoubts: [] });
  });
});

describe('similarity to an earlier notice', () => {
  const WORDS = `eSafety Commissioner. Whereas the Commissioner is satisfied that the material at the places below is class 1
    material, the provider shall take all reasonable steps to ensure its removal. No. R/1.`;
  const order = (patch: object = {}) => ({ reference: 'R/1', body: `${WORDS}\n1. @${names + 1}`, ...patch });
  const of = async (id: string, code: string, as: Who = 'counsel') => {
    const { triggers } = (await api.get(`/v1/notices/${id}/authenticity`, as)).json();
    return triggers.find((trigger: { code: string }) => trigger.code === code)?.basis;
  };

  test('is reported with its number, for a reused reference and a repeated text', async () => {
    const first = await view(await receive(order()));
    const second = await receive(order());
    expect(await of(second, 'reference_reused')).toEqual(['R/1', first.number]);
    expect(await of(second, 'document_repeats')).toEqual([first.number]);
    expect((await view(second)).senderDoubts).toEqual(expect.arrayContaining(['reference_reused', 'document_repeats']));
    const { submission } = await submitted(second, { action: 'push_back', grounds: ['wrong_authority'] });
    expect(submission.risks).toEqual(expect.arrayContaining(['reference_reused', 'document_repeats']));
    expect(await of(first.id, 'document_repeats')).toBeUndefined();
  });

  test('is not reported for a linked notice, another authority, or the same targets', async () => {
    const targets = [{ type: 'account', locator: '@same' }];
    const first = await receive(order({ reference: 'R/2', body: `${WORDS} Two.`, targets }));
    const again = await receive(order({ reference: 'R/2', body: `${WORDS} Two.`, targets }));
    expect(await of(again, 'document_repeats')).toBeUndefined();
    expect(await of(again, 'reference_reused')).toBeDefined();
    const relatesTo = [first, again].map((notice) => ({ notice, as: 'reminds' }));
    const linked = await receive(order({ reference: 'R/2', body: `${WORDS} Two.`, relatesTo }));
    for (const code of ['reference_reused', 'document_repeats']) expect(await of(linked, code)).toBeUndefined();
    const other = await receive({ authority: 'de-bka', jurisdiction: 'DE', reference: 'R/2' });
    expect(await of(other, 'reference_reused')).toBeUndefined();
  });

  test('to a secret notice is shown only to people who can read it, and not in a submission’s risks', async () => {
    const secrecy = await api.gagged();
    const secret = order({ reference: 'R/3', body: `${WORDS} Three.` });
    await receive({ ...secret, secrecy }, 'intake');
    const open = await receive({ ...secret, targets: [{ type: 'account', locator: '@other' }] });
    for (const code of ['reference_reused', 'document_repeats']) {
      expect(await of(open, code, 'reviewer')).toBeUndefined();
      expect((await view(open, 'reviewer')).senderDoubts).not.toContain(code);
    }
    const { submission } = await submitted(open, { action: 'push_back', grounds: ['wrong_authority'] });
    expect(submission.risks).not.toContain('reference_reused');
    expect(submission.risks).not.toContain('document_repeats');
    for (const code of ['reference_reused', 'document_repeats']) expect(await of(open, code, 'counsel')).toBeDefined();
  });
});

describe('GET /v1/notices/{id}/authenticity', () => {
  test('returns arrival, directory then and now, triggers, checks and the risks shown to approvers', async () => {
    const id = await receive();
    await done(id, 'verify-sender', callBack({ points: ['contact_from_directory'] }));
    await submitted(id);
    const { items } = (await api.get('/v1/authorities?limit=200', 'admin')).json();
    const entry = items.find((one: { id: string }) => one.id === 'au-esafety');
    const saved = await api.post('/v1/authorities', 'admin', { ...entry, name: 'eSafety Commissioner of Australia' });
    expect(saved.statusCode).toBeLessThan(300);
    const dossier = (await api.get(`/v1/notices/${id}/authenticity`, 'approver')).json();
    expect(dossier).toMatchObject({
      notice: { id },
      authenticity: 'signer_verified',
      came: { channel: 'api', enteredBy: unbound.id },
      mails: [],
      directory: {
        named: { id: 'au-esafety', country: 'AU' },
        atReceipt: { name: entry.name },
        now: { name: 'eSafety Commissioner of Australia' },
        changes: [{ byName: 'admin', fields: [{ field: 'name', before: entry.name }] }],
      },
      triggers: [
        {
          code: 'sender_check_incomplete',
          words: expect.any(String),
          basis: expect.arrayContaining(['signer_or_superior']),
        },
      ],
      checks: [{ points: ['contact_from_directory'], open: expect.arrayContaining(['targets_compared']) }],
      verifiedBy: [api.people.reviewer.id],
      shown: [{ submission: 1, risks: expect.arrayContaining(['sender_check_incomplete']) }],
    });
    const files = await unzip((await api.get(`/v1/notices/${id}/bundle?names=true`, 'counsel')).rawPayload);
    const inBundle = JSON.parse(files.get('authenticity.json')?.toString() ?? 'null');
    expect({ ...inBundle, madeAt: null }).toEqual({ ...dossier, madeAt: null });
    await api.post('/v1/authorities', 'admin', entry);
  });

  test('requires a role that reads documents, and answers 404 for an unreadable notice', async () => {
    const id = await receive();
    for (const as of ['ops', 'admin'] as const)
      expect((await api.get(`/v1/notices/${id}/authenticity`, as)).statusCode).toBe(403);
    const hidden = await receive({ secrecy: await api.gagged() }, 'intake');
    expect((await api.get(`/v1/notices/${hidden}/authenticity`, 'reviewer')).statusCode).toBe(404);
  });
});

describe('call-back sheet', () => {
  const facts = {
    mark: 'N-2021-000001',
    authority: 'eSafety Commissioner',
    entry: {
      contacts: [
        { purpose: 'callback' as const, phone: '+61 2 7777 0000' },
        { purpose: 'letters' as const, email: 'old@authority.example', validTo: '2021-01-01T00:00:00Z' },
      ],
    },
    at: new Date('2021-02-01T00:00:00Z'),
  };

  test.each(SHEET_LANGUAGES)('lists the current contacts and the whole checklist, in %s', (language) => {
    const { title, text } = callBackSheet({ ...facts, language });
    expect(title).toContain('N-2021-000001');
    expect(text).toContain('+61 2 7777 0000');
    expect(text).not.toContain('old@authority.example');
    expect(text.split('[   ]')).toHaveLength(SENDER_POINTS.length + 3 + 1);
  });

  test('states that an authority has no contact', () => {
    const { text } = callBackSheet({ ...facts, entry: null, language: 'en' });
    expect(text).toContain('no currently valid contact');
  });

  test('is a PDF without number and authority of a secret notice, and without any subject', async () => {
    const fetchText = async (id: string, as: Who) => {
      const answer = await api.get(`/v1/notices/${id}/call-back-sheet?language=fr`, as);
      expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/pdf']);
      const { text } = await readFenced(answer.rawPayload, 'pdf');
      return text.map((line) => line.text).join(' ');
    };
    const open = await receive({ subject: 'Operation Quiet' });
    const secret = await receive({ subject: 'Operation Quiet', secrecy: await api.gagged() }, 'intake');
    const { number } = await view(open);
    const shown = await fetchText(open, 'reviewer');
    expect(shown).toContain(number);
    expect(shown).toContain('au-esafety@authority.example');
    const hidden = await fetchText(secret, 'counsel');
    expect(hidden).toContain(secret);
    for (const word of [(await view(secret)).number, 'eSafety', 'Quiet']) expect(hidden).not.toContain(word);
    expect(shown).not.toContain('Quiet');
    expect((await api.get(`/v1/notices/${secret}/call-back-sheet`, 'reviewer')).statusCode).toBe(404);
  });
});

describe('intake key of an authority', () => {
  const make = (speaksFor?: unknown) =>
    api.post('/v1/keys', 'admin', {
      person: api.people.intake.id,
      name: 'portal',
      roles: ['intake'],
      ...(speaksFor === undefined ? {} : { speaksFor }),
    });

  const claimed = async (speaksFor?: unknown) => {
    const { change } = (await make(speaksFor)).json();
    await api.post(`/v1/changes/${change}/confirm`, 'counsel', {});
    return (await api.post('/v1/keys/claim', 'intake', { change })).json();
  };

  test('speaks for no authority unless it names one, and the key list shows which', async () => {
    expect(await claimed()).toMatchObject({ speaksFor: [] });
    expect(await claimed('all')).toMatchObject({ speaksFor: 'all' });
    const { id, speaksFor } = await claimed(['de-bka', 'in-meity']);
    expect(speaksFor).toEqual(['de-bka', 'in-meity']);
    const { items } = (await api.get('/v1/keys?limit=200', 'admin')).json();
    expect(items.find((key: { id: string }) => key.id === id)).toMatchObject({ speaksFor: ['de-bka', 'in-meity'] });
  });

  test('requires a second person even if an admin requests it for themselves', async () => {
    const own = { person: api.people.admin.id, name: 'mine', roles: ['admin'], speaksFor: ['in-meity'] };
    const change = await api.post('/v1/keys', 'admin', own);
    expect([change.statusCode, change.json().state]).toEqual([202, 'pending']);
    expect((await api.post(`/v1/changes/${change.json().change}/confirm`, 'admin', {})).statusCode).toBe(403);
  });

  test('accepts only authorities of the directory', async () => {
    for (const speaksFor of [['in-meity', 'in-nobody'], ['*'], ['all']]) {
      const answer = (await make(speaksFor)).json();
      expect(answer).toMatchObject({ status: 422 });
    }
    expect((await make(['in-meity', 'in-nobody'])).json().errors).toMatchObject([{ path: '/speaksFor/1' }]);
  });
});
