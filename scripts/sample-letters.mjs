// Sample letters of laws that see most notices, made by a running desk through its API: `node scripts/sample-letters.mjs
// FOLDER` files, triages, decides and approves one notice a law on the desk of DESK_HOME, and keeps each letter's PDF.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const folder = process.argv[2];
if (folder === undefined) throw new Error('Name the folder of the PDFs: node scripts/sample-letters.mjs docs/letters');
const { api, keys } = JSON.parse(readFileSync(join(process.env.DESK_HOME ?? 'data', 'desk.json'), 'utf8'));

const GAGGED = { level: 'gagged', people: ['role:reviewer', 'role:approver', 'role:counsel'] };

/** One letter a law: what the document is, which points it lacks, and how people answer it. */
const SAMPLES = [
  {
    file: 'in-69a-push-back',
    order: {
      kind: 'blocking_order',
      authority: 'in-meity',
      jurisdiction: 'IN',
      regime: 'IN-69A-EMERG',
      reference: '16(1)/2026-CLES',
    },
    missing: ['reasons-in-writing', 'signature'],
    decide: { action: 'push_back', grounds: ['deficient', 'protected_speech'] },
  },
  {
    file: 'in-it-rules-question',
    order: {
      kind: 'removal_order',
      authority: 'in-i4c',
      jurisdiction: 'IN',
      regime: 'IN-ITR-3-1-D',
      reference: 'I4C/79(3)(b)/4711',
    },
    missing: ['exact-address'],
    decide: { action: 'clarify', grounds: ['insufficient_identification'] },
  },
  {
    file: 'tr-5651-report-of-effect',
    order: {
      kind: 'blocking_order',
      authority: 'tr-btk',
      jurisdiction: 'TR',
      regime: 'TR-5651-8A',
      reference: 'BTK-2026/1182',
      language: 'tr',
    },
    decide: { action: 'withhold', grounds: ['complied_under_protest'] },
    letter: 'report_of_effect',
  },
  {
    file: 'eu-tco-impossible',
    order: {
      kind: 'removal_order',
      authority: 'de-bka',
      jurisdiction: 'DE',
      regime: 'EU-TCO',
      reference: 'BKA-ST-2026-0099',
      language: 'de',
    },
    missing: ['exact-address'],
    decide: { action: 'push_back', grounds: ['impossible', 'deficient'] },
  },
  {
    file: 'eu-dsa-report-of-effect',
    order: {
      kind: 'removal_order',
      authority: 'fr-arcom',
      jurisdiction: 'FR',
      regime: 'EU-DSA-9',
      reference: 'ARCOM-2026-311',
      language: 'fr',
    },
    decide: { action: 'withhold', grounds: ['legal_basis_met'] },
    letter: 'report_of_effect',
  },
  {
    file: 'de-tdddg-question',
    order: {
      kind: 'information_order',
      authority: 'de-bka',
      jurisdiction: 'DE',
      regime: 'DE-TDDDG-22',
      reference: 'ST 32 – 5511/26',
      secrecy: GAGGED,
      language: 'de',
    },
    missing: ['legal-basis'],
    decide: { action: 'clarify', grounds: ['missing_document'] },
  },
  {
    file: 'fr-lcen-push-back',
    order: {
      kind: 'removal_order',
      authority: 'fr-ofac',
      jurisdiction: 'FR',
      regime: 'FR-LCEN-6-1',
      reference: 'OFAC-2026-8821',
      language: 'fr',
    },
    missing: ['exact-address'],
    decide: { action: 'push_back', grounds: ['deficient'] },
  },
  {
    file: 'br-marco-civil-push-back',
    order: {
      kind: 'court_order',
      authority: 'br-stf',
      jurisdiction: 'BR',
      regime: 'BR-MCI19',
      reference: 'PET 12345/DF',
      language: 'pt',
    },
    missing: ['exact-address'],
    decide: { action: 'push_back', grounds: ['deficient'] },
  },
  {
    file: 'ru-149fz-push-back',
    order: {
      kind: 'blocking_order',
      authority: 'ru-rkn',
      jurisdiction: 'RU',
      regime: 'RU-149FZ-15-3',
      reference: '27-31-2026/Ид-1',
      language: 'ru',
    },
    decide: { action: 'push_back', grounds: ['protected_speech', 'no_jurisdiction'] },
  },
  {
    file: 'au-osa-report-of-effect',
    order: {
      kind: 'removal_order',
      authority: 'au-esafety',
      jurisdiction: 'AU',
      regime: 'AU-OSA-109',
      reference: 'CYC-2026-00412',
    },
    decide: { action: 'remove_law', grounds: ['legal_basis_met'] },
    letter: 'report_of_effect',
  },
  {
    file: 'uk-terrorism-act-push-back',
    order: {
      kind: 'removal_order',
      authority: 'uk-police',
      jurisdiction: 'GB',
      regime: 'UK-TACT06',
      reference: 'CTIRU/26/7710',
    },
    missing: ['warning', 'served-properly'],
    decide: { action: 'push_back', grounds: ['deficient'] },
  },
  {
    file: 'us-nsl-gag-challenge',
    order: {
      kind: 'information_order',
      authority: 'us-fbi',
      jurisdiction: 'US',
      regime: 'US-NSL',
      reference: 'NSL-26-481516',
      secrecy: GAGGED,
    },
    request: {
      kind: 'gag_challenge',
      with: 'The Special Agent in Charge',
      subject: 'Review of the nondisclosure requirement',
      proposal: 'We ask for judicial review of the nondisclosure requirement.',
    },
    letter: 'gag_challenge',
  },
];

