import { readDeskConfig } from '../config/env.js';
import { PLATFORMS } from '../platforms/registered.js';
import { EMBEDDED } from './process-table.js';
import { runDesk } from './run-desk.js';

process.title = 'notice-desk';

// Keeps the promised limit of 15 s for a stop.
await runDesk({
  what: 'desk',
  read: () => readDeskConfig(undefined, PLATFORMS),
  counts: EMBEDDED,
  engine: 'dev',
  stopLimitMs: 14_500,
});
