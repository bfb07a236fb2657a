import { sql, type Insertable } from 'kysely';
import type { Role } from '../../domain/people/permission.js';
import { DELEGATED_ROLES } from '../../domain/people/delegate.js';
import { ask, question, type Question } from '../ask.js';
import type { Connection } from '../db.js';
import { canRead } from '../notices/secrecy.js';
import type { AbsentPerson } from '../../domain/people/actor.js';
import { listVerifiers, type Verifier } from '../../domain/notices/sender.js';
import { mayCarryOut, refusalToCarryOut, type OrderState, type Uphold } from '../../domain/orders/order-status.js';
import { restsOnOrder, type Purpose } from '../../domain/submissions/submission.js';
import type { DecisionAction } from '../../domain/targets/decision-action.js';
import { epochMs } from '../notices/orders.js';
import type { AbsenceTable } from './tables.js';

/**
 * Lists the people someone is the delegate of now, with the delegated roles: only roles the delegate acts under too. An
 * absent delegate delegates for no one; chains are not followed.
 */
export function listDelegates(
  db: Connection,
  substitute: { id: string; roles: readonly Role[] },
): Promise<AbsentPerson[]> {
  return ask(db, queryDelegators(substitute));
}

export function queryDelegators({
  id: substitute,
  roles,
}: {
  id: string;
  roles: readonly Role[];
}): Question<AbsentPerson[]> {
  const delegated = roles.filter((role) => DELEGATED_ROLES.includes(role));
  const select = sql<AbsentPerson>`
    select absent.id, absent.name, array(select role from unnest(absent.roles) role where role = any (${delegated}::text[])) as roles
    from absence join person absent on absent.id = absence.person_id
    where absence.substitute_id = ${substitute}::uuid and absent.active
      and absence.from_at <= now() and absence.until_at > now()
      and absent.roles && ${delegated}::text[]
      and not exists (
        select from absence own
        where own.person_id = ${substitute}::uuid and own.from_at <= now() and own.until_at > now())
    order by absent.name, absent.id`;
  return question({ select, instants: {}, read: (rows) => rows });
}

