import { afterEach, describe, expect, test } from '@jest/globals';
import { aBareNotice, aCommand, aFrozen, aLedger, NOTICE_ID, RITA } from '../support/builders.js';
import { replayAndDispose, startNotice } from '../support/workflow-harness/index.js';

afterEach(replayAndDispose);

const list = (upload: number, targets: number, accepted = targets) =>
  aCommand('add_targets', { upload, accepted, ledger: aLedger({ targets, undecided: targets, byLane: {} }) });

describe('targets that come after their notice', () => {
  test('are looked up at the platform, and the workflow counts them', async () => {
    const run = await startNotice({ input: aBareNotice({ kind: 'blocking_order' }) });
    await run.accepted(list(1, 100_000));
    expect(run.pendingActivities()).toMatchObject([{ type: 'resolveTargets', argument: { noticeId: NOTICE_ID } }]);
    await run.completeAll();
    expect(await run.state()).toMatchObject({ effects: [], ledger: { targets: 100_000, undecided: 100_000 } });
    expect(run.registry.actions).toEqual(['add_targets']);
  });

  test('are looked up list by list, each under its own key', async () => {
    const run = await startNotice();
    await run.accepted(list(1, 20));
    await run.accepted(list(2, 25));
    expect((await run.state()).effects.map(({ key }) => key)).toEqual([
      `${NOTICE_ID}:acknowledgement`,
      `${NOTICE_ID}:resolve`,
      `${NOTICE_ID}:resolve:1`,
      `${NOTICE_ID}:resolve:2`,
    ]);
    expect(run.pendingActivities('resolveTargets')).toHaveLength(3);
  });

  test('of a list told late do not set the counts of a submission back', async () => {
    const run = await startNotice();
    await run.accepted(aCommand('triage'));
    await run.accepted(aCommand('submit', { frozen: aFrozen({ targets: 25, ledger: aLedger({ targets: 25 }) }) }));
    await run.accepted(list(1, 20));
    expect((await run.state()).ledger).toEqual(aLedger({ targets: 25 }));
    expect(run.pendingActivities('resolveTargets')).toHaveLength(2);
  });

  test('are told by the desk alone', async () => {
    const run = await startNotice();
    expect(await run.command({ ...list(1, 20), actor: RITA })).toMatchObject({ ok: false, refused: 'forbidden' });
  });
});
