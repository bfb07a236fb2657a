import { sql, type Insertable } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { ActivityContext } from '../../activities/activity-context.js';
import type { Command, FrozenSubmission } from '../../domain/commands/command.js';
import type { Act } from '../../domain/acts/act-statement.js';
import type { Authenticity, NoticeKind } from '../../domain/notices/notice.js';
import type { Actor } from '../../domain/people/actor.js';
import type { DecisionAction } from '../../domain/targets/decision-action.js';
import type { Role } from '../../domain/people/permission.js';
import { type RestoreCause, type ApproverSlot, countEnforced } from '../../domain/submissions/submission.js';
import { readTargets, type TargetType } from '../../domain/targets/target.js';
import type { ClockTable } from '../../registry/clocks/tables.js';
import { openDatabase, type Db } from '../../registry/db.js';
import { refreshLedger } from '../../registry/targets/ledger.js';
import { computeDigest, insertFrozenSubmission } from '../../registry/submissions/submissions.js';
import { draftDecisions } from '../../registry/targets/drafts.js';
import { chooseRestorations, freezeDrafts, insertTargets } from '../../registry/targets/targets.js';
import { insertApprovals, moveSubmission } from '../../registry/notices/transitions.js';
import { insertAttempt, insertSignedAct } from '../../registry/notices/commands.js';
import { APPROVAL_KEYS, type ApprovalKeys } from './approval-keys.js';
import { aFrozen } from './builders.js';
import { openAs } from './postgres/registry-logins.js';
import { startRegistryPostgres } from './postgres/registry-postgres.js';

export interface Registry {
  /** Connection as the server's superuser, which no process of the desk has. */
  db: Db;
  worker: Db;
  enforcement: Db;
  url: string;
  pool: Awaited<ReturnType<typeof startRegistryPostgres>>['pool'];
  people: Record<'author' | 'approver' | 'counsel' | 'reviewer', string>;
  stop(): Promise<void>;
}

export async function startRegistry(): Promise<Registry> {
  const postgres = await startRegistryPostgres();
  const db = openDatabase({ url: postgres.url });
  const worker = openAs(postgres.url, 'worker');
  const enforcement = openAs(postgres.url, 'enforcement');
  const people = { author: uuidv7(), approver: uuidv7(), counsel: uuidv7(), reviewer: uuidv7() };
  const roles: Record<string, Role[]> = {
    author: ['reviewer'],
    approver: ['approver'],
    counsel: ['counsel'],
    reviewer: ['reviewer'],
  };
  for (const [name, id] of Object.entries(people)) {
    await db
      .insertInto('person')
      .values({ id, name, email: `${name}@desk.example`, roles: roles[name] ?? [] })
      .execute();
  }
  await writeAuthority(db, 'letters@ministry.example');
  return {
    db,
    worker,
    enforcement,
    url: postgres.url,
    pool: postgres.pool,
    people,
    stop: async () => {
      await Promise.all([db, worker, enforcement].map((one) => one.destroy()));
      await postgres.stop();
    },
  };
}

export async function writeAuthority(
  db: Db,
  email: string,
  verification: 'verified' | 'unverified' = 'verified',
): Promise<void> {
  const values = {
    id: 'xx-ministry',
    name: 'Ministry of Tests',
    country: 'IN',
    kind: 'ministry',
    verification,
    contacts: JSON.stringify([{ purpose: 'letters', email }]),
    signers: '[]',
    domains: [],
  };
  await db
    .insertInto('authority')
    .values(values)
    .onConflict((c) => c.column('id').doUpdateSet(values))
    .execute();
}

/** A fake of the running Temporal activity. */
export function anActivity(attempt = 1): ActivityContext & { heartbeats: unknown[] } {
  const heartbeats: unknown[] = [];
  const never = new AbortController();
  return {
    heartbeats,
    triedMs: () => 0,
    attempt: () => attempt,
    heartbeat: (details) => heartbeats.push(details),
    heartbeatDetails: () => undefined,
    cancellation: () => never.signal,
  };
}

let numbers = 0;

