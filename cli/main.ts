#!/usr/bin/env node
import { realDeps } from './deps.js';
import { runCli } from './program.js';

// `notice-desk … | head` closes the pipe early, which is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

// Sets the exit code instead of exiting, so that output still in the pipe is written.
process.exitCode = await runCli(process.argv.slice(2), realDeps());
