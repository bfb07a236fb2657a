import { machineEnv } from '../../config/env.js';
import { runDesk } from '../run-desk.js';
import { readClusterConfig, STOP_LIMIT_MS, describeProcesses } from './cluster.js';
import { readCounts } from './options.js';

process.title = 'notice-desk';

const counts = readCounts(process.argv.slice(2));
if (typeof counts === 'string') {
  process.stderr.write(`${counts}\n`);
  process.exit(2);
}
await runDesk({
  what: 'cluster',
  read: () => readClusterConfig(machineEnv()),
  counts,
  engine: 'full',
  stopLimitMs: STOP_LIMIT_MS,
  describeMore: (desk, home) => describeProcesses(desk.pids(), home),
});