export async function aNotice(
  registry: Registry,
  locators: readonly (string | { type: TargetType; locator: string })[],
  patch: Record<string, unknown> = {},
): Promise<string> {
  const id = uuidv7();
  numbers += 1;
  const row = {
    id,
    number: `N-2021-${String(numbers).padStart(6, '0')}`,
    kind: 'blocking_order',
    authority_id: 'xx-ministry',
    authority_name: 'Ministry of Tests',
    authority_country: 'IN',
    jurisdiction: 'IN',
    regime_id: 'POLICY-DEFAULT',
    regime_version: '1',
    reference: 'REF-1',
    subject: 'A secret matter',
    body: 'text',
    language: 'en',
    channel: 'api',
    authenticity: 'channel_verified',
    secrecy_level: 'open',
    received_at: new Date(),
    created_by: registry.people.author,
    targets: locators.length,
    undecided: locators.length,
    ...patch,
  };
  await registry.db
    .insertInto('notice')
    .values(row as never)
    .execute();
  await signReceipt(registry.db, row);
  const { targets } = readTargets(
    locators.map((one) => ({
      note: '',
      ...(typeof one === 'string' ? { type: 'account' as const, locator: one } : one),
    })),
  );
  await insertTargets(registry.db, { noticeId: id, firstNo: 1, targets });
  return id;
}

async function signReceipt(
  db: Db,
  row: {
    id: string;
    kind: string;
    authority_id: string | null;
    authority_name: string;
    authenticity: string;
    created_by: string | null;
  } & Record<string, unknown>,
): Promise<void> {
  const effectiveUntil = row['effective_until'];
  await signAct(db, {
    id: row.id,
    noticeId: row.id,
    by: row.created_by,
    act: {
      kind: 'receipt',
      facts: {
        authority: row.authority_id,
        authorityName: row.authority_name,
        noticeKind: row.kind as NoticeKind,
        authenticity: row.authenticity as Authenticity,
        regime: { id: String(row['regime_id']), version: String(row['regime_version']) },
        effectiveUntil: effectiveUntil instanceof Date ? effectiveUntil.toISOString() : null,
        links: [],
      },
    },
  });
}

export async function signAct(
  db: Db,
  {
    id = uuidv7(),
    noticeId,
    by,
    act,
    keys = APPROVAL_KEYS,
  }: { id?: string; noticeId: string; by: string | null; act: Act; keys?: ApprovalKeys },
): Promise<void> {
  const person = by === null ? null : { id: by, roles: [] };
  const signed = keys.signer.signAct({ id, noticeId, by: person, act, at: new Date() });
  await insertSignedAct(db, { id, noticeId, signed });
}

/** A clock row as intake writes it: ours, by law, running, due now. */
export function aClockRow(noticeId: string, patch: Partial<Insertable<ClockTable>> = {}): Insertable<ClockTable> {
  return {
    id: uuidv7(),
    notice_id: noticeId,
    position: 0,
    kind: 'comply',
    owner: 'us',
    basis: 'law',
    state: 'running',
    starts_at: new Date(),
    due_at: new Date(),
    met_at: null,
    paused_at: null,
    confirmed: true,
    entered_by: null,
    may_pause: false,
    may_extend: false,
    escalation: '[]',
    receipt: '{}',
    ...patch,
  };
}

export interface FixtureDecision {
  action: DecisionAction;
  grounds?: string[];
  countries?: string[];
  targets?: number[];
}

export async function anApprovedDecision(
  registry: Registry,
  {
    noticeId,
    number = 1,
    decisions,
    approverSlots = ['approver'],
  }: { noticeId: string; number?: number; decisions: FixtureDecision[]; approverSlots?: ApproverSlot[] },
): Promise<string> {
  const { db, people } = registry;
  const commandId = uuidv7();
  for (const {
    action,
    grounds = ['legal_basis_met'],
    countries = action === 'withhold' ? ['IN'] : [],
    targets,
  } of decisions) {
    const selection = targets === undefined ? { all: true } : { targets };
    await draftDecisions(db, {
      noticeId,
      selection,
      action,
      grounds,
      countries,
      note: '',
      by: people.author,
      at: new Date(),
    });
  }
  const { lines, drafters } = await freezeDrafts(db, { noticeId, submission: number });
  const byAction: Partial<Record<DecisionAction, number>> = {};
  for (const { action } of lines) if (action !== 'restore') byAction[action] = (byAction[action] ?? 0) + 1;
  const digest = computeDigest({ noticeId, submission: number, purpose: 'decision', cause: null, letter: null, lines });
  await insertFrozenSubmission(db, {
    noticeId,
    number,
    purpose: 'decision',
    cause: null,
    digest,
    author: people.author,
    drafters,
    letter: null,
    approverSlots,
    byAction,
    targets: lines.length,
    enforced: countEnforced(byAction),
    commandId,
  });
  const frozen = { number, digest, purpose: 'decision' as const, cause: null, approverSlots, drafters };
  await submitDrafts(registry, { noticeId, commandId, frozen });
  await approve(registry, { noticeId, number, digest, approverSlots });
  return digest;
}

