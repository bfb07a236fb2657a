import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { ApiHarness } from './api-harness.js';

const handles = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ type: 'account', locator: `@t${at + 1}` }));

export async function insertEnforced(
  api: ApiHarness,
  { count, failed = [], patch = {} }: { count: number; failed?: number[] | undefined; patch?: object | undefined },
): Promise<{ id: string; number: string }> {
  const notice = await api.receive({ targets: handles(count), ...patch });
  const id = sql`${notice.id}::uuid`;
  const { db } = api;
  await sql`update notice set stage = 'in_force', targets_resolved_at = now() where id = ${id}`.execute(db);
  await sql`update target set action = 'withhold', grounds = '{legal_basis_met}', countries = '{IN}', submission = 1,
    platform_id = ${`p:${notice.id}:`} || no, status = case when no = any (${failed}::int[]) then 'failed' else 'applied' end,
    problem = case when no = any (${failed}::int[]) then 'owner_changed' end where notice_id = ${id}`.execute(db);
  await sql`insert into submission (notice_id, number, purpose, state, digest, author, approver_slots, by_action, targets, enforced, command_id, started_at, finished_at)
    values (${id}, 1, 'decision', 'approved', 'sha256:x', ${api.people.reviewer.id}::uuid, '{approver}', ${JSON.stringify({ withhold: count })}::jsonb,
      ${count}, ${count}, ${uuidv7()}::uuid, now() - interval '10 s', now())`.execute(db);
  await sql`insert into operation (key, notice_id, submission, target_no, action, type, platform_id, countries, status)
    select notice_id || ':1:' || no || ':withhold', notice_id, 1, no, 'withhold', type, platform_id, '{IN}', status
    from target where notice_id = ${id}`.execute(db);
  await sql`insert into restriction_support (operation_key, notice_id, target_no, type, locator, platform_id, countries, everywhere, since)
    select notice_id || ':1:' || no || ':withhold', notice_id, no, type, locator, platform_id, '{IN}', false, '2026-01-01T00:00:00Z'
    from target where notice_id = ${id} and status = 'applied'`.execute(db);
  return notice;
}
