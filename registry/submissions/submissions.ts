import { createHash } from 'node:crypto';
import type { TargetType } from '../../domain/targets/target.js';
import { type NotNull, sql } from 'kysely';
import {
  restsOnOrder,
  countEnforced,
  toDigestContent,
  type DigestLine,
  type EnforcementCounts,
  type RestoreCause,
  type Risk,
  type ApproverSlot,
  type SubmissionContent,
  type SubmissionLetter,
  type Purpose,
} from '../../domain/submissions/submission.js';
import { canonicalAround, canonicalLines, canonicalSubmission } from '../../domain/submissions/canonical-submission.js';
import { INTERVENTIONS, type DecisionAction } from '../../domain/targets/decision-action.js';
import type { ProofCounts } from '../../domain/targets/proof.js';
import { ask, question, type Question } from '../ask.js';
import type { Connection } from '../db.js';
import { countOperations } from '../enforcement/operations.js';
import { utcText } from '../utc-text.js';

/** Returns the digest an approver approves: SHA-256 over the canonical JSON (RFC 8785) of the sorted content. */
export function computeDigest(content: SubmissionContent): string {
  return `sha256:${createHash('sha256').update(canonicalSubmission(content)).digest('hex')}`;
}

const DIGEST_PAGE = 5_000;

/**
 * Recomputes the digest of a submission from its frozen rows, page by page, so that long orders need no more memory.
 * Call it in a transaction with a single snapshot; `onLines` gets each page.
 */
export async function digestOnRecord(
  trx: Connection,
  { noticeId, number }: { noticeId: string; number: number },
  onLines: (lines: readonly DigestLine[]) => void = () => undefined,
): Promise<string> {
  const head = await findHead(trx, noticeId, number);
  const { before, after } = canonicalAround(head);
  const hash = createHash('sha256').update(before);
  const read = head.purpose === 'restoration' ? restorationLines : decisionLines;
  for (let afterNo = 0; ; ) {
    const page = await read(trx, { noticeId, number, afterNo });
    const last = page.at(-1);
    if (last === undefined) break;
    onLines(page);
    hash.update(`${afterNo === 0 ? '' : ','}${canonicalLines(toDigestContent({ ...head, lines: page }).lines)}`);
    afterNo = last.no;
  }
  return `sha256:${hash.update(after).digest('hex')}`;
}

async function findHead(db: Connection, noticeId: string, number: number): Promise<Omit<SubmissionContent, 'lines'>> {
  const { purpose, cause, letter, emergency } = await db
    .selectFrom('submission')
    .select(['purpose', 'cause', 'letter', 'emergency'])
    .where('notice_id', '=', noticeId)
    .where('number', '=', number)
    .executeTakeFirstOrThrow();
  return { noticeId, submission: number, purpose, cause, letter, ...(emergency ? { emergency: true as const } : {}) };
}

interface LinesAfter {
  noticeId: string;
  number: number;
  afterNo: number;
}

async function decisionLines(db: Connection, { noticeId, number, afterNo }: LinesAfter): Promise<DigestLine[]> {
  const rows = await db
    .selectFrom('target')
    .select(['no', 'type', 'locator', 'action', 'grounds', 'countries', 'decision_note'])
    .where('notice_id', '=', noticeId)
    .where('submission', '=', number)
    .where('no', '>', afterNo)
    .orderBy('no')
    .limit(DIGEST_PAGE)
    .$narrowType<{ action: NotNull }>()
    .execute();
  return rows.map(({ decision_note: note, ...row }) => ({ ...row, note }));
}

async function restorationLines(db: Connection, { noticeId, number, afterNo }: LinesAfter): Promise<DigestLine[]> {
  const { rows } = await sql<{ no: number; type: TargetType; locator: string; countries: string[] }>`
    select target.no, target.type, target.locator, target.countries
    from restoration_target join target using (notice_id, no)
    where restoration_target.notice_id = ${noticeId}::uuid and restoration_target.submission = ${number}
      and restoration_target.no > ${afterNo}
    order by target.no limit ${DIGEST_PAGE}`.execute(db);
  return rows.map((row) => ({ ...row, action: 'restore' as const, grounds: [], note: '' }));
}

