import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { machineEnv } from '../../config/env.js';
import type { TestCampaign } from './campaign.js';
import type { ChaosOptions } from './options.js';
import { type AppliedMutant, applyInSources } from './mutants/apply.js';
import type { Outcome, Speaking } from './process-run.js';

interface FileResult {
  name: string;
  status: string;
  startTime: number;
  endTime: number;
  message: string;
  assertionResults: { status: string; title: string }[];
}

/** Runs the tests of a campaign, with more property cases or repeatedly; the journal has one line per file. */
export function testRun(
  campaign: TestCampaign,
  options: ChaosOptions,
  { root, print, say }: Speaking & { root: string },
) {
  let applied: AppliedMutant | undefined;
  let stop: (() => void) | undefined;
  const folder = mkdtempSync(join(tmpdir(), 'desk-campaign-'));
  const journal = join(folder, 'journal.ndjson');
  const { mutant, size, seed } = options;
  const isRepeated = campaign.sizes.unit === 'times';
  const times = isRepeated ? size : 1;
  const end = async (keep: boolean): Promise<void> => {
    stop?.();
    applied?.discard();
    if (!keep) rmSync(folder, { recursive: true, force: true });
  };
  const runOnce = async (time: number): Promise<{ failed: string[]; passed: number }> => {
    const factor = isRepeated ? 1 : size / campaign.gate;
    const env = { CAMPAIGN_FACTOR: String(factor), CAMPAIGN_SEED: String(seed + time - 1) };
    // With a seeded bug, the one test that must find it is enough; end-to-end tests would run the compiled desk without
    // it.
    const tests = mutant === null ? campaign.tests.map((test) => join('test', test)) : [mutant.caughtBy];
    const cwd = applied?.root ?? root;
    const results = await runJest({ root, cwd, tests, env, folder, onStart: (kill) => (stop = kill) });
    const files = results.map((result) => toLine(result, cwd));
    const broken = files.find(({ status, failed }) => status !== 'passed' && failed.length === 0);
    // A test that cannot run has found nothing.
    if (broken !== undefined && mutant !== null) throw new Error(`${broken.file} cannot run: ${broken.message}`);
    for (const { message, ...line } of files) {
      appendFileSync(journal, `${JSON.stringify({ time, seed: seed + time - 1, ...line })}\n`);
      if (line.status === 'passed') continue;
      print(`FAIL ${line.file}: ${line.failed.join('; ') || message.slice(0, 400)}`);
      if (mutant === null) print(message);
    }
    return {
      failed: files.filter(({ status }) => status !== 'passed').map(({ file }) => file),
      passed: files.reduce((sum, line) => sum + line.passed, 0),
    };
  };
  const run = async (): Promise<Outcome> => {
    applied = mutant === null ? undefined : applyInSources(mutant, root);
    let foundBy: string[] = [];
    let passed = 0;
    for (let time = 1; time <= times && foundBy.length === 0; time += 1) {
      const ran = await runOnce(time);
      foundBy = ran.failed;
      passed += ran.passed;
      say(`  ${time} of ${times}: ${passed} tests passed so far`);
    }
    const how = isRepeated ? `in ${times} runs` : `with ${size} cases where the gate has ${campaign.gate}`;
    print(`${passed} tests passed ${how}`);
    const keep = options.keep || (foundBy.length > 0 && mutant === null);
    if (keep) print(`journal kept: ${journal}`);
    await end(keep);
    return { foundBy };
  };
  return { run, end };
}

function toLine({ name, status, startTime, endTime, assertionResults, message }: FileResult, cwd: string) {
  return {
    file: relative(cwd, name),
    status,
    passed: assertionResults.filter((one) => one.status === 'passed').length,
    failed: assertionResults.filter((one) => one.status === 'failed').map(({ title }) => title),
    ms: endTime - startTime,
    message,
  };
}

interface RunJest {
  root: string;
  cwd: string;
  tests: readonly string[];
  env: Record<string, string>;
  folder: string;
  onStart: (kill: () => void) => void;
}

async function runJest({ root, cwd, tests, env, folder, onStart }: RunJest): Promise<FileResult[]> {
  const report = join(folder, 'report.json');
  rmSync(report, { force: true });
  const child = spawn(
    process.execPath,
    [join(root, 'node_modules', 'jest', 'bin', 'jest.js'), '--json', `--outputFile=${report}`, ...tests],
    { cwd, stdio: 'ignore', env: { ...machineEnv(), ...env } },
  );
  onStart(() => child.kill('SIGTERM'));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  if (!existsSync(report)) throw new Error(`jest exited with ${code} and left no report.`);
  return (JSON.parse(readFileSync(report, 'utf8')) as { testResults: FileResult[] }).testResults;
}
