import { sql } from 'kysely';
import { CANARY_APPROVER, CANARY_AUTHOR, CANARY_AUTHORITY } from '../../domain/notices/canary.js';
import type { CanaryFacts, CanaryStep } from '../../domain/notices/canary-step.js';
import type { Connection } from '../db.js';
import { upsertAuthority } from '../people/authorities.js';
import { savePerson } from '../people/people-admin.js';

export interface CanaryRun {
  id: string;
  beginsAt: Date;
  endsBy: Date;
  step: CanaryStep | 'planned';
}

/** Creates or updates the canary's two people and its authority; `mail` is the address for its letters. */
export async function seedCanary(db: Connection, { mail }: { mail: string }): Promise<void> {
  for (const person of [CANARY_AUTHOR, CANARY_APPROVER]) await savePerson(db, { ...person, active: true });
  await upsertAuthority(db, {
    id: CANARY_AUTHORITY,
    name: 'Canary of the desk',
    country: 'ZZ',
    kind: 'canary',
    contacts: [{ purpose: 'letters', email: mail }],
    domains: [],
    signers: [],
    verification: 'verified',
    statusUpdates: null,
  });
}

const RUN = ['id', 'begins_at as beginsAt', 'ends_by as endsBy', 'step'] as const;

/** Returns the run that is planned or in progress; at most one exists. */
export async function findOpenCanary(db: Connection): Promise<CanaryRun | undefined> {
  return db.selectFrom('canary').select(RUN).where('finished_at', 'is', null).executeTakeFirst();
}

/**
 * Plans the next run one interval after the last one began, or after now for the first. Does nothing if one is planned.
 */
export async function planCanary(
  db: Connection,
  { id, everyMs, limitMs }: { id: string; everyMs: number; limitMs: number },
): Promise<void> {
  await sql`
    with next as (
      select greatest(now(), coalesce(max(begins_at), now()) + make_interval(secs => ${everyMs / 1000})) as at from canary
    )
    insert into canary (id, begins_at, ends_by)
    select ${id}::uuid, at, at + make_interval(secs => ${limitMs / 1000}) from next
    on conflict do nothing`.execute(db);
}

/** Moves the planned run to fit the current interval, which may have changed since. */
export async function movePlannedCanary(
  db: Connection,
  { everyMs, limitMs }: { everyMs: number; limitMs: number },
): Promise<void> {
  await sql`
    with planned as (select id, step_at from canary where finished_at is null and step = 'planned'),
      wanted as (
        select planned.id, greatest(now(), coalesce((select max(begins_at) from canary where id <> planned.id), planned.step_at)
          + make_interval(secs => ${everyMs / 1000})) as at
        from planned
      )
    update canary set begins_at = wanted.at, ends_by = wanted.at + make_interval(secs => ${limitMs / 1000})
    from wanted where canary.id = wanted.id and canary.begins_at <> wanted.at`.execute(db);
}

/** Begins a planned run. A run that began late, because no process was up, gets its full time from now. */
export async function beginCanary(
  db: Connection,
  { id, limitMs }: { id: string; limitMs: number },
): Promise<CanaryRun> {
  return db
    .updateTable('canary')
    .set({
      begins_at: sql<Date>`now()`,
      ends_by: sql<Date>`now() + make_interval(secs => ${limitMs / 1000})`,
      step: 'receive',
      step_at: sql<Date>`now()`,
    })
    .where('id', '=', id)
    .returning(RUN)
    .executeTakeFirstOrThrow();
}

export async function noteCanaryStep(db: Connection, { id, step }: { id: string; step: CanaryStep }): Promise<void> {
  await sql`
    update canary set step = ${step}, step_at = now()
    where id = ${id}::uuid and finished_at is null and step <> ${step}`.execute(db);
}

export async function finishCanary(db: Connection, { id, passed }: { id: string; passed: boolean }): Promise<void> {
  await db
    .updateTable('canary')
    .set({ finished_at: sql<Date>`now()`, passed })
    .where('id', '=', id)
    .where('finished_at', 'is', null)
    .execute();
}

const KEPT_DAYS = 30;

export async function forgetOldCanaries(db: Connection): Promise<void> {
  await sql`delete from canary where finished_at < now() - make_interval(days => ${KEPT_DAYS})`.execute(db);
}

/** Deletes runs that did not pass, because the canary was turned off. */
export async function dropCanaries(db: Connection): Promise<void> {
  await db.deleteFrom('canary').where('passed', '=', false).execute();
}

export async function readCanaryFacts(
  db: Connection,
  { id, acts }: { id: string; acts: boolean },
): Promise<CanaryFacts | undefined> {
  const { rows } = await sql<Omit<CanaryFacts, 'acts'>>`
    select stage, undecided, applied, restored, targets_resolved_at is not null as resolved,
      exists (select from letter where notice_id = notice.id and kind = 'acknowledgement' and state = 'sent') as acknowledged,
      exists (select from letter where notice_id = notice.id and kind = 'report_of_effect' and state = 'sent') as reported
    from notice where id = ${id}::uuid`.execute(db);
  return rows[0] && { ...rows[0], acts };
}

export async function listLeftCanaries(db: Connection, { limit }: { limit: number }): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from notice
    where of_canary(id) and stage <> 'closed' and id not in (select id from canary where finished_at is null)
    order by id limit ${limit}`.execute(db);
  return rows.map(({ id }) => id);
}

export interface CanaryState {
  /** When the last successful run finished, and its duration; null if there is none. */
  passedAt: Date | null;
  tookSeconds: number | null;
  /** Seconds since the last successful run finished, by the database's clock. */
  passedSecondsAgo: number | null;
  nextAt: Date | null;
  late: { step: CanaryRun['step']; since: Date; beganAt: Date } | null;
}

export async function findCanaryState(db: Connection): Promise<CanaryState> {
  const { rows } = await sql<
    CanaryState & { late: { step: CanaryRun['step']; since: string; beganAt: string } | null }
  >`
    with passed as (select * from canary where passed order by begins_at desc limit 1),
      late as (
        select step, step_at, begins_at from canary
        where not passed and least(finished_at, ends_by) < now()
          and begins_at > coalesce((select begins_at from passed), '-infinity')
        order by begins_at desc limit 1
      )
    select passed.finished_at as "passedAt",
      extract(epoch from passed.finished_at - passed.begins_at)::float8 as "tookSeconds",
      extract(epoch from now() - passed.finished_at)::float8 as "passedSecondsAgo",
      (select begins_at from canary where finished_at is null and step = 'planned') as "nextAt",
      (select jsonb_build_object('step', step, 'since', step_at, 'beganAt', begins_at) from late) as late
    from (select) as one left join passed on true`.execute(db);
  const [row] = rows;
  if (row === undefined) throw new Error('the registry returned no row for the canary');
  const { late } = row;
  return {
    ...row,
    late: late === null ? null : { ...late, since: new Date(late.since), beganAt: new Date(late.beganAt) },
  };
}
