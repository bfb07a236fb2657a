import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { parseWorkflowCode } from '@temporalio/worker/lib/worker.js';
import type { Workflow } from '@temporalio/worker/lib/workflow/interface.js';
import { ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm.js';
import { globalHandlers } from '@temporalio/worker/lib/workflow/vm-shared.js';
import { sharedModules } from '../../../worker/shared-modules.js';
import { buildWorkflowInfo } from '../../../bench/rig/workflow-info.js';

/**
 * The only file that uses SDK internals. Its imports from `lib/` are no stable API: `sdk-internals.test.ts` guards
 * them.
 */
const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const SDK_VERSION = '1.24.0';
const CACHE = join(ROOT, 'node_modules/.cache/notice-desk');

/** Activities the sandbox may call locally; any other is rejected immediately. */
const LOCAL_ACTIVITIES = new Set(['recordTransitions', 'reportUnsealed', 'skipTargets']);

async function hashSources(): Promise<string> {
  const hash = createHash('sha256').update(`${SDK_VERSION} shared`);
  for (const room of ['domain', 'workflows']) {
    const files = await readdir(join(ROOT, room), { recursive: true });
    for (const file of files.filter((name) => name.endsWith('.ts')).sort()) {
      hash.update(`${room}/${file}\n`).update(await readFile(join(ROOT, room, file)));
    }
  }
  return hash.digest('hex').slice(0, 16);
}

/**
 * Returns the workflow bundle of the present sources, built once and cached under `node_modules/.cache` by their hash.
 */
export async function bundleWorkflows(): Promise<{ code: string }> {
  const path = join(CACHE, `workflow-bundle-${await hashSources()}.js`);
  const kept = await readFile(path, 'utf8').catch(() => null);
  if (kept !== null) return { code: kept };
  const { code } = await bundleWorkflowCode({
    workflowsPath: join(ROOT, 'workflows/index.ts'),
    preloadModules: sharedModules(new URL('../../../', import.meta.url)),
    logger: new DefaultLogger('ERROR'),
  });
  await mkdir(dirname(path), { recursive: true });
  const draft = `${path}.${process.pid}`;
  await writeFile(draft, code);
  await rename(draft, path);
  return { code };
}

let creator: Promise<ReusableVMWorkflowCreator> | null = null;

async function createCreator(): Promise<ReusableVMWorkflowCreator> {
  const { code } = await bundleWorkflows();
  const created = await ReusableVMWorkflowCreator.create(parseWorkflowCode(code), 5_000, LOCAL_ACTIVITIES);
  // The SDK captures a stack trace of every promise for its stack query, and rewrites jest's own traces: slow and
  // misleading here.
  globalHandlers.uninstall();
  return created;
}

export async function createSandboxedNotice(runId: string, workflowId: string, nowMs: number): Promise<Workflow> {
  creator ??= createCreator();
  return await (await creator).createWorkflow({
    info: buildWorkflowInfo({ runId, workflowId, workflowType: 'noticeWorkflow', now: nowMs }),
    randomnessSeed: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
    now: nowMs,
    showStackTraceSources: false,
  });
}