export interface SubmissionRow {
  number: number;
  purpose: Purpose;
  cause: RestoreCause | null;
  state: 'frozen' | 'open' | 'approved' | 'returned' | 'void';
  digest: string;
  author: string;
  author_name: string;
  drafters: string[];
  approverSlots: ApproverSlot[];
  risks: Risk[];
  acting_so_far: number;
  emergency: boolean;
  by_action: Partial<Record<DecisionAction, number>>;
  /**
   * `for`: absent people in whose role the approval was given. `counts`: false while the submission is open and someone
   * in it is inactive or has lost the role.
   */
  approvals: { by: string; name: string; at: Date; for: { id: string; name: string }[]; counts: boolean }[];
}

/** Returns a submission with its approvals: the given number, or the latest that the workflow accepted. */
export function findSubmission(
  db: Connection,
  key: { noticeId: string; number?: number },
): Promise<SubmissionRow | undefined> {
  return ask(db, querySubmission(key));
}

export function querySubmission({
  noticeId,
  number,
}: {
  noticeId: string;
  number?: number;
}): Question<SubmissionRow | undefined> {
  const select = sql<SubmissionWithApprovals>`
    select number, purpose, cause, state, digest, author, (select name from person where person.id = author) as author_name,
      drafters, approver_slots as "approverSlots", risks, acting_so_far, emergency, by_action, coalesce((
      select jsonb_agg(jsonb_build_object('by', person_id, 'name', name, 'at', ${utcText(sql`at`)}, 'for', coalesce((
          select jsonb_agg(jsonb_build_object('id', absent.id, 'name', absent.name)) from person absent
          where absent.id = any (approval.stood_for)
        ), '[]'), 'counts', submission.state <> 'open' or approval_counts(approval.notice_id, person_id, roles, stood_for)) order by at)
      from approval where approval.notice_id = submission.notice_id and approval.submission = submission.number
    ), '[]') as approvals
    from submission where notice_id = ${noticeId}::uuid
      and ${number === undefined ? sql`state not in ('frozen', 'void')` : sql`number = ${number}`}
    order by number desc limit 1`;
  const read = ([row]: SubmissionWithApprovals[]): SubmissionRow | undefined =>
    row && { ...row, approvals: row.approvals.map((approval) => ({ ...approval, at: new Date(approval.at) })) };
  return question({ select, instants: {}, read });
}

type SubmissionWithApprovals = Omit<SubmissionRow, 'approvals'> & {
  approvals: (Omit<SubmissionRow['approvals'][number], 'at'> & { at: string })[];
};

/**
 * Stores a frozen submission with its contents, digest and required approver slots. The workflow has not answered yet.
 */
export async function insertFrozenSubmission(
  trx: Connection,
  submission: {
    noticeId: string;
    number: number;
    purpose: Purpose;
    cause: RestoreCause | null;
    digest: string;
    author: string;
    drafters?: string[];
    letter: SubmissionLetter | null;
    approverSlots: ApproverSlot[];
    byAction: Partial<Record<DecisionAction, number>>;
    targets: number;
    enforced: number;
    risks?: Risk[];
    actingSoFar?: number;
    emergency?: boolean;
    draftRevision?: number;
    commandId: string;
  },
): Promise<void> {
  const {
    noticeId,
    byAction,
    letter,
    draftRevision = 0,
    commandId,
    actingSoFar = 0,
    approverSlots,
    ...rest
  } = submission;
  await trx
    .insertInto('submission')
    .values({
      ...rest,
      approver_slots: approverSlots,
      notice_id: noticeId,
      state: 'frozen',
      letter: letter === null ? null : JSON.stringify(letter),
      by_action: JSON.stringify(byAction),
      draft_revision: draftRevision,
      acting_so_far: actingSoFar,
      command_id: commandId,
    })
    .execute();
}

/** Voids a frozen submission that the workflow refused and turns its targets back into drafts. */
export async function voidSubmission(trx: Connection, { commandId }: { commandId: string }): Promise<void> {
  const row = await trx
    .updateTable('submission')
    .set({ state: 'void' })
    .where('command_id', '=', commandId)
    .where('state', '=', 'frozen')
    .returning(['notice_id', 'number'])
    .executeTakeFirst();
  if (row === undefined) return;
  await trx
    .updateTable('target')
    .set({ status: 'drafted', submission: null })
    .where('notice_id', '=', row.notice_id)
    .where('submission', '=', row.number)
    .where('status', '=', 'submitted')
    .execute();
}