const TARGETS = [
  { type: 'post', locator: 'https://social.example/p/1001' },
  { type: 'account', locator: '@sample_account' },
];

mkdirSync(folder, { recursive: true });
for (const sample of SAMPLES) {
  const bytes = await make(sample);
  writeFileSync(join(folder, `${sample.file}.pdf`), bytes);
  process.stdout.write(`${sample.file}.pdf\n`);
}

async function make({
  order,
  missing = [],
  decide,
  request,
  letter = decide?.action === 'clarify' ? 'clarification' : 'push_back',
}) {
  const issued = new Date(Date.now() - 26 * 3_600_000).toISOString();
  const { id } = await call('intake', '/v1/notices', {
    subject: 'Sample order',
    channel: 'letter',
    issuedAt: issued,
    servedAt: new Date(Date.now() - 2 * 3_600_000).toISOString(),
    orderedDeadline: { within: 'P3D' },
    targets: TARGETS,
    ...order,
  });
  const notice = await until(
    () => read(`/v1/notices/${id}`),
    ({ stage }) => stage !== 'received',
  );
  const checklist = Object.fromEntries(
    notice.checklist.map((point) => [point.id, missing.includes(point.id) ? 'missing' : 'present']),
  );
  await command(id, 'triage', { checklist });
  if (decide !== undefined) {
    await command(id, 'decide', { select: { all: true }, ...decide });
    await command(id, 'submit', {});
    await approve(id);
  }
  if (request !== undefined) await command(id, 'request-dialogue', request, 'approver');
  const sent = await until(
    async () => (await read(`/v1/notices/${id}/letters`)).items.find(({ kind }) => kind === letter),
    (found) => found?.state === 'sent',
  );
  const pdf = await fetch(`${api}/v1/notices/${id}/letters/${sent.n}/pdf`, {
    headers: { authorization: `Bearer ${keys.reviewer}` },
  });
  if (!pdf.ok) throw new Error(`${letter}: ${pdf.status} ${await pdf.text()}`);
  return Buffer.from(await pdf.arrayBuffer());
}

async function approve(id) {
  for (const role of ['approver', 'counsel']) {
    const { stage, submission } = await read(`/v1/notices/${id}`);
    if (stage !== 'approval') return;
    await command(id, 'approve', { submission: submission.number, digest: submission.digest }, role);
  }
}

function command(id, name, body, role = 'reviewer') {
  return call(role, `/v1/notices/${id}/${name}`, body);
}

function read(path) {
  return call('reviewer', path);
}

async function call(role, path, body) {
  const response = await fetch(`${api}${path}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: {
      authorization: `Bearer ${keys[role]}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'idempotency-key': randomUUID() }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer = await response.json();
  if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

async function until(ask, holds) {
  for (const end = Date.now() + 60_000; ; await sleep(250)) {
    const value = await ask();
    if (holds(value)) return value;
    if (Date.now() > end) throw new Error(`It never came: ${JSON.stringify(value)?.slice(0, 500)}`);
  }
}
