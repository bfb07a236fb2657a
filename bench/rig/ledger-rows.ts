import type pg from 'pg';

export const TARGETS_EACH = 10_000;

const NOTICES = `
  insert into notice (id, number, kind, authority_id, authority_name, authority_country, jurisdiction, regime_id,
    regime_version, reference, subject, body, language, channel, authenticity, secrecy_level, received_at, created_by,
    stage, targets, undecided, next_due_at, queue_due_at, targets_resolved_at)
  select gen_random_uuid(), $4::text || '-2021-' || lpad(nth::text, 6, '0'), 'blocking_order', 'in-meity', 'Ministry', 'IN', 'IN',
    'IN-69A-EMERG', '2009-10-27', 'F.' || nth || '/2021', 'Blocking of ' || md5(nth::text), '', 'en', 'api',
    'channel_verified', 'open', now() - nth * interval '1 minute', (select id from person order by created_at limit 1),
    'review', $3::int, $3::int, now() + ($4::text = 'E')::int * interval '1 year' + nth * interval '1 minute',
    now() + ($4::text = 'E')::int * interval '1 year' + nth * interval '1 minute', now()
  from generate_series($1::int, $2::int) as nth
  returning id, number`;

const TARGETS = `
  insert into target (notice_id, no, type, locator, normalised, platform_id, action, grounds, countries, status)
  select id, no, 'account', '@' || name, '@' || name, 'account:' || name,
    case when no % 2 = 0 or no % 1000 = 1 then 'withhold' end,
    case when no % 2 = 0 or no % 1000 = 1 then '{legal_basis_met}'::text[] else '{}' end,
    case when no % 2 = 0 or no % 1000 = 1 then '{IN}'::text[] else '{}' end,
    case when no % 2 = 0 then 'applied' when no % 1000 = 1 then 'failed' else 'undecided' end
  from unnest($1::uuid[], $2::text[]) as notice (id, number), generate_series(1, $3::int) as no,
    lateral (select left(md5(number || no), 10) || '_' || no as name) named`;

const OPERATIONS = `
  insert into operation (key, notice_id, submission, target_no, action, type, platform_id, countries, status, at)
  select notice_id || ':1:' || no || ':withhold', notice_id, 1, no, 'withhold', type, platform_id, countries, 'applied', now()
  from target where notice_id = any ($1::uuid[]) and status = 'applied'`;

const SUBMISSIONS = `
  insert into submission (notice_id, number, purpose, state, digest, author, approver_slots, by_action, targets, enforced, command_id)
  select id, 1, 'decision', 'approved', 'sha256:0', created_by, '{approver}', jsonb_build_object('withhold', targets / 2),
    targets / 2, targets / 2, gen_random_uuid()
  from notice where id = any ($1::uuid[])`;

const SUPPORTS = `
  insert into restriction_support (operation_key, notice_id, target_no, type, locator, platform_id, countries, everywhere, since)
  select notice_id || ':1:' || no || ':withhold', notice_id, no, type, locator, platform_id, countries, false, now()
  from target where notice_id = any ($1::uuid[]) and status = 'applied'`;

export async function addNotices(client: pg.Client, { from, to }: { from: number; to: number }): Promise<string> {
  let first: string | undefined;
  for (let at = from; at <= to; at += 10) {
    const { rows } = await client.query<{ id: string; number: string }>(NOTICES, [
      at,
      Math.min(at + 9, to),
      TARGETS_EACH,
      'B',
    ]);
    const ids = rows.map(({ id }) => id);
    await client.query(TARGETS, [ids, rows.map(({ number }) => number), TARGETS_EACH]);
    await client.query(SUBMISSIONS, [ids]);
    await client.query(OPERATIONS, [ids]);
    await client.query(SUPPORTS, [ids]);
    first ??= ids[0];
  }
  return first ?? '';
}

export async function fillQueue(client: pg.Client, notices: number): Promise<void> {
  await client.query(NOTICES, [1, notices, 0, 'E']);
}
