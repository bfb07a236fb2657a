import { describe, expect, test } from '@jest/globals';
import { ApplicationFailure } from '@temporalio/activity';
import { uuidv7 } from 'uuidv7';
import type { LinkKind } from '../../../domain/notices/notice.js';
import { writeUphold } from '../../../registry/notices/orders.js';
import { handles, platformActivities, withEnforcement } from '../../support/enforcement-fixture.js';
import type { PlatformFixture } from '../../support/platform-fixture.js';
import {
  aNotice,
  anApprovedDecision,
  openAlerts,
  signAct,
  statuses,
  type Registry,
} from '../../support/registry-fixture.js';

let registry: Registry;
let platform: PlatformFixture;
withEnforcement((...started) => ([registry, platform] = started));

const enforce = (noticeId: string) =>
  platformActivities(registry, { attempt: 1, client: platform.client }).enforce({ noticeId, submission: 1 });

async function anApprovedOrder(name: string, patch: Record<string, unknown> = {}): Promise<string> {
  const noticeId = await aNotice(registry, handles(name, 1), patch);
  await platformActivities(registry, { attempt: 1, client: platform.client }).resolveTargets({ noticeId });
  await anApprovedDecision(registry, { noticeId, decisions: [{ action: 'withhold' }] });
  platform.seen.length = 0;
  return noticeId;
}

async function aDocument(noticeId: string, as: LinkKind, kind = 'court_order'): Promise<string> {
  const id = await aNotice(registry, [], { kind });
  await registry.db.insertInto('notice_link').values({ from_notice: id, to_notice: noticeId, link_as: as }).execute();
  return id;
}

const operations = () => platform.seen.filter((request) => request.endsWith(' /operations'));

describe('enforcement of an order that is not in effect', () => {
  test('is refused before the first call if the order was withdrawn after its approval', async () => {
    const noticeId = await anApprovedOrder('withdrawn');
    await aDocument(noticeId, 'revokes', 'revocation');
    expect(await enforce(noticeId)).toMatchObject({ ok: false, reason: expect.stringContaining('is withdrawn by') });
    expect(operations()).toEqual([]);
    expect(await statuses(registry.db, noticeId)).toEqual({ approved: 1 });
    expect(await openAlerts(registry.db, noticeId)).toContain('enforcement_refused');
  });

  test('is refused if the order has lapsed since its approval', async () => {
    const noticeId = await anApprovedOrder('lapsed', { effective_until: new Date(Date.now() - 1) });
    expect(await enforce(noticeId)).toMatchObject({ ok: false, reason: expect.stringContaining('has lapsed') });
    expect(operations()).toEqual([]);
  });

  test('waits while a court stays the order, and resumes once the stay is lifted', async () => {
    const noticeId = await anApprovedOrder('stayed');
    const stay = await aDocument(noticeId, 'stays');
    const failure = await enforce(noticeId).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ApplicationFailure);
    expect(failure).toMatchObject({ type: 'EnforcementPaused', message: expect.stringContaining('stayed by') });
    expect(operations()).toEqual([]);
    await aDocument(stay, 'lifts_stay');
    expect(await enforce(noticeId)).toMatchObject({ ok: true });
    expect(await statuses(registry.db, noticeId)).toEqual({ applied: 1 });
  });

  test('proceeds if counsel upheld the order against this document, but not against another', async () => {
    const uphold = {
      status: 'withdrawn' as const,
      by: registry.people.counsel,
      byName: 'counsel',
      reason: 'It names another order.',
      document: null,
      atMs: Date.now(),
    };
    const noticeId = await anApprovedOrder('upheld');
    const because = await aDocument(noticeId, 'revokes', 'revocation');
    const facts = { status: 'withdrawn' as const, because, reason: uphold.reason, document: null };
    await signAct(registry.db, { noticeId, by: uphold.by, act: { kind: 'uphold_order', facts } });
    await writeUphold(registry.db, { noticeId, uphold: { ...uphold, because: uuidv7() } });
    expect(await enforce(noticeId)).toMatchObject({ ok: false });
    await writeUphold(registry.db, { noticeId, uphold: { ...uphold, because } });
    expect(await enforce(noticeId)).toMatchObject({ ok: true });
  });

  test('is refused for an upheld order without a signed act of counsel', async () => {
    const noticeId = await anApprovedOrder('upheld-by-row');
    const because = await aDocument(noticeId, 'revokes', 'revocation');
    const by = registry.people.counsel;
    const uphold = {
      status: 'withdrawn' as const,
      because,
      by,
      byName: 'counsel',
      reason: 'x',
      document: null,
      atMs: 0,
    };
    await writeUphold(registry.db, { noticeId, uphold });
    expect(await enforce(noticeId)).toMatchObject({ ok: false, reason: expect.stringContaining('is withdrawn by') });
    expect(operations()).toEqual([]);
  });

  test('is completed if it started before the withdrawal', async () => {
    const noticeId = await anApprovedOrder('begun');
    await registry.db
      .updateTable('submission')
      .set({ started_at: new Date() })
      .where('notice_id', '=', noticeId)
      .execute();
    await aDocument(noticeId, 'revokes', 'revocation');
    expect(await enforce(noticeId)).toMatchObject({ ok: true });
  });
});
