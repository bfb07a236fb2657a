import { sql } from 'kysely';
import {
  type Clock,
  type ClockReceipt,
  nearestOwnDues,
  nextActionAtMs,
  queueDueAtMs,
} from '../../domain/clock/clock.js';
import { SCHEMA_VERSION, type NoticeInput } from '../../domain/notice/notice-state.js';
import type { KeptSecrecyLevel, LinkKind } from '../../domain/notice/notice.js';
import type { ReadTarget } from '../../domain/target/target.js';
import type { Connection } from '../db.js';
import { toKeyValues, type NoticeKeyRow } from './notice-keys.js';
import { NOTICE_COLUMNS, type NoticeRow } from './notices.js';
import { passLinksOn } from './secret-links.js';
import { insertTargets } from '../target/targets.js';
import type { LawCandidate, NoticeTable, OrderedDeadline } from './tables.js';

/** A notice as intake has read it: everything that one transaction has to keep. */
export interface ReceivedNotice
  extends Pick<
    NoticeTable,
    'id' | 'kind' | 'jurisdiction' | 'reference' | 'subject' | 'body' | 'language' | 'channel' | 'authenticity'
  > {
  /** Left out: the next of the year. */
  number?: string;
  authority: { id: string | null; name: string; country: string; email: string | null };
  regime: { id: string; version: string };
  /** Laws that may govern it too, until triage has decided. */
  candidates?: LawCandidate[];
  secrecy: { level: KeptSecrecyLevel; people: string[]; until: Date | null };
  issuedAt: Date | null;
  servedAt: Date | null;
  receivedAt: Date;
  /** Until when the order holds by its own words. */
  effectiveUntil?: Date | null;
  orderedDeadline: (OrderedDeadline & { confirmed: boolean; enteredBy: string | null }) | null;
  targetsFollow: boolean;
  /** Further instants that start a clock, RFC 3339 by the name of the request's field. */
  facts: Record<string, string>;
  createdBy: string;
  /** With what everything that Temporal holds of it is sealed. */
  key: NoticeKeyRow;
  clocks: { clock: Clock; receipt: ClockReceipt }[];
  targets: ReadTarget[];
  documents: { sha256: string; name: string; mediaType: string; bytes: Buffer }[];
  relatesTo: { notice: string; as: LinkKind }[];
  acknowledge: boolean;
}

