import { sql, type RawBuilder } from 'kysely';
import type { ActiveHour, Arrived, ArrivedOrders } from '../../domain/charts/arrivals.js';
import type { OpenWork, WorkedHour } from '../../domain/charts/load.js';
import type { SettledDeadlines } from '../../domain/charts/on-time.js';
import type { ScoredOrder } from '../../domain/charts/scorecard.js';
import type { CountedTargets } from '../../domain/charts/target-flow.js';
import { RIGHTS } from '../../domain/clocks/clock.js';
import { NOTICE_KINDS, isFollowUp } from '../../domain/notices/notice.js';
import { DECISION_ACTION_TABLE, DECISION_ACTIONS } from '../../domain/targets/decision-action.js';
import type { Question } from '../ask.js';
import { canRead, isNoSecret } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';
import { wordList } from '../word-list.js';

/** Figures over the notices that the reader may read, of what happened from `from` to `to`. */
export interface ChartSpan {
  reader: Reader;
  from: Date;
  to: Date;
}

export const inMs = (instant: RawBuilder<unknown>) => sql<number>`(extract(epoch from ${instant}) * 1000)::float8`;

/** A quarter of an hour is the finest offset of a time zone, so that any calendar can be laid over the figures. */
const quarterOf = (instant: RawBuilder<unknown>) =>
  inMs(sql`date_bin('15 minutes', ${instant}, '2000-01-01 00:00+00'::timestamptz)`);

const within = (instant: RawBuilder<unknown>, { from, to }: Pick<ChartSpan, 'from' | 'to'>) =>
  sql`${instant} >= ${from}::timestamptz and ${instant} <= ${to}::timestamptz`;

/** What an authority sends first, rather than about an earlier document of its own. */
const isFirst = sql`notice.kind in ${wordList(NOTICE_KINDS.filter((kind) => !isFollowUp(kind)))}`;
const IS_DUTY = sql`clock.owner = 'us' and clock.form = 'ceiling' and clock.kind not in ${wordList(RIGHTS)}`;
const APPROVED = sql`ledger_count.status in ('approved', 'applied', 'failed', 'restored')`;
const REFUSALS = wordList(DECISION_ACTIONS.filter((action) => DECISION_ACTION_TABLE[action].answers === 'refused'));

/** Rows as they are selected: no column is an instant. */
export function selectAll<Row>(select: RawBuilder<Row>): Question<Row[]> {
  return { select, instants: [], read: (rows) => rows };
}

export function querySettledDeadlines(span: ChartSpan): Question<SettledDeadlines[]> {
  const at = sql`least(clock.met_at, clock.due_at)`;
  return selectAll(sql<SettledDeadlines>`
    select ${quarterOf(at)} as "atMs", notice.regime_id as law, notice.queue as team,
      coalesce(clock.met_at <= clock.due_at, false) as "isOnTime", count(*)::int as count
    from clock join notice on notice.id = clock.notice_id
    where ${IS_DUTY} and clock.state in ('met', 'missed') and ${within(at, span)} and ${canRead(span.reader)}
    group by 1, 2, 3, 4`);
}

export function queryRaisedAlerts(span: ChartSpan): Question<{ atMs: number; count: number }[]> {
  return selectAll(sql<{ atMs: number; count: number }>`
    select ${quarterOf(sql`alert.since`)} as "atMs", count(*)::int as count
    from alert left join notice on notice.id = alert.notice_id
    where ${within(sql`alert.since`, span)} and (alert.notice_id is null or ${canRead(span.reader)})
      and (alert.audience is null or alert.audience && ${span.reader.roles}::text[])
    group by 1`);
}

export function queryOpenWork({ reader }: Pick<ChartSpan, 'reader'>): Question<OpenWork[]> {
  return selectAll(sql<OpenWork>`
    select ${inMs(sql`min(clock.due_at)`)} as "dueMs", notice.undecided
    from clock join notice on notice.id = clock.notice_id
    where ${IS_DUTY} and clock.kind in ('decide', 'comply') and clock.state in ('running', 'missed')
      and clock.met_at is null and clock.due_at is not null and notice.stage <> 'closed' and notice.undecided > 0
      and ${canRead(reader)}
    group by notice.id, notice.undecided`);
}

