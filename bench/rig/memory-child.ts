import { readFileSync } from 'node:fs';
import { msNumberToTs } from '@temporalio/common/lib/time.js';
import { parseWorkflowCode } from '@temporalio/worker/lib/worker.js';
import type { Workflow } from '@temporalio/worker/lib/workflow/interface.js';
import { ReusableVMWorkflowCreator } from '@temporalio/worker/lib/workflow/reusable-vm.js';
import { defaultPayloadConverter } from '@temporalio/workflow';
import { buildWorkflowInfo } from './workflow-info.js';

export interface MemoryWork {
  codePath: string;
  workflowType: string;
  workflowId: string;
  argument: unknown;
  workflows: number;
}

export interface MemoryAnswer {
  bytesEach: number;
  rssBytesEach: number;
  commands: string[];
}

/** Workflows created before the first reading, so that the sandbox, its script and its first growth do not count. */
const WARMING = 100;

async function main({ codePath, workflowType, workflowId, argument, workflows }: MemoryWork): Promise<MemoryAnswer> {
  const creator = await ReusableVMWorkflowCreator.create(
    parseWorkflowCode(readFileSync(codePath, 'utf8')),
    5_000,
    new Set(['recordTransitions']),
  );
  const kept: Workflow[] = [];
  let commands: string[] = [];
  const grow = async (upTo: number) => {
    while (kept.length < upTo) {
      const { workflow, gave } = await open({
        creator,
        workflowType,
        workflowId,
        argument,
        runId: `run-${kept.length}`,
      });
      kept.push(workflow);
      commands = gave;
    }
  };
  await grow(WARMING);
  const before = settle();
  await grow(WARMING + workflows);
  const after = settle();
  return {
    bytesEach: (after.heapUsed - before.heapUsed) / workflows,
    rssBytesEach: (after.rss - before.rss) / workflows,
    commands,
  };
}

interface Opening {
  creator: ReusableVMWorkflowCreator;
  workflowType: string;
  workflowId: string;
  argument: unknown;
  runId: string;
}

async function open({
  creator,
  workflowType,
  workflowId,
  argument,
  runId,
}: Opening): Promise<{ workflow: Workflow; gave: string[] }> {
  const now = Date.now();
  const timestamp = msNumberToTs(now);
  const workflow = await creator.createWorkflow({
    info: buildWorkflowInfo({ runId, workflowType, workflowId, now }),
    randomnessSeed: [...Array(16).keys()],
    now,
    showStackTraceSources: false,
  });
  const { successful, failed } = await workflow.activate({
    runId,
    timestamp,
    historyLength: 3,
    jobs: [
      {
        initializeWorkflow: {
          workflowType,
          workflowId,
          arguments: [defaultPayloadConverter.toPayload(argument)],
          attempt: 1,
          startTime: timestamp,
        },
      },
    ],
  });
  if (failed != null) throw new Error(`The first task failed: ${failed.failure?.message ?? ''}`);
  if (successful?.commands?.some(({ failWorkflowExecution }) => failWorkflowExecution != null) === true)
    throw new Error('The workflow has ended in its first task: what is kept of it says nothing.');
  return {
    workflow,
    gave: (successful?.commands ?? []).map(
      (command) => Object.keys(command).find((key) => key !== 'userMetadata') ?? '',
    ),
  };
}

/** Returns memory after full collection; one GC run leaves objects that only the next one finds. */
function settle(): NodeJS.MemoryUsage {
  for (let times = 0; times < 4; times += 1) globalThis.gc?.();
  return process.memoryUsage();
}

if (process.send !== undefined && process.argv[2] !== undefined) {
  if (globalThis.gc === undefined) throw new Error('Run this with --expose-gc.');
  process.send(await main(JSON.parse(process.argv[2]) as MemoryWork), () => process.exit(0));
}
