import { describe, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { uuidv7 } from 'uuidv7';
import type { Act } from '../../../domain/acts/act-statement.js';
import type { RestoreCause } from '../../../domain/submissions/submission.js';
import { handles, platformActivities, withEnforcement } from '../../support/enforcement-fixture.js';
import { makeApprovalKeys } from '../../support/approval-keys.js';
import type { PlatformFixture } from '../../support/platform-fixture.js';
import {
  aNotice,
  anApprovedDecision,
  anApprovedRestoration,
  openAlerts,
  signAct,
  type Registry,
} from '../../support/registry-fixture.js';

let registry: Registry;
let platform: PlatformFixture;
withEnforcement((...started) => ([registry, platform] = started));

const activities = () => platformActivities(registry, { attempt: 1, client: platform.client });
const enforce = (noticeId: string, submission = 1) => activities().enforce({ noticeId, submission });
const operations = () => platform.seen.filter((request) => request.endsWith(' /operations'));

async function anApprovedOrder(patch: Record<string, unknown> = {}): Promise<string> {
  const noticeId = await aNotice(registry, handles(`signed${uuidv7().slice(-6)}`, 1), patch);
  await activities().resolveTargets({ noticeId });
  await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'withhold' }] });
  platform.seen.length = 0;
  return noticeId;
}

const check = (outcome: 'confirmed' | 'denied'): Act => ({
  kind: 'sender_check',
  facts: { method: 'call_back', contact: '+91 11 1', document: null, outcome },
});

describe('enforcement of a decision on a sender', () => {
  test('refuses a sender marked verified in its row without a signed act', async () => {
    const noticeId = await anApprovedOrder({ authenticity: 'unverified' });
    await sql`update notice set authenticity = 'signer_verified' where id = ${noticeId}::uuid`.execute(registry.db);
    expect(await enforce(noticeId)).toMatchObject({ ok: false, reason: expect.stringContaining('unverified') });
    expect(operations()).toEqual([]);
  });

  test('refuses a sender denied by a signed act, even if the workflow lost the denial', async () => {
    const noticeId = await anApprovedOrder();
    await signAct(registry.db, { noticeId, by: registry.people.reviewer, act: check('denied') });
    expect(await enforce(noticeId)).toMatchObject({ ok: false, reason: expect.stringContaining('rejected') });
    expect(operations()).toEqual([]);
    expect(await openAlerts(registry.db, noticeId)).toContain('enforcement_refused');
  });

  test('refuses a sender confirmation signed with another key', async () => {
    const noticeId = await anApprovedOrder({ authenticity: 'unverified' });
    await sql`update notice set authenticity = 'signer_verified' where id = ${noticeId}::uuid`.execute(registry.db);
    const forged = { noticeId, by: registry.people.reviewer, act: check('confirmed'), keys: makeApprovalKeys() };
    await signAct(registry.db, forged);
    expect(await enforce(noticeId)).toMatchObject({ ok: false });
    expect(operations()).toEqual([]);
  });

  test('accepts a sender confirmed by a person, and requires an approver other than that person', async () => {
    const confirmed = await anApprovedOrder({ authenticity: 'unverified' });
    const byApprover = await anApprovedOrder({ authenticity: 'unverified' });
    const { people, db } = registry;
    for (const [noticeId, by] of [
      [confirmed, people.reviewer],
      [byApprover, people.approver],
    ] as const) {
      await sql`update notice set authenticity = 'signer_verified' where id = ${noticeId}::uuid`.execute(db);
      await signAct(db, { noticeId, by, act: check('confirmed') });
    }
    expect(await enforce(confirmed)).toMatchObject({ ok: true });
    expect(await enforce(byApprover)).toMatchObject({ ok: false });
    expect(await openAlerts(db, byApprover)).toContain('approval_unproven');
  });
});

