import type { Connection } from '@temporalio/client';
import type { NoticeView } from '../../cli/view.js';
import { makeNoticeWorkflowId } from '../../domain/notices/notice.js';
import type { JournalEntry } from '../../desk/simulators/platform-store.js';
import type { DeskClient } from '../../sdk/http.js';
import { equal, type ChecklistItem, once } from './checklist.js';
import { createDemoClient, DECISIONS, type Notices, listTargetNumbers, type Stage } from './february.js';

interface Target {
  no: number;
  platformId: string | null;
  status: string;
}
interface Letter {
  n: number;
  kind: string;
  state: string;
}
interface Mail {
  messageId: string | null;
  subject: string | null;
  envelope: { to: string[] };
}

/**
 * Checks registry, platform, mails and Temporal after the case: nothing lost, each operation once, everything finished.
 */
export async function checkLeftovers(stage: Stage, notices: Notices, engine: Connection): Promise<ChecklistItem[]> {
  const reader = createDemoClient(stage, 'counsel');
  const notice = async (id: string) => (await reader.get<NoticeView>(`/v1/notices/${id}`)).body;
  const first = await notice(notices.first_order);
  const second = await notice(notices.second_order);
  return [
    equal('the first order is as the case left it', {
      is: { targets: first.counts?.targets, restored: first.counts?.restored, failed: first.counts?.failed },
      should: { targets: 257, restored: 256, failed: 0 },
    }),
    equal('the second order is closed, every target accounted for', {
      is: { stage: second.stage, outcome: second.outcome, ...pick(second.counts ?? {}) },
      should: { stage: 'closed', outcome: 'partly_complied', targets: 1178, applied: 1141, failed: 0, ...actions() },
    }),
    ...(await checkPlatform(stage, reader, notices)),
    ...(await checkLetters(stage, reader, notices)),
    ...(await checkTemporal(engine, { stage, second: notices.second_order })),
  ];
}

const actions = () =>
  Object.fromEntries(DECISIONS.map(({ action, handles }) => [action, listTargetNumbers(handles).length]));

function pick({ targets, applied, failed, byAction = {} }: Partial<NonNullable<NoticeView['counts']>>) {
  return {
    targets,
    applied,
    failed,
    ...Object.fromEntries(DECISIONS.map(({ action }) => [action, byAction[action]])),
  };
}

async function checkPlatform(stage: Stage, reader: DeskClient, notices: Notices): Promise<ChecklistItem[]> {
  const { results: journal } = await platform<{ results: JournalEntry[] }>(stage, 'GET', '/_double/journal');
  const done = journal.filter(({ status }) => status === 'applied');
  const targets = await all<Target>(reader, `/v1/notices/${notices.second_order}/targets`);
  const ids = targets.map(({ platformId }) => platformId ?? '');
  const { results } = await platform<{ results: { countries: string[]; everywhere: boolean }[] }>(
    stage,
    'POST',
    '/state',
    { ids },
  );
  const kept = targets.filter(({ status }) => status === 'applied').length;
  return [
    once(
      'the platform received each act once',
      done.map(({ id, action }) => `${action} ${id}`),
    ),
    equal('acts in the platform’s journal: first order, its restoration, second order', {
      is: done.length,
      should: 256 + 256 + 1141,
    }),
    equal('what the platform holds of the second order is what was approved', {
      is: {
        withheld: results.filter(({ countries }) => countries.join() === 'IN').length,
        removed: results.filter(({ everywhere }) => everywhere).length,
        recorded: kept,
      },
      should: { withheld: 583, removed: 558, recorded: 1141 },
    }),
    equal('of the protected accounts none was acted on', {
      is: results.filter(
        ({ countries, everywhere }, at) =>
          listTargetNumbers(/^@(press|journalist|deputy|candidate)_/).includes(at + 1) &&
          (countries.length > 0 || everywhere),
      ).length,
      should: 0,
    }),
  ];
}

async function checkLetters(stage: Stage, reader: DeskClient, notices: Notices): Promise<ChecklistItem[]> {
  const letters = await Promise.all(
    Object.values(notices).map(
      async (id) => (await reader.get<{ items: Letter[] }>(`/v1/notices/${id}/letters`)).body.items,
    ),
  );
  const mails = await all<Mail>(createDemoClient(stage, 'auditor'), '/v1/outbox');
  const toAuthority = mails.filter(({ envelope }) => envelope.to.includes('in-meity@authority.example'));
  const open = letters.flat().filter(({ state }) => state !== 'sent');
  return [
    {
      what: 'every letter is sent',
      seen: `${letters.flat().length}`,
      wrong: open.map(({ kind, state }) => `${kind}: ${state}`),
    },
    once(
      'each letter left once',
      toAuthority.map(({ messageId, subject }) => `${messageId} ${subject}`),
    ),
    equal('letters that left', { is: toAuthority.length, should: letters.flat().length }),
  ];
}

async function checkTemporal(
  engine: Connection,
  { stage, second }: { stage: Stage; second: string },
): Promise<ChecklistItem[]> {
  const { namespace } = stage.file.temporal;
  const stuck = await engine.workflowService.listWorkflowExecutions({
    namespace,
    query: `TemporalReportedProblems IS NOT NULL AND ExecutionStatus = 'Running'`,
  });
  const { workflowExecutionInfo } = await engine.workflowService.describeWorkflowExecution({
    namespace,
    execution: { workflowId: makeNoticeWorkflowId(second) },
  });
  return [
    equal('no workflow is stuck', { is: stuck.executions?.length ?? 0, should: 0 }),
    equal('the workflow of the second order has completed', { is: workflowExecutionInfo?.status, should: COMPLETED }),
  ];
}

/** Temporal's status number. */
const COMPLETED = 2;

async function platform<T>({ file, fetch }: Stage, method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${file.platform}${path}`, {
    method,
    headers: { authorization: `Bearer ${file.platformToken}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return (await response.json()) as T;
}

async function all<T>(reader: DeskClient, path: string): Promise<T[]> {
  const items: T[] = [];
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page: { items: T[]; nextCursor: string | null } = (
      await reader.get<{ items: T[]; nextCursor: string | null }>(path, { limit: 200, cursor })
    ).body;
    items.push(...page.items);
    cursor = page.nextCursor;
  }
  return items;
}
