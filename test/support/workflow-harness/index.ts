import type { Command } from '../../../domain/commands/command.js';
import type { NoticeInput } from '../../../domain/notices/notice-state.js';
import { aNotice, T0 } from '../builders.js';
import { type NoticeRun, startRun } from './notice-run.js';
import type { FakeRegistry } from './fake-registry.js';

export { type NoticeRun, replayAndDispose } from './notice-run.js';
export { FakeRegistry } from './fake-registry.js';
export { bundleWorkflows } from './sandbox.js';

/** Starts a notice in the sandbox. Without an input: a verified blocking order with ten targets, at `T0`. */
export async function startNotice(
  options: { input?: Partial<NoticeInput>; nowMs?: number; firstCommands?: Command[]; registry?: FakeRegistry } = {},
): Promise<NoticeRun> {
  const { input = {}, nowMs = T0, ...rest } = options;
  return await startRun({ input: aNotice(input), nowMs, ...rest });
}
