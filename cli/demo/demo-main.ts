import { getErrorStack } from '../../domain/error-parts.js';
import { playDemo } from './demo-run.js';
import { RefusedError } from '../exit.js';
import { realDeps } from '../deps.js';

// Run once by the supervisor after the first start. Exit 0 means that the case is there, from this run or an earlier
// one.
try {
  await playDemo(realDeps(), { again: false, say: (line) => void process.stdout.write(`${line}\n`) });
} catch (error) {
  const text = error instanceof RefusedError ? error.message : getErrorStack(error);
  process.stderr.write(`The demo case is not loaded: ${text}\nContinue with: notice-desk demo load\n`);
  process.exitCode = 1;
}
