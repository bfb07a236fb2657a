import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import {
  noteAnnulments,
  openDuties,
  raiseUnsupported,
} from '../../../../application/enforcement/restore/open-duties.js';
import type { Clock } from '../../../../domain/clocks/clock.js';
import { startApi, type ApiHarness } from '../../../support/api-harness.js';
import { readAlerts } from '../../../support/read-alerts.js';
import { insertEnforced } from '../../../support/enforced-notice.js';

let api: ApiHarness;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

/** Before now by the database's clock: PostgreSQL's now() is finer than a Date's millisecond. */
const JUST_BEFORE = sql`now() - interval '1 s'`;

const enforced = (count: number, patch?: object) => insertEnforced(api, { count, patch });

const alert = (kind: string) => readAlerts(api, kind);

describe('lost legal basis', () => {
  const duties = async (noticeId: string) =>
    api.db.selectFrom('restore_duty').select(['cause', 'clock_id']).where('notice_id', '=', noticeId).execute();
  const startedClocks = async (noticeId: string): Promise<Clock[]> => {
    const rows = await api.db
      .selectFrom('outbox')
      .select('payload')
      .where('notice_id', '=', noticeId)
      .where('kind', '=', 'command')
      .execute();
    return rows.flatMap(({ payload }) => {
      const { name, body } = payload as { name: string; body: { clocks: Clock[] } };
      return name === 'start_clocks' ? body.clocks : [];
    });
  };
  const listUnsupported = async (noticeId: string, query = '') => {
    const { items } = (await api.get(`/v1/reports/unsupported-restrictions?limit=200${query}`, 'reviewer')).json();
    return items.filter(({ notice }: { notice: string }) => notice === noticeId);
  };
  const run = (now?: Date) => openDuties(api.context, now);

  test('through the order’s own end opens one restoration clock, with a verifiable receipt', async () => {
    const until = '2026-03-01T00:00:00.000Z';
    const { id } = await enforced(2, { effectiveUntil: until });
    expect((await api.get(`/v1/notices/${id}`, 'reviewer')).json().effectiveUntil).toBe(until);
    await run(new Date('2026-02-28T23:59:59Z'));
    expect(await duties(id)).toEqual([]);
    await run(new Date('2026-03-01T00:00:01Z'));
    await run(new Date('2026-03-01T00:01:00Z'));
    const [clock, ...others] = await startedClocks(id);
    expect(others).toEqual([]);
    expect(clock).toMatchObject({
      kind: 'reinstate',
      basis: 'policy',
      owner: 'us',
      startsAtMs: Date.parse(until),
      dueAtMs: Date.parse('2026-03-02T00:00:00Z'),
    });
    expect(clock?.escalation.length).toBeGreaterThan(0);
    // No workflow runs here: it would start the clock, which is shown from then on.
    await sql`update clock set state = 'running', proposed = false where id = ${clock?.id}::uuid`.execute(api.db);
    const { items } = (await api.get(`/v1/notices/${id}/clocks`, 'reviewer')).json();
    const shown = items.find(({ kind }: { kind: string }) => kind === 'reinstate');
    expect(shown.label).toContain('company policy, not law');
    expect(shown.receipt.facts.basis_ended).toBe(until);
    expect(await listUnsupported(id)).toMatchObject([
      { target: 1, cause: 'expired', unsupportedSince: until, heldByOthers: false },
      { target: 2, cause: 'expired' },
    ]);
    expect(await listUnsupported(id, '&at=2026-02-01T00:00:00Z')).toEqual([]);
  });

  test('through a verified revocation covers the whole notice, through a narrowing a part of it', async () => {
    const revoked = await enforced(1);
    const narrowed = await enforced(1);
    const relatesTo = [
      { notice: revoked.id, as: 'revokes' },
      { notice: narrowed.id, as: 'narrows' },
    ];
    await api.receive({ kind: 'revocation', targets: [], relatesTo });
    await run();
    expect(await duties(revoked.id)).toMatchObject([{ cause: 'revoked' }]);
    expect((await startedClocks(revoked.id))[0]).not.toHaveProperty('partly');
    expect((await startedClocks(narrowed.id))[0]).toMatchObject({ partly: true });
    expect(await listUnsupported(narrowed.id)).toMatchObject([{ cause: 'narrowed' }]);
    await sql`update clock set met_at = ${JUST_BEFORE} where notice_id = ${narrowed.id}::uuid and kind = 'reinstate'`.execute(
      api.db,
    );
    expect(await listUnsupported(narrowed.id)).toEqual([]);
  });

  test('is not opened by an unverified document', async () => {
    const { id } = await enforced(1);
    await api.receive({
      kind: 'revocation',
      targets: [],
      authority: { name: 'Somebody', country: 'IN' },
      relatesTo: [{ notice: id, as: 'revokes' }],
    });
    await run();
    expect(await duties(id)).toEqual([]);
  });

  test('before anything is in force opens its clock only once there is something to restore', async () => {
    const { id } = await api.receive();
    await api.receive({ kind: 'revocation', targets: [], relatesTo: [{ notice: id, as: 'revokes' }] });
    await run();
    expect(await duties(id)).toMatchObject([{ cause: 'revoked', clock_id: null }]);
    await sql`insert into operation (key, notice_id, submission, target_no, action, type, status) values (${`${id}:1:1:withhold`}, ${id}::uuid, 1, 1, 'withhold', 'account', 'applied')`.execute(
      api.db,
    );
    await sql`insert into restriction_support (operation_key, notice_id, target_no, type, locator, platform_id, countries, everywhere, since)
      values (${`${id}:1:1:withhold`}, ${id}::uuid, 1, 'account', '@one', 'p:late', '{IN}', false, now())`.execute(
      api.db,
    );
    await run();
    expect(await startedClocks(id)).toHaveLength(1);
  });

  test('follows from the annulment of a law, but not from its repeal', async () => {
    const { id } = await enforced(1);
    const other = await enforced(1);
    const law = (status: 'annulled' | 'repealed', name: string) => ({
      ...api.context.rulebook.regimes[0]?.versions[0],
      id: name,
      version: '2020-01-01',
      status,
      inForceTo: '2026-02-01',
    });
    await sql`update notice set regime_id = 'X-ANNULLED', regime_version = '2020-01-01' where id = ${id}::uuid`.execute(
      api.db,
    );
    await sql`update notice set regime_id = 'X-REPEALED', regime_version = '2020-01-01' where id = ${other.id}::uuid`.execute(
      api.db,
    );
    const rulebook = {
      ...api.context.rulebook,
      regimes: [{ versions: [law('annulled', 'X-ANNULLED'), law('repealed', 'X-REPEALED')] }],
    };
    await noteAnnulments({ db: api.db, rulebook: rulebook as never });
    await run();
    expect(await startedClocks(id)).toHaveLength(1);
    expect(await duties(id)).toMatchObject([{ cause: 'annulled' }]);
    expect(await duties(other.id)).toEqual([]);
  });

  test('of a closed notice alerts ops until it restricts nothing any more', async () => {
    const { id } = await enforced(1, { effectiveUntil: '2026-03-01T00:00:00Z' });
    await sql`update notice set stage = 'closed' where id = ${id}::uuid`.execute(api.db);
    await run();
    await run();
    const mine = async () => (await alert('restore_due')).filter(({ notice }) => notice === id);
    expect(await mine()).toHaveLength(1);
    expect(await startedClocks(id)).toEqual([]);
    await sql`update restriction_support set released_at = now() where notice_id = ${id}::uuid`.execute(api.db);
    await run();
    expect(await mine()).toEqual([]);
  });

  test('of a secret notice is listed only for people who can read it', async () => {
    const { id } = await enforced(1, {
      effectiveUntil: '2026-03-01T00:00:00Z',
      secrecy: await api.gagged('role:counsel'),
    });
    await run();
    expect(await listUnsupported(id)).toEqual([]);
    const { items } = (await api.get('/v1/reports/unsupported-restrictions?limit=200', 'counsel')).json();
    expect(items.some(({ notice }: { notice: string }) => notice === id)).toBe(true);
  });

  test('raises one alert per month while any restriction is unsupported', async () => {
    await enforced(2, { effectiveUntil: '2026-03-01T00:00:00Z' });
    await run();
    await raiseUnsupported(api.db, new Date('2026-03-15T00:00:00Z'));
    await raiseUnsupported(api.db, new Date('2026-04-01T00:00:00Z'));
    const alerts = await alert('unsupported_restrictions');
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toMatchObject({ detail: { month: '2026-04' } });
    await sql`update restriction_support set released_at = ${JUST_BEFORE}`.execute(api.db);
    await raiseUnsupported(api.db, new Date());
    expect(await alert('unsupported_restrictions')).toEqual([]);
  });
});