export async function anApprovedRestoration(
  registry: Registry,
  {
    noticeId,
    number,
    targets,
    cause = 'appeal_won',
    approverSlots = ['approver'],
  }: { noticeId: string; number: number; targets: number[]; cause?: RestoreCause; approverSlots?: ApproverSlot[] },
): Promise<void> {
  const { db, people } = registry;
  const commandId = uuidv7();
  await insertFrozenSubmission(db, {
    noticeId,
    number,
    purpose: 'restoration',
    cause,
    digest: '',
    author: people.author,
    letter: null,
    approverSlots,
    byAction: {},
    targets: 0,
    enforced: 0,
    commandId,
  });
  const lines = await chooseRestorations(db, { noticeId, submission: number, selection: { targets } });
  const digest = computeDigest({ noticeId, submission: number, purpose: 'restoration', cause, letter: null, lines });
  await db
    .updateTable('submission')
    .set({ digest, targets: lines.length, enforced: lines.length })
    .where('notice_id', '=', noticeId)
    .where('number', '=', number)
    .execute();
  const frozen = { number, digest, purpose: 'restoration' as const, cause, approverSlots, drafters: [] };
  await submitDrafts(registry, { noticeId, commandId, frozen });
  await approve(registry, { noticeId, number, digest, approverSlots });
}

export async function attemptSigned(
  db: Db,
  { noticeId, command, keys = APPROVAL_KEYS }: { noticeId: string; command: Command; keys?: ApprovalKeys },
): Promise<void> {
  const signed = keys.signer.signActOf(noticeId, command, new Date());
  await insertAttempt(db, { noticeId, command, signed });
}

async function submitDrafts(
  { db, people }: Registry,
  { noticeId, commandId, frozen }: { noticeId: string; commandId: string; frozen: Partial<FrozenSubmission> },
): Promise<void> {
  const actor: Actor = { kind: 'person', id: people.author, name: 'author', roles: ['reviewer'] };
  const command: Command = { id: commandId, name: 'submit', actor, body: { frozen: aFrozen(frozen) } };
  await attemptSigned(db, { noticeId, command });
}

async function approve(
  { db, people }: Registry,
  {
    noticeId,
    number,
    digest,
    approverSlots,
  }: { noticeId: string; number: number; digest: string; approverSlots: ApproverSlot[] },
): Promise<void> {
  const approvals = approverSlots.map((slot) => ({
    submission: number,
    digest,
    by: people[slot],
    name: slot,
    roles: [slot],
    atMs: Date.now(),
    commandId: uuidv7(),
  }));
  for (const { by, name, roles, commandId: id } of approvals) {
    const actor: Actor = { kind: 'person', id: by, name, roles };
    await attemptSigned(db, {
      noticeId,
      command: { id, name: 'approve', actor, body: { submission: number, digest } },
    });
  }
  await insertApprovals(db, { noticeId, approvals });
  await moveSubmission(db, { noticeId, move: { number, state: 'approved' } });
  await refreshLedger(db, noticeId);
}

export async function openAlerts(db: Db, noticeId: string): Promise<string[]> {
  const rows = await db
    .selectFrom('alert')
    .select('kind')
    .where('notice_id', '=', noticeId)
    .where('resolved_at', 'is', null)
    .orderBy('kind')
    .execute();
  return rows.map(({ kind }) => kind);
}

export async function statuses(db: Db, noticeId: string): Promise<Record<string, number>> {
  const { rows } = await sql<{
    status: string;
    count: number;
  }>`select status, count(*) as count from target where notice_id = ${noticeId}::uuid group by status order by status`.execute(
    db,
  );
  return Object.fromEntries(rows.map(({ status, count }) => [status, count]));
}
