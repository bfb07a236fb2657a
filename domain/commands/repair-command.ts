import type { CommandOf, RepairOf, TargetRepairAction } from './command.js';
import type { Effect } from './effect.js';
import { advance, CLAIM_MS, type NoticeState, type AuditEvent } from '../notices/notice-state.js';
import type { Stage } from '../notices/notice.js';
import { closing } from '../notices/closing.js';
import { accepted, rejected, type Decided } from './rejection.js';
import { commandEvent } from '../notices/audit-event.js';
import { REPAIRING } from '../submissions/drafting.js';
import { CURES } from './cures.js';

const TARGETS_REPAIRED_IN: readonly Stage[] = ['review', 'reporting', 'in_force'];
/** Never dropped by closing, or what is in force on the platform would be unknown. */
const ON_PLATFORM: readonly Effect['type'][] = ['enforce', 'retry', 'skip'];

/** While a repair acts on targets, nothing else can be decided about them. */
export function isRepairing({ effects }: NoticeState): boolean {
  return effects.some(({ type }) => type === 'retry' || type === 'skip');
}

type RepairCommand = CommandOf<'repair'>;

export function repair(state: NoticeState, command: RepairCommand, atMs: number): Decided<NoticeState> {
  const { body } = command;
  if ('epoch' in body && body.epoch !== undefined && body.epoch !== (state.epoch ?? 0)) {
    return rejected('illegal_transition', 'The notice has a new run. Request the repair again.');
  }
  switch (body.action) {
    case 'retry':
    case 'skip':
      return repairTargets(state, command, body, atMs);
    case 'resend':
      return resend(state, command, body, atMs);
    case 'reassign':
      return reassign(state, command, body, atMs);
    case 'rebuild':
      return rebuild(state, command, body, atMs);
    case 'force_close':
      return forceClose(state, command, body, atMs);
  }
}

function repairTargets(
  state: NoticeState,
  command: RepairCommand,
  body: RepairOf<TargetRepairAction>,
  atMs: number,
): Decided<NoticeState> {
  const { action, submission } = body;
  if (!TARGETS_REPAIRED_IN.includes(state.stage)) {
    return rejected(
      'illegal_transition',
      `Targets can be repaired once their enforcement has finished; this notice is in ${state.stage}.`,
    );
  }
  if (isRepairing(state)) return rejected('illegal_transition', REPAIRING);
  const effect: Effect =
    action === 'skip'
      ? { key: `${state.noticeId}:${submission}:skip:${command.id}`, type: 'skip', repair: command.id }
      : { key: `${state.noticeId}:${submission}:retry:${command.id}`, type: 'retry', submission, repair: command.id };
  return accepted(advance(state, { effects: [...state.effects, effect] }, [commandEvent(command, atMs, { ...body })]));
}

/**
 * Resends undelivered letters under their own keys: each is still one letter, addressed to the directory's current
 * contact.
 */
function resend(
  state: NoticeState,
  command: RepairCommand,
  { action, reason, letters }: RepairOf<'resend'>,
  atMs: number,
): Decided<NoticeState> {
  const onTheWay = new Set(state.effects.map(({ key }) => key));
  const again = letters.filter(({ key }) => !onTheWay.has(key));
  if (again.length === 0)
    return rejected(
      'illegal_transition',
      'The letter is being sent. The desk retries until the mail server accepts it.',
    );
  const keys = again.map(({ key }) => key);
  const patch = {
    effects: [...state.effects, ...again],
    undelivered: state.undelivered.filter((key) => !keys.includes(key)),
  };
  return accepted(advance(state, patch, [commandEvent(command, atMs, { action, reason, letters: keys })]));
}

function reassign(
  state: NoticeState,
  command: RepairCommand,
  { action, reason, to, toName }: RepairOf<'reassign'>,
  atMs: number,
): Decided<NoticeState> {
  const detail = { action, reason, from: state.assignee, to, name: toName };
  const patch = { assignee: to, holder: toName, claimedUntilMs: atMs + CLAIM_MS };
  return accepted(advance(state, patch, [commandEvent(command, atMs, detail)]));
}

/**
 * Rewrites the registry from this state. The new version exceeds both recorded ones, so that the registry accepts the
 * record; a state rebuilt from the registry adds only the audit event.
 */
function rebuild(
  state: NoticeState,
  command: RepairCommand,
  { action, reason, recorded, epoch }: RepairOf<'rebuild'>,
  atMs: number,
): Decided<NoticeState> {
  const from = epoch === undefined ? {} : { from: 'registry' as const };
  const detail = { action, reason, workflowVersion: state.version, registryVersion: recorded, ...from };
  const beyond = { ...state, version: Math.max(state.version, recorded) };
  return accepted(advance(beyond, {}, [commandEvent(command, atMs, detail)]));
}

function forceClose(
  state: NoticeState,
  command: RepairCommand,
  { action, reason, requested }: RepairOf<'force_close'>,
  atMs: number,
): Decided<NoticeState> {
  if (requested.by === command.actor.id) return rejected('four_eyes', CURES.requestedAlready);
  if (state.effects.some(({ type }) => ON_PLATFORM.includes(type))) {
    return rejected(
      'illegal_transition',
      'Enforcement for this notice is still running on the platform. Wait until it has finished; closing the notice now would leave its result unmonitored.',
    );
  }
  const { submission } = state;
  const voided = submission?.state === 'open' ? { ...submission, state: 'returned' as const, approvals: [] } : null;
  const detail = { action, reason, requested, dropped: state.effects.map(({ key }) => key) };
  const events: [AuditEvent, ...AuditEvent[]] = [commandEvent(command, atMs, detail)];
  if (voided !== null)
    events.push({ atMs, actor: command.actor, action: 'return', detail: { submission: voided.number, reason } });
  const patch = { ...closing(state), effects: [], ...(voided === null ? {} : { submission: voided }) };
  return accepted(advance(state, patch, events));
}