export interface EnforcementProgress extends EnforcementCounts {
  startedAt: Date | null;
  finishedAt: Date | null;
  /** Targets per second over the last seconds; null without a recent report. */
  pace: number | null;
  proof: (ProofCounts & { at: Date }) | null;
}

/** Returns the enforcement progress of a submission; the counts add up to `total`. */
export async function findEnforcementProgress(
  db: Connection,
  { noticeId, number }: { noticeId: string; number?: number },
): Promise<EnforcementProgress | undefined> {
  let query = db
    .selectFrom('submission')
    .select(['number', 'purpose', 'by_action', 'enforced', 'started_at', 'finished_at', 'proved_at', 'proof_counts'])
    // An old rate says nothing about the present.
    .select(sql<number | null>`case when rate_at > now() - interval '10 s' then rate end`.as('pace'))
    .where('notice_id', '=', noticeId)
    .where('state', 'in', ['open', 'approved']);
  if (number !== undefined) query = query.where('number', '=', number);
  const row = await query.orderBy('number', 'desc').limit(1).executeTakeFirst();
  if (row === undefined) return undefined;
  const { applied, released, already, failed, refused } = await countOperations(db, {
    noticeId,
    submission: row.number,
  });
  const done = { applied: applied + released, already, failed, refused };
  const total = row.purpose === 'restoration' ? row.enforced : countEnforced(row.by_action);
  const pending = total - done.applied - done.already - done.failed - done.refused;
  return {
    submission: row.number,
    total,
    ...done,
    pending,
    startedAt: row.started_at,
    finishedAt: row.finished_at,
    pace: row.pace,
    proof: row.proved_at === null || row.proof_counts === null ? null : { at: row.proved_at, ...row.proof_counts },
  };
}

/** Returns the next submission number. The caller must hold the notice lock. */
export async function nextSubmissionNumber(trx: Connection, noticeId: string): Promise<number> {
  const { last } = await trx
    .selectFrom('submission')
    .select((build) => build.fn.max<number | null>('number').as('last'))
    .where('notice_id', '=', noticeId)
    .executeTakeFirstOrThrow();
  return (last ?? 0) + 1;
}

/**
 * Counts the targets of a notice acted on, or awaiting approval for it, in other submissions than the given one; each
 * once, however often it was decided.
 */
export async function countActingBefore(
  db: Connection,
  { noticeId, submission }: { noticeId: string; submission: number },
): Promise<number> {
  const acting = sql`any (${[...INTERVENTIONS]}::text[])`;
  const { rows } = await sql<{ total: number }>`
    select count(distinct acted.no) as total from (
      select target_no as no from operation
      where notice_id = ${noticeId}::uuid and submission <> ${submission} and action <> 'restore'
      union all
      select target.no from target
      join submission on submission.notice_id = target.notice_id and submission.number = target.submission
      where target.notice_id = ${noticeId}::uuid and target.submission <> ${submission} and target.action = ${acting}
        and submission.state in ('open', 'approved')
    ) acted
    join target own on own.notice_id = ${noticeId}::uuid and own.no = acted.no
    where own.submission is distinct from ${submission} or own.action <> all (${[...INTERVENTIONS]}::text[])`.execute(
    db,
  );
  return rows[0]?.total ?? 0;
}

/** Completes a restoration's row after its targets are chosen, because they reference it. */
export async function setRestoration(
  trx: Connection,
  frozen: {
    noticeId: string;
    number: number;
    digest: string;
    approverSlots: ApproverSlot[];
    risks: Risk[];
    drafters: string[];
    targets: number;
  },
): Promise<void> {
  const { noticeId, number, approverSlots, ...chosen } = frozen;
  await trx
    .updateTable('submission')
    .set({ ...chosen, approver_slots: approverSlots, enforced: chosen.targets })
    .where('notice_id', '=', noticeId)
    .where('number', '=', number)
    .execute();
}

export async function isActing(
  db: Connection,
  { noticeId, submission }: { noticeId: string; submission: number },
): Promise<boolean> {
  const row = await db
    .selectFrom('submission')
    .select(['purpose', 'by_action'])
    .where('notice_id', '=', noticeId)
    .where('number', '=', submission)
    .executeTakeFirst();
  return row !== undefined && restsOnOrder({ purpose: row.purpose, byAction: row.by_action });
}