export function queryWorkedHours(span: ChartSpan): Question<WorkedHour[]> {
  return selectAll(sql<WorkedHour>`
    select ${inMs(sql`date_trunc('hour', draft_batch.at)`)} as "atMs", count(distinct draft_batch.by)::int as people,
      sum(draft_batch.changed)::int as decisions
    from draft_batch join notice on notice.id = draft_batch.notice_id
    where draft_batch.kind <> 'undo' and ${within(sql`draft_batch.at`, span)} and ${canRead(span.reader)} group by 1`);
}

/** People at work: those who drafted, submitted or approved. */
export function queryActiveHours(span: ChartSpan): Question<ActiveHour[]> {
  const acted = (table: 'draft_batch' | 'submission' | 'approval', person: string, at: string) => sql`
    select ${sql.ref(`${table}.${person}`)}::text as person, date_trunc('hour', ${sql.ref(`${table}.${at}`)}) as at
    from ${sql.table(table)} join notice on notice.id = ${sql.ref(`${table}.notice_id`)}
    where ${within(sql.ref(`${table}.${at}`), span)} and ${canRead(span.reader)}`;
  return selectAll(sql<ActiveHour>`
    select ${inMs(sql`at`)} as "atMs", count(distinct person)::int as people from (
      ${acted('draft_batch', 'by', 'at')} union ${acted('submission', 'author', 'frozen_at')}
      union ${acted('approval', 'person_id', 'at')}
    ) acted group by at`);
}

export function queryArrived(span: ChartSpan): Question<Arrived[]> {
  return selectAll(sql<Arrived>`
    select ${quarterOf(sql`notice.received_at`)} as "atMs", count(*)::int as count
    from notice where ${within(sql`notice.received_at`, span)} and ${canRead(span.reader)} group by 1`);
}

export function queryTargetCounts(span: ChartSpan): Question<CountedTargets[]> {
  return selectAll(sql<CountedTargets>`
    select ledger_count.action, ledger_count.status, sum(ledger_count.count)::int as count
    from ledger_count join notice on notice.id = ledger_count.notice_id
    where ${within(sql`notice.received_at`, span)} and ${canRead(span.reader)}
    group by 1, 2 having sum(ledger_count.count) <> 0`);
}

const countTargets = (holds: RawBuilder<unknown>) => sql<number>`coalesce((
  select sum(count) from ledger_count where ledger_count.notice_id = notice.id and ${holds}), 0)::int`;
const refused = countTargets(sql`${APPROVED} and ledger_count.action in ${REFUSALS}`);

export function queryArrivedOrders(span: ChartSpan): Question<ArrivedOrders[]> {
  return selectAll(sql<ArrivedOrders>`
    select "atMs", authority, name, count(*)::int as orders, sum(targets)::int as targets, sum(refused)::int as refused
    from (
      select ${quarterOf(sql`notice.received_at`)} as "atMs", notice.authority_id as authority,
        notice.authority_name as name, notice.targets, ${refused} as refused
      from notice where ${isFirst} and ${within(sql`notice.received_at`, span)} and ${canRead(span.reader)}
    ) arrived group by 1, 2, 3`);
}

/** The orders of one authority that the reader may read. */
export function queryScoredOrders({ authority, ...span }: ChartSpan & { authority: string }): Question<ScoredOrder[]> {
  const replies = (holds: RawBuilder<unknown>) => sql`(select count(*)::int from clock
    where clock.notice_id = notice.id and clock.owner = 'authority' and ${holds})`;
  return selectAll(sql<ScoredOrder>`
    select
      case when notice.checklist = '{}'::jsonb then null
        else not exists (select from jsonb_each_text(notice.checklist) answer where answer.value = 'missing') end as "isComplete",
      notice.authenticity in ('channel_verified', 'signer_verified') as "isVerified",
      notice.order_status = 'withdrawn' or coalesce(notice.outcome = 'withdrawn', false) as "isWithdrawn",
      not ${isNoSecret()} as "isSecret",
      ${countTargets(APPROVED)} as "decidedTargets", ${refused} as "refusedTargets",
      (select ${inMs(sql`min(clock.due_at) - notice.received_at`)} from clock
        where clock.notice_id = notice.id and clock.owner = 'us' and clock.basis = 'order') as "givenMs",
      ${replies(sql`clock.state in ('met', 'missed', 'lapsed')`)} as "repliesDue",
      ${replies(sql`clock.state = 'met' and clock.met_at <= clock.due_at`)} as "repliesInTime"
    from notice where notice.authority_id = ${authority} and ${isFirst}
      and ${within(sql`notice.received_at`, span)} and ${canRead(span.reader)}`);
}
