import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import type { OpenHistory } from '../../client/open-histories.js';
import { replay } from '../../worker/check-release.js';
import { bundleWorkflows } from '../support/workflow-harness/index.js';
import { getWorkflowId, listHistories, readHistory } from './histories.js';
import { sealedConverter } from './sealed.js';

Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { forward: {}, filter: 'OFF' } } });

let code: string;
beforeAll(async () => {
  ({ code } = await bundleWorkflows());
});
afterAll(() => Runtime.instance().shutdown());

const NAMES = listHistories().filter((name) => !name.startsWith('sealed-'));
const toOpen = (name: string): OpenHistory => {
  const history = readHistory(name);
  return { workflowId: getWorkflowId(history), history };
};
async function* open(names: readonly string[]): AsyncGenerator<OpenHistory> {
  for (const name of names) yield toOpen(name);
}
const check = (workflows: string, histories: AsyncIterable<OpenHistory>) =>
  replay({ workflowBundle: { code: workflows } }, histories);

describe('replay of open notices by a release', () => {
  test('passes with the present workflow code, and measures each history', async () => {
    const { replayed, differing, msEach } = await check(code, open(NAMES));
    expect(replayed).toHaveLength(NAMES.length);
    expect(differing).toEqual([]);
    expect(msEach).toBeGreaterThan(0);
    process.stdout.write(`release check: ${NAMES.length} histories, ${msEach} ms each\n`);
  });

  test('finds each notice that poisoned code does not fit, and goes on after it', async () => {
    const poisoned = code.replaceAll('sendLetter', 'sendPostcard');
    expect(poisoned).not.toBe(code);
    const { replayed, differing } = await check(poisoned, open(['minimal', 'push-back', 'minimal']));
    expect(replayed).toHaveLength(3);
    expect(differing).toEqual([replayed[1]]);
  });

  test('counts a history that it cannot read as one that differs', async () => {
    const [sealed = ''] = listHistories().filter((name) => name.startsWith('sealed-'));
    const foreign = { ...toOpen(sealed), workflowId: 'notice-of-another' };
    const histories = (async function* () {
      yield foreign;
    })();
    const options = { workflowBundle: { code }, dataConverter: sealedConverter() };
    expect((await replay(options, histories)).differing).toHaveLength(1);
  });

  test('has no result if the histories cannot be fetched', async () => {
    const away = (async function* () {
      yield toOpen('minimal');
      throw new Error('Temporal does not answer.');
    })();
    await expect(check(code, away)).rejects.toThrow('Temporal does not answer.');
  });
});
