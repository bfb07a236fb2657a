// `npm test`: install and build, then every jest tier beside the checks and the desk without its features. The last line
// is the verdict.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureClientBuilt, ensureInstalled, requireNode } from './prepare.mjs';
import { ROOT } from './tool.mjs';

const say = (text) => process.stdout.write(`${text}\n`);

requireNode();
await ensureInstalled(say);
await ensureClientBuilt(say);
const { check } = await import('./check.mjs');
const { proveWithout } = await import('./without.mjs');
const files = process.argv.slice(2);
const running = runJest(files);
// The programs that this process starts from here on inherit the priority, and use the time in which tests wait.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
const parts = [await check()];
// A run of some files need not prove that the desk works without its features.
if (files.length === 0) parts.push(await proveWithout({ alone: false }));
const suite = await running;
const steps = { passed: parts.flatMap((part) => part.passed), failed: parts.flatMap((part) => part.failed) };

const passed = steps.passed.length + suite.passed;
const failed = steps.failed.length + suite.failed;
if (steps.failed.length > 0) say(`failed checks: ${steps.failed.join(', ')}`);
say(`${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 && passed > 0 && suite.passed > 0 ? 0 : 1;

/**
 * Runs jest with its output shown; the counts come from its JSON report. A crash, or a file that cannot run, is a
 * failure.
 */
async function runJest(args) {
  const folder = mkdtempSync(join(tmpdir(), 'desk-jest-'));
  const report = join(folder, 'report.json');
  const program = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  // Ctrl-C also reaches jest, which ends its own workers and prints its results so far.
  process.on('SIGINT', () => undefined);
  // With V8's small young generation, the tests of the API spent a tenth of their time collecting garbage.
  const child = spawn(
    process.execPath,
    ['--max-semi-space-size=64', program, '--json', `--outputFile=${report}`, ...args],
    {
      cwd: ROOT,
      // --json moves jest's output to stderr and also prints the report to stdout, which is discarded.
      stdio: ['inherit', 'ignore', 'inherit'],
    },
  );
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  const code = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (exit, signal) => resolve(exit ?? signal));
  });
  const counts = readCounts(report);
  rmSync(folder, { recursive: true, force: true });
  if (code !== 0 && counts.failed === 0) {
    say(`jest exited with ${code}`);
    return { ...counts, failed: 1 };
  }
  return counts;
}

function readCounts(report) {
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(report, 'utf8'));
  return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites };
}
