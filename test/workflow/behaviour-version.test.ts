import { afterEach, describe, expect, test } from '@jest/globals';
import { SCHEMA_VERSION, type NoticeInput } from '../../domain/notices/notice-state.js';
import { aCommand } from '../support/builders.js';
import { replayAndDispose, startNotice } from '../support/workflow-harness/index.js';

afterEach(replayAndDispose);

/** A version that no release has yet. */
const LATER = { schemaVersion: 99 } as unknown as NoticeInput;

describe('the behaviour version of a notice', () => {
  test('stands in its state and in what it continues as new with', async () => {
    const run = await startNotice();
    expect(await run.state()).toMatchObject({ schemaVersion: SCHEMA_VERSION });
    await run.completeAll();
    run.suggestContinueAsNew();
    await run.accept(aCommand('annotate'));
    expect(run.continuedWith).toMatchObject({
      schemaVersion: SCHEMA_VERSION,
      resume: { schemaVersion: SCHEMA_VERSION },
    });
  });

  test('fails the task, not the run, where this release does not know it', async () => {
    await expect(startNotice({ input: LATER })).rejects.toThrow('does not know behaviour version 99');
    const run = await startNotice();
    const resume = { ...(await run.state()), ...LATER };
    await expect(startNotice({ input: { resume } })).rejects.toThrow('task failed');
  });
});
