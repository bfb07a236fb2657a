import { afterEach, describe, expect, test } from '@jest/globals';
import { aBareNotice, aCommand, aFrozen, aLedger, NOTICE_ID, RITA } from '../support/builders.js';
import { replayAndDispose, startNotice } from '../support/workflow-harness/index.js';

afterEach(replayAndDispose);

const list = (upload: number, targets: number, accepted = targets) =>
  aCommand('add_targets', { upload, accepted, ledger: aLedger({ targets, undecided: targets, byAction: {} }) });

describe('targets added after receipt', () => {
  test('are looked up at the platform and counted by the workflow', async () => {
    const run = await startNotice({ input: aBareNotice({ kind: 'blocking_order' }) });
    await run.accept(list(1, 100_000));
    expect(run.pendingActivities()).toMatchObject([{ type: 'resolveTargets', argument: { noticeId: NOTICE_ID } }]);
    await run.completeAll();
    expect(await run.state()).toMatchObject({ effects: [], ledger: { targets: 100_000, undecided: 100_000 } });
    expect(run.registry.actions).toEqual(['add_targets']);
  });

  test('are looked up list by list, each under its own key', async () => {
    const run = await startNotice();
    await run.accept(list(1, 20));
    await run.accept(list(2, 25));
    expect((await run.state()).effects.map(({ key }) => key)).toEqual([
      `${NOTICE_ID}:acknowledgement`,
      `${NOTICE_ID}:resolve`,
      `${NOTICE_ID}:resolve:1`,
      `${NOTICE_ID}:resolve:2`,
    ]);
    expect(run.pendingActivities('resolveTargets')).toHaveLength(3);
  });

  test('do not reset the counts of a submission if their list arrives late', async () => {
    const run = await startNotice();
    await run.accept(aCommand('triage'));
    await run.accept(aCommand('submit', { frozen: aFrozen({ targets: 25, ledger: aLedger({ targets: 25 }) }) }));
    await run.accept(list(1, 20));
    expect((await run.state()).ledger).toEqual(aLedger({ targets: 25 }));
    expect(run.pendingActivities('resolveTargets')).toHaveLength(2);
  });

  test('are reported by the system only, not by a person', async () => {
    const run = await startNotice();
    expect(await run.command({ ...list(1, 20), actor: RITA })).toMatchObject({ ok: false, refused: 'forbidden' });
  });
});