/** Writes a received notice with its targets, papers, clocks, links and the order to start its workflow. */
export async function insertReceivedNotice(
  trx: Connection,
  notice: ReceivedNotice,
): Promise<{ row: NoticeRow; flagged: number; outboxId: number; input: NoticeInput }> {
  const row = await insertNoticeRow(trx, notice);
  const input: NoticeInput = {
    schemaVersion: SCHEMA_VERSION,
    noticeId: notice.id,
    kind: notice.kind,
    authenticity: notice.authenticity,
    regime: notice.regime,
    clocks: notice.clocks.map(({ clock }) => clock),
    targets: notice.targets.length,
    ...(notice.secrecy.level === 'open' ? { label: row.number } : {}),
    acknowledge: notice.acknowledge,
  };
  const { flagged } = await insertTargets(trx, { noticeId: notice.id, firstNo: 1, targets: notice.targets });
  await insertClocks(trx, { noticeId: notice.id, firstPosition: 1, clocks: notice.clocks });
  if (notice.documents.length > 0) {
    await trx
      .insertInto('document')
      .values(
        notice.documents.map(({ mediaType, ...document }) => ({
          ...document,
          media_type: mediaType,
          notice_id: notice.id,
        })),
      )
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  await insertLinks(trx, notice);
  const { id: outboxId } = await trx
    .insertInto('outbox')
    .values({
      notice_id: notice.id,
      kind: 'start',
      payload: JSON.stringify(input),
      // The request that wrote it starts the workflow itself; the sweeper comes after.
      next_at: sql<Date>`now() + interval '6 s'`,
      last_error: null,
      done_at: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  return { row, flagged, outboxId, input };
}

async function insertNoticeRow(trx: Connection, notice: ReceivedNotice): Promise<NoticeRow> {
  const clocks = notice.clocks.map(({ clock }) => clock);
  const { due: next, plan } = nearestOwnDues(clocks);
  const queueDueMs = queueDueAtMs(clocks);
  return (
    trx
      // One statement: a notice is never without its key, and every intake passes here.
      .with('sealed', (build) => build.insertInto('notice_key').values(toKeyValues(notice.id, notice.key)))
      .insertInto('notice')
      .values({
        id: notice.id,
        number: notice.number ?? sql<string>`draw_notice_number(${notice.receivedAt.getUTCFullYear()}::int)`,
        kind: notice.kind,
        outcome: null,
        authority_id: notice.authority.id,
        authority_name: notice.authority.name,
        authority_country: notice.authority.country,
        authority_email: notice.authority.email,
        jurisdiction: notice.jurisdiction,
        regime_id: notice.regime.id,
        regime_version: notice.regime.version,
        law_candidates: notice.candidates?.length ? JSON.stringify(notice.candidates) : null,
        reference: notice.reference,
        subject: notice.subject,
        body: notice.body,
        language: notice.language,
        channel: notice.channel,
        authenticity: notice.authenticity,
        secrecy_level: notice.secrecy.level,
        secrecy_people: notice.secrecy.people,
        secrecy_until: notice.secrecy.until,
        issued_at: notice.issuedAt,
        served_at: notice.servedAt,
        received_at: notice.receivedAt,
        effective_until: notice.effectiveUntil ?? null,
        ordered_deadline: notice.orderedDeadline === null ? null : JSON.stringify(notice.orderedDeadline),
        targets_follow: notice.targetsFollow,
        created_by: notice.createdBy,
        priority: null,
        queue: null,
        assignee: null,
        claimed_until: null,
        next_due_at: next === null ? null : new Date(next.dueAtMs),
        queue_due_at: queueDueMs === null ? null : new Date(queueDueMs),
        next_due_kind: next?.kind ?? null,
        next_due_clock: next?.clock ?? null,
        next_plan_at: plan === null ? null : new Date(plan.dueAtMs),
        next_plan_kind: plan?.kind ?? null,
        next_plan_clock: plan?.clock ?? null,
        targets: notice.targets.length,
        undecided: notice.targets.length,
        targets_resolved_at: null,
        closed_state: null,
        facts: JSON.stringify(notice.facts),
      })
      .returning(NOTICE_COLUMNS)
      .executeTakeFirstOrThrow()
  );
}

/** Links as the new notice names them, and for each an act to pass on to the workflow of the older one. */
async function insertLinks(trx: Connection, { id, relatesTo }: ReceivedNotice): Promise<void> {
  if (relatesTo.length === 0) return;
  await trx
    .insertInto('notice_link')
    .values(relatesTo.map(({ notice, as }) => ({ from_notice: id, to_notice: notice, link_as: as })))
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await passLinksOn(trx, { from: id });
}

/** Adds clocks with their receipts, after those a notice already has. */
export async function insertClocks(
  trx: Connection,
  {
    noticeId,
    firstPosition,
    clocks,
  }: {
    noticeId: string;
    firstPosition: number;
    clocks: readonly { clock: Clock; receipt: ClockReceipt }[];
  },
): Promise<void> {
  if (clocks.length === 0) return;
  const at = (ms: number | null) => (ms === null ? null : new Date(ms));
  await trx
    .insertInto('clock')
    .values(
      clocks.map(({ clock, receipt }, index) => ({
        id: clock.id,
        notice_id: noticeId,
        position: firstPosition + index,
        kind: clock.kind,
        owner: clock.owner,
        basis: clock.basis,
        state: clock.state,
        starts_at: new Date(clock.startsAtMs),
        due_at: at(clock.dueAtMs),
        met_at: at(clock.metAtMs),
        paused_at: at(clock.pausedAtMs),
        confirmed: clock.confirmed,
        entered_by: clock.enteredBy,
        may_pause: clock.mayPause,
        may_extend: clock.mayExtend,
        ladder: JSON.stringify(clock.ladder),
        receipt: JSON.stringify(receipt),
        form: clock.form ?? 'ceiling',
        next_action_at: at(nextActionAtMs(clock)),
      })),
    )
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute();
}
