import { sql } from 'kysely';
import type { HolderChange } from '../../domain/charts/holders.js';
import type { InForceSpan } from '../../domain/charts/in-force.js';
import type { SettledOperations } from '../../domain/charts/enforcement-curve.js';
import type { LetterKind } from '../../domain/letters/letter.js';
import type { LinkKind, NoticeKind } from '../../domain/notices/notice.js';
import type { Purpose, SubmissionState } from '../../domain/submissions/submission.js';
import { question, type Question } from '../ask.js';
import { actions, actorShown, detailText } from '../notices/audit-sql.js';
import { canRead } from '../notices/secrecy.js';
import type { Reader } from '../reading.js';
import { inMs, selectAll } from './charts.js';

interface OfNotice {
  noticeId: string;
}

/** Claims, assignments and releases of a notice, oldest first. */
export function queryHolderChanges({ noticeId }: OfNotice): Question<HolderChange[]> {
  const given = detailText<'assign'>('to');
  return selectAll(sql<HolderChange>`
    select ${inMs(sql`at`)} as "atMs",
      case when action = ${actions('claim')} then actor_id when action <> ${actions('release')} then ${given} end as person,
      case when action = ${actions('claim')} then ${actorShown('audit_entry')} when action <> ${actions('release')} then coalesce(
        (select name from person where person.id::text = ${given}), ${detailText<'assign'>('name')}) else '' end as name
    from audit_entry
    where notice_id = ${noticeId}::uuid and (action in (${actions('claim', 'release', 'assign')})
      or action = ${actions('repair')} and ${detailText<'repair'>('action')} = 'reassign')
    order by seq`);
}

export interface SubmissionTimes {
  number: number;
  purpose: Purpose;
  state: SubmissionState;
  targets: number;
  submitted_at: Date;
  approved_at: Date | null;
  returned_at: Date | null;
  started_at: Date | null;
  finished_at: Date | null;
  proved_at: Date | null;
}

export function querySubmissionTimes({ noticeId }: OfNotice): Question<SubmissionTimes[]> {
  return question({
    select: sql<SubmissionTimes>`
      select number, purpose, state, targets, frozen_at as submitted_at, started_at, finished_at, proved_at,
        case when state = 'approved' then (select max(at) from approval
          where approval.notice_id = submission.notice_id and approval.submission = submission.number) end as approved_at,
        (select min(at) from audit_entry where audit_entry.notice_id = submission.notice_id
          and audit_entry.action = ${actions('return')}
          and ${detailText<'return'>('submission', 'audit_entry')} = submission.number::text) as returned_at
      from submission where notice_id = ${noticeId}::uuid order by number`,
    instants: {
      submitted_at: true,
      approved_at: true,
      returned_at: true,
      started_at: true,
      finished_at: true,
      proved_at: true,
    },
    read: (rows) => rows,
  });
}

export interface CorrespondenceTime {
  at: Date;
  /** Null: a reply of the authority. */
  letter: LetterKind | null;
}

/** Letters that left, and replies that came. */
export function queryCorrespondenceTimes({ noticeId }: OfNotice): Question<CorrespondenceTime[]> {
  return question({
    select: sql<CorrespondenceTime>`
      select sent_at as at, kind as letter from letter where notice_id = ${noticeId}::uuid and sent_at is not null
      union all
      select at, null from audit_entry where notice_id = ${noticeId}::uuid and action = ${actions('authority_replied')}
        and coalesce(${detailText<'authority_replied'>('automatic')}, 'false') <> 'true'
      order by at`,
    instants: { at: true },
    read: (rows) => rows,
  });
}

/** Points of a curve of enforcement. */
const CURVE_POINTS = 200;

/** How many operations of a submission were settled by when; a restoration that others still hold is done too. */
export function querySettledOperations({
  noticeId,
  submission,
}: OfNotice & { submission: number }): Question<SettledOperations[]> {
  return selectAll(sql<SettledOperations>`
    with settled as (
      select at, status in ('failed', 'refused') as is_failed from operation
      where notice_id = ${noticeId}::uuid and submission = ${submission} and not superseded and status <> 'pending' and at is not null
    ), span as (
      select min(at) as first, greatest(1, extract(epoch from max(at) - min(at)) / ${sql.lit(CURVE_POINTS)}) as step from settled
    )
    select ${inMs(sql`max(at)`)} as "atMs", count(*) filter (where not is_failed)::int as done,
      count(*) filter (where is_failed)::int as failed
    from settled, span group by floor(extract(epoch from at - first) / step) order by 1`);
}