describe('enforcement of a restoration without an approval', () => {
  async function aRestorationAlone(cause: RestoreCause, patch: Record<string, unknown> = {}): Promise<string> {
    const noticeId = await anApprovedOrder(patch);
    await sql`update notice set effective_until = null where id = ${noticeId}::uuid`.execute(registry.db);
    expect(await enforce(noticeId)).toMatchObject({ ok: true });
    await anApprovedRestoration(registry, { noticeId, number: 2, targets: [1], cause, approverSlots: [] });
    platform.seen.length = 0;
    return noticeId;
  }

  async function aRevocation(noticeId: string, patch: Record<string, unknown> = {}): Promise<string> {
    const { db, people } = registry;
    const id = await aNotice(registry, [], { kind: 'revocation', created_by: people.counsel, ...patch });
    await db.insertInto('notice_link').values({ from_notice: id, to_notice: noticeId, link_as: 'revokes' }).execute();
    return id;
  }

  const link = (notice: string): Act => ({ kind: 'link', facts: { notice, as: 'revokes' } });
  const isRefused = async (noticeId: string) => {
    expect(await enforce(noticeId, 2)).toMatchObject({ ok: false });
    expect(operations()).toEqual([]);
    expect(await openAlerts(registry.db, noticeId)).toContain('approval_unproven');
  };

  test('refuses a won appeal, which needs an approver', async () => {
    await isRefused(await aRestorationAlone('appeal_won'));
  });

  test('refuses an end of the order found only in its row, and accepts one signed by another person', async () => {
    const past = new Date(Date.now() - 1_000);
    const byRow = await aRestorationAlone('order_lapsed');
    const signed = await aRestorationAlone('order_lapsed', { created_by: registry.people.counsel });
    const reading: Act = {
      kind: 'reading',
      facts: { authenticity: null, regime: null, effectiveUntil: past.toISOString() },
    };
    await signAct(registry.db, { noticeId: signed, by: registry.people.counsel, act: reading });
    for (const id of [byRow, signed])
      await sql`update notice set effective_until = ${past}, created_by = ${registry.people.counsel}::uuid where id = ${id}::uuid`.execute(
        registry.db,
      );
    await isRefused(byRow);
    expect(await enforce(signed, 2)).toMatchObject({ ok: true });
  });

  test('refuses a revocation whose link or sender is only in rows, and accepts one signed by others', async () => {
    const { db, people } = registry;
    const unlinked = await aRestorationAlone('order_revoked');
    await aRevocation(unlinked);
    await isRefused(unlinked);

    const unverified = await aRestorationAlone('order_revoked');
    const document = await aRevocation(unverified, { authenticity: 'unverified' });
    await signAct(db, { noticeId: document, by: people.counsel, act: link(unverified) });
    await sql`update notice set authenticity = 'channel_verified' where id = ${document}::uuid`.execute(db);
    await isRefused(unverified);

    const proven = await aRestorationAlone('order_revoked');
    const genuine = await aRevocation(proven);
    await signAct(db, { noticeId: genuine, by: people.counsel, act: link(proven) });
    expect(await enforce(proven, 2)).toMatchObject({ ok: true });
  });

  test('refuses a revocation that the author linked or received', async () => {
    const { db, people } = registry;
    const linked = await aRestorationAlone('order_revoked');
    const one = await aRevocation(linked);
    await signAct(db, { noticeId: one, by: people.author, act: link(linked) });
    await isRefused(linked);
    const received = await aRestorationAlone('order_revoked');
    const other = await aRevocation(received, { created_by: people.author });
    await signAct(db, { noticeId: other, by: people.counsel, act: link(received) });
    await sql`update notice set created_by = ${people.counsel}::uuid where id = ${other}::uuid`.execute(db);
    await isRefused(received);
  });
});

describe('enforcement of a won appeal', () => {
  test('refuses an approval by the person who decided the appeal', async () => {
    const { db, people } = registry;
    const noticeId = await anApprovedOrder();
    expect(await enforce(noticeId)).toMatchObject({ ok: true });
    await anApprovedRestoration(registry, { noticeId, number: 2, targets: [1] });
    const facts = { appeal: uuidv7(), number: 'A-1', target: 1, outcome: 'restored', reasons: 'x' };
    await signAct(db, { noticeId, by: people.approver, act: { kind: 'appeal_decision', facts } });
    platform.seen.length = 0;
    expect(await enforce(noticeId, 2)).toMatchObject({ ok: false });
    expect(operations()).toEqual([]);
  });
});
