import type { z } from 'zod';
import type { repairBody, RepairBody, rebuildAllBody } from '../../contract/repair.js';
import type { Command, Repair } from '../../domain/commands/command.js';
import type { StepUpAct } from '../../domain/people/step-up.js';
import { findAttempt } from '../../registry/notices/commands.js';
import { type NoticeRow, getNotice } from '../../registry/notices/notices.js';
import { findReadable } from '../access.js';
import type { CommandStepUp } from '../acting.js';
import { type Caller, toReader } from '../caller.js';
import { computeCommandId } from '../command-id.js';
import { runBesideKey, type SentAnswer } from '../once.js';
import { recordFailedStepUp, needStepUp } from '../step-up.js';
import type { CommandServices } from './command-notice.js';
import { askToClose, findEpoch, prepareRepair } from './repair.js';
import { runCommand } from './run-command.js';
import { viewAfter } from './view-after.js';
import type { AlertKind } from '../../domain/alert.js';
import { listNoticesOfAlerts, type NoticeOfAlert } from '../../registry/ops/open-alerts.js';
import { Refusal } from '../refusal.js';
import { recordSecretReads } from '../secret-reads.js';
import type { Services } from '../services.js';

interface RepairRequest {
  id: string;
  caller: Caller;
  body: z.output<typeof repairBody>;
  key: string | undefined;
  /** What a passkey confirms of this request. */
  act: StepUpAct;
}

interface Repairing {
  row: NoticeRow;
  caller: Caller;
  body: RepairBody;
  stepUp: CommandStepUp;
  commandId: string;
  repeatable: boolean;
}

/** Repairs a stuck notice once per key, and answers with the notice as its caller sees it then. */
export async function repairNotice(
  services: CommandServices,
  { id, caller, body: sent, key, act }: RepairRequest,
): Promise<SentAnswer> {
  const { row } = await findReadable(services, caller, id);
  const { assertion, ...body } = sent;
  const scope = `${row.id}/repair`;
  const commandId = key === undefined ? services.newId() : computeCommandId({ caller: caller.person.id, key, scope });
  const repairing = { row, caller, body, stepUp: { act, assertion }, commandId, repeatable: key !== undefined };
  try {
    return await runBesideKey(services.gate, { caller: caller.person.id, key, scope, body: sent }, async () => {
      const answer = await repair(services, repairing);
      return { status: 200, answer, location: null, noticeId: row.id };
    });
  } catch (error) {
    if (assertion !== undefined)
      await recordFailedStepUp(services, caller, { error, noticeId: row.id, name: 'repair' });
    throw error;
  }
}

async function repair(services: CommandServices, repairing: Repairing): Promise<Record<string, unknown>> {
  const { row, caller, body, stepUp, commandId, repeatable } = repairing;
  if (await isFirstRequest(services, repairing)) {
    const result = { action: body.action, state: 'requested' };
    return { ...(await viewAfter(services, { row, caller }, { version: row.version, commandId: null })), result };
  }
  const { expectedVersion, comment, ...wanted } = body;
  let result: Record<string, unknown> = { action: body.action };
  const epoch = await findEpoch(services, { row, id: commandId, action: body.action });
  const version = await runCommand({
    context: services,
    row,
    caller,
    commandId,
    name: 'repair',
    shared: { expectedVersion, comment },
    repeatable,
    preparesRows: true,
    stepUp,
    prepare: (preparing) => prepareRepair(preparing, wanted, epoch),
    onCommand: (command: Command) => {
      if (command.name === 'repair') result = toResult(command.body);
    },
  });
  return { ...(await viewAfter(services, { row, caller }, { version, commandId })), result };
}

async function isFirstRequest(
  services: CommandServices,
  { row, caller, body, stepUp, commandId: id }: Repairing,
): Promise<boolean> {
  if (body.action !== 'force_close' || (await findAttempt(services.db, id)) !== undefined) return false;
  return askToClose(services, { row, caller, id, reason: body.reason, stepUp });
}

function toResult(body: Repair): Record<string, unknown> {
  const { action } = body;
  switch (action) {
    case 'retry':
    case 'skip':
      return { action, submission: body.submission, targets: body.count };
    case 'resend':
      return { action, letters: body.letters.length };
    case 'reassign':
      return { action, to: body.to };
    case 'rebuild':
      return { action, registryVersion: body.recorded };
    case 'force_close':
      return { action, state: 'closed' };
  }
}

const REBUILT_BY_ALL = ['workflow_gone', 'workflow_stuck', 'divergence'] as const satisfies readonly AlertKind[];
/** Time budget of one page, whatever its limit: the rest follows with the next page. */
const PAGE_MS = 20_000;

interface RebuiltNotice extends Pick<NoticeOfAlert, 'number'> {
  notice: string;
  state: 'rebuilt' | 'failed';
  /** Why it failed, and what helps; null: it did not fail. */
  why: string | null;
}

interface RebuildAll {
  caller: Caller;
  /** `cursor`: the last notice of the previous page. */
  body: z.output<typeof rebuildAllBody>;
  key: string | undefined;
  stepUp: CommandStepUp;
}

/**
 * Rebuilds, one by one, a page of the notices that the caller can read and that have an open alert which a rebuild
 * resolves. A failure does not stop the others, and resolved notices are not listed again, so a repeated call continues
 * with the rest.
 */
export async function rebuildAll(
  services: Services,
  { caller, body, key, stepUp }: RebuildAll,
): Promise<{ items: RebuiltNotice[]; nextCursor: string | null }> {
  const { reason, cursor: after = null, limit } = body;
  // A passkey confirmation covers one page, because each page is a request of its own.
  await services.db.transaction().execute((trx) => needStepUp({ trx, services, caller }, stepUp));
  // The same for a repeat under one key.
  const idFor = (id: string) =>
    key === undefined
      ? services.newId()
      : computeCommandId({ caller: caller.person.id, key, scope: `ops/rebuild-all/${id}` });
  const question = { kinds: REBUILT_BY_ALL, reader: toReader(caller), after, limit: limit + 1 };
  const found = await listNoticesOfAlerts(services.db, question);
  const page = found.slice(0, limit);
  const items: RebuiltNotice[] = [];
  const untilMs = performance.now() + PAGE_MS;
  for (const { id, number } of page) {
    if (items.length > 0 && performance.now() > untilMs) break;
    const why = await rebuildOne(services, { id, caller, reason, commandId: idFor(id), repeatable: key !== undefined });
    items.push({ notice: id, number, state: why === null ? 'rebuilt' : 'failed', why });
  }
  const seen = page.slice(0, items.length);
  await recordSecretReads(services, caller, { seen, list: 'rebuild_all' });
  return { items, nextCursor: found.length > items.length ? (seen.at(-1)?.id ?? null) : null };
}

async function rebuildOne(
  services: Services,
  input: { id: string; caller: Caller; reason: string; commandId: string; repeatable: boolean },
): Promise<string | null> {
  const { id, caller, reason, commandId, repeatable } = input;
  try {
    const row = await getNotice(services.db, id);
    const epoch = await findEpoch(services, { row, id: commandId, action: 'rebuild' });
    await runCommand({
      context: services,
      row,
      caller,
      commandId,
      name: 'repair',
      shared: {},
      repeatable,
      preparesRows: true,
      prepare: (preparing) => prepareRepair(preparing, { action: 'rebuild', reason }, epoch),
    });
    return null;
  } catch (error) {
    if (error instanceof Refusal) return error.message;
    throw error;
  }
}