export interface SeriesNotice {
  notice: string;
  number: string;
  kind: NoticeKind;
  subject: string;
  secrecy_level: string;
  received_at: Date;
  closed_at: Date | null;
  targets: number;
  in_force: number;
  links: { to: string; as: LinkKind }[];
}

interface InSeries extends OfNotice {
  reader: Reader;
}

const MAX_SERIES = 100;

/** The notices that links join to one, over as many steps as there are, through notices that the reader may read. */
function selectSeries({ noticeId, reader }: InSeries) {
  return sql`
    with recursive series (id) as (
      select ${noticeId}::uuid
      union
      select other.id from series
      cross join lateral (
        select to_notice as id from notice_link where from_notice = series.id
        union all select from_notice from notice_link where to_notice = series.id
      ) linked
      join notice other on other.id = linked.id and ${canRead(reader, 'other')}
    ), member as (
      select notice.* from series join notice using (id) order by received_at, id limit ${sql.lit(MAX_SERIES)}
    )`;
}

export function querySeries(of: InSeries): Question<SeriesNotice[]> {
  return question({
    select: sql<SeriesNotice>`${selectSeries(of)}
      select id as notice, number, kind, subject, secrecy_level, received_at, closed_at, targets,
        (select count(*)::int from restriction_support held where held.notice_id = member.id and held.released_at is null) as in_force,
        (select coalesce(jsonb_agg(jsonb_build_object('to', link.to_notice, 'as', link.link_as) order by link.created_at), '[]')
          from notice_link link where link.from_notice = member.id and link.to_notice in (select id from series)) as links
      from member order by received_at, id`,
    instants: { received_at: true, closed_at: true },
    read: (rows) => rows,
  });
}

export function queryInForceSpans(of: InSeries): Question<InForceSpan[]> {
  return selectAll(sql<InForceSpan>`${selectSeries(of)}
    select held.notice_id::text as notice, ${inMs(sql`held.since`)} as "sinceMs",
      ${inMs(sql`held.released_at`)} as "untilMs", count(*)::int as count
    from restriction_support held join member on member.id = held.notice_id group by 1, 2, 3`);
}

export interface HeldRow {
  notice: string;
  number: string;
  no: number;
  key: string;
  type: string;
  locator: string;
  countries: string[];
  everywhere: boolean;
  since: Date;
  until: Date | null;
}

export interface HeldQuestion extends InSeries {
  /** Null: all that ever were in force. */
  at: Date | null;
}

function held({ at, ...of }: HeldQuestion) {
  const inForce =
    at === null
      ? sql`true`
      : sql`held.since <= ${at}::timestamptz
    and (held.released_at is null or held.released_at > ${at}::timestamptz)`;
  return {
    series: selectSeries(of),
    from: sql`restriction_support held join member on member.id = held.notice_id where ${inForce}`,
  };
}

/** Restrictions of a series of notices, by notice and target. */
export function queryHeldTargets({
  after,
  limit,
  ...of
}: HeldQuestion & { after: { notice: string; no: number; key: string } | null; limit: number }): Question<HeldRow[]> {
  const { series, from } = held(of);
  const later =
    after === null
      ? sql`true`
      : sql`(held.notice_id, held.target_no, held.operation_key) > (${after.notice}::uuid, ${after.no}, ${after.key})`;
  return question({
    select: sql<HeldRow>`${series}
      select held.notice_id::text as notice, member.number, held.target_no as no, held.operation_key as key, held.type,
        held.locator, held.countries, held.everywhere, held.since, held.released_at as until
      from ${from} and ${later} order by held.notice_id, held.target_no, held.operation_key limit ${limit}`,
    instants: { since: true, until: true },
    read: (rows) => rows,
  });
}

export function queryHeldCount(of: HeldQuestion): Question<number> {
  const { series, from } = held(of);
  return question({
    select: sql<{ total: number }>`${series} select count(*)::int as total from ${from}`,
    instants: {},
    read: ([row]) => row?.total ?? 0,
  });
}