/** Returns whether a person was another's delegate at an instant, according to the recorded absences. */
export async function wasDelegate(
  db: Connection,
  { person, substitute, at }: { person: string; substitute: string; at: Date },
): Promise<boolean> {
  const row = await db
    .selectFrom('absence')
    .select('id')
    .where('person_id', '=', person)
    .where('substitute_id', '=', substitute)
    .where('from_at', '<=', at)
    .where('until_at', '>=', at)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export type Absence = Awaited<ReturnType<typeof listAbsences>>[number];

export async function listAbsences(db: Connection, people: readonly string[], now: Date) {
  if (people.length === 0) return [];
  return db
    .selectFrom('absence')
    .innerJoin('person', 'person.id', 'absence.substitute_id')
    .select([
      'absence.id',
      'absence.person_id as person',
      'absence.substitute_id as substitute',
      'person.name as substituteName',
      'absence.from_at as from',
      'absence.until_at as until',
    ])
    .where('absence.person_id', 'in', people)
    .where('absence.until_at', '>', now)
    .orderBy('absence.from_at')
    .orderBy('absence.id')
    .execute();
}

/** Ends a person's absences at an instant, deletes those that would begin later, and returns how many were affected. */
export async function endAbsences(trx: Connection, { person, at }: { person: string; at: Date }): Promise<number> {
  const dropped = await trx
    .deleteFrom('absence')
    .where('person_id', '=', person)
    .where('from_at', '>=', at)
    .executeTakeFirst();
  const ended = await trx
    .updateTable('absence')
    .set({ until_at: at })
    .where('person_id', '=', person)
    .where('until_at', '>', at)
    .executeTakeFirst();
  return Number(dropped.numDeletedRows + ended.numUpdatedRows);
}

export async function insertAbsence(trx: Connection, absence: Insertable<AbsenceTable>): Promise<void> {
  await trx.insertInto('absence').values(absence).execute();
}

export async function isAbsentBetween(
  db: Connection,
  { person, from, until }: { person: string; from: Date; until: Date },
): Promise<boolean> {
  const row = await db
    .selectFrom('absence')
    .select('id')
    .where('person_id', '=', person)
    .where('from_at', '<', until)
    .where('until_at', '>', from)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

export interface WaitingSubmission {
  noticeId: string;
  submission: number;
  author: string;
  drafters: string[];
  excluded: string[];
  approverSlots: ('approver' | 'counsel')[];
  approvals: { by: string; roles: Role[]; stoodFor: string[] }[];
  /** People whose verification of the sender the submission relies on. */
  verifiers: string[];
  /** Why the submission cannot be enforced now: its order is not in effect. */
  stopped: string | null;
  /** Active, present people with access to the notice, with their own roles and those delegated to them. */
  present: { id: string; name: string; roles: Role[]; actsFor: AbsentPerson[] }[];
}

/**
 * Lists submissions awaiting approval, oldest first and 1,000 at most, with the people present; `notices` limits it to
 * some notices.
 */
export async function listWaitingSubmissions(
  db: Connection,
  { notices }: { notices?: readonly string[] } = {},
): Promise<WaitingSubmission[]> {
  const { rows } = await sql<Omit<WaitingSubmission, 'verifiers' | 'stopped'> & RestsOn>`
    with away as (
      select person_id, substitute_id from absence where from_at <= now() and until_at > now()
    ), present as (
      select person.id, person.name, person.roles, coalesce((
        select jsonb_agg(jsonb_build_object('id', absent.id, 'name', absent.name, 'roles', array(
          select role from unnest(absent.roles) role where role = any (person.roles))))
        from away join person absent on absent.id = away.person_id
        where away.substitute_id = person.id and absent.active
      ), '[]') as acts_for
      from person where person.active and not exists (select from away where away.person_id = person.id)
    )
    select submission.notice_id as "noticeId", submission.number as submission, submission.author,
      submission.drafters, excluded_from(notice.id) as excluded, submission.approver_slots as "approverSlots",
      submission.purpose, submission.by_action as "byAction", notice.verified_by as "verifiedBy",
      jsonb_build_object('status', notice.order_status, 'sinceMs', ${epochMs(sql`notice.order_since`)},
        'because', notice.order_because, 'number', notice.order_number) as "order", notice.order_uphold as uphold,
      coalesce((
        select jsonb_agg(jsonb_build_object('by', person_id, 'roles', roles, 'stoodFor', stood_for)) from approval
        where approval.notice_id = submission.notice_id and approval.submission = submission.number
          and approval_counts(approval.notice_id, person_id, roles, stood_for)
      ), '[]') as approvals,
      coalesce((
        select jsonb_agg(jsonb_build_object('id', present.id, 'name', present.name, 'roles', present.roles,
          'actsFor', present.acts_for) order by present.name, present.id) from present
        where of_canary(present.id) = of_canary(notice.id) and (present.roles && ${[...DELEGATED_ROLES]}::text[] or present.acts_for <> '[]')
          and ${canRead({ id: sql.ref('present.id'), roles: sql.ref('present.roles') })}
      ), '[]') as present
    from submission join notice on notice.id = submission.notice_id
    where submission.state = 'open' and notice.stage = 'approval'
      and ${notices === undefined ? sql`true` : sql`notice.id = any (${[...notices]}::uuid[])`}
    order by submission.frozen_at limit 1000`.execute(db);
  return rows.map(({ verifiedBy, purpose, byAction, order, uphold, ...waiting }) => ({
    ...waiting,
    verifiers: listVerifiers({ purpose, disclosed: byAction.disclose ?? 0 }, verifiedBy),
    stopped: restsOnOrder({ purpose, byAction }) && !mayCarryOut(order, uphold) ? refusalToCarryOut(order) : null,
  }));
}

interface RestsOn {
  purpose: Purpose;
  byAction: Partial<Record<DecisionAction, number>>;
  verifiedBy: Verifier[];
  order: OrderState;
  uphold: Uphold | null;
}
