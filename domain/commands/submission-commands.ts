import type { CommandOf, FrozenSubmission } from './command.js';
import type { Effect } from './effect.js';
import { refuseHeld } from '../notices/claim.js';
import { LETTER_TABLE, type LetterKind } from '../letters/letter.js';
import { letterEffect } from '../letters/letter-effect.js';
import { allowsEmergency, EMERGENCY_SLOTS } from '../submissions/emergency.js';
import { findDelegatedRole } from '../submissions/may-approve.js';
import { meetClocks } from '../clocks/meet-clocks.js';
import { advance, type Approval, type NoticeState, type Submission } from '../notices/notice-state.js';
import type { Authenticity, Stage } from '../notices/notice.js';
import { accepted, rejected, type Decided } from './rejection.js';
import { refuseNotInEffect } from './order-commands.js';
import { isRepairing } from './repair-command.js';
import { REPAIRING, UNTRIAGED, WAITING, whyNotBySender, whyNotFrom } from '../submissions/drafting.js';
import { commandEvent } from '../notices/audit-event.js';
import { openRatification } from './ratification-commands.js';
import { rolesUsed } from '../people/delegate.js';
import type { RestoreBasis } from '../submissions/restoring-alone.js';
import type { RestoreCause } from '../submissions/submission.js';

export function submit(state: NoticeState, command: CommandOf<'submit'>, atMs: number): Decided<NoticeState> {
  const { frozen } = command.body;
  const refusal = refuseToSubmit(state, command, atMs);
  if (refusal !== null) return refusal;
  return open(state, command, { frozen, restores: null }, atMs);
}

export function reinstate(state: NoticeState, command: CommandOf<'reinstate'>, atMs: number): Decided<NoticeState> {
  const { frozen, note, basis } = command.body;
  if (state.stage !== 'in_force' && state.stage !== 'reporting') {
    return rejected(
      'illegal_transition',
      `Only restrictions in force can be restored; this notice is in ${state.stage}.`,
    );
  }
  const opened = open(state, command, { frozen, restores: { cause: frozen.cause, note, ...basis } }, atMs);
  if (!opened.ok || frozen.approverSlots.length > 0 || opened.value.submission === null) return opened;
  return accepted(startActing(opened.value, opened.value.submission));
}

function refuseToSubmit(
  state: NoticeState,
  { actor, body: { frozen } }: CommandOf<'submit'>,
  atMs: number,
): Decided<never> | null {
  const held = refuseHeld(state, actor, atMs);
  if (held !== null) return { ok: false, rejection: held };
  if (state.submission?.state === 'open') return rejected('illegal_transition', WAITING);
  const from = whyNotFrom(state.stage);
  if (from !== null) return { ok: false, rejection: from.rejection };
  if (state.stage === 'triage') return rejected('illegal_transition', UNTRIAGED);
  const sender = whyNotBySender({ ...frozen, authenticity: state.authenticity });
  if (sender !== null) return { ok: false, rejection: sender.rejection };
  const over = frozen.acting === 0 ? null : refuseNotInEffect(state);
  if (over !== null) return { ok: false, rejection: over };
  return frozen.emergency === undefined ? null : refuseEmergency(state, frozen);
}

/** One approval is enough only if the clock leaves no time for more and no earlier emergency awaits its quorum. */
function refuseEmergency(state: NoticeState, { approverSlots }: FrozenSubmission): Decided<never> | null {
  if (!state.clocks.some(allowsEmergency)) {
    return rejected(
      'illegal_transition',
      'An emergency needs a confirmed comply clock of ours of at most one hour, set by law or order, running and unmet. Submit without "emergency".',
    );
  }
  if (state.ratification?.state === 'open') {
    return rejected(
      'illegal_transition',
      `Submission ${state.ratification.submission} has not been ratified yet. Settle it first.`,
    );
  }
  return approverSlots.length === EMERGENCY_SLOTS.length
    ? null
    : rejected('illegal_transition', 'An emergency needs exactly one approval.');
}

type Restores = { cause: RestoreCause | null; note: string } & Partial<RestoreBasis>;

function open(
  state: NoticeState,
  command: CommandOf<'submit'> | CommandOf<'reinstate'>,
  { frozen, restores }: { frozen: FrozenSubmission; restores: Restores | null },
  atMs: number,
): Decided<NoticeState> {
  if (state.submission?.state === 'open') return rejected('illegal_transition', WAITING);
  if (isRepairing(state)) return rejected('illegal_transition', REPAIRING);
  const submission: Submission = {
    number: frozen.number,
    digest: frozen.digest,
    purpose: frozen.purpose,
    cause: frozen.cause,
    state: frozen.approverSlots.length === 0 ? 'approved' : 'open',
    by: command.actor.id,
    drafters: frozen.drafters,
    approverSlots: frozen.approverSlots,
    approvals: [],
    enforced: frozen.enforced,
    disclosed: frozen.disclosed,
    letters: frozen.letters,
    from: state.stage === 'triage' ? 'review' : state.stage,
    ...(frozen.emergency === undefined ? {} : { emergency: frozen.emergency }),
  };
  const summary = {
    submission: frozen.number,
    digest: frozen.digest,
    targets: frozen.targets,
    approvalsNeeded: frozen.approverSlots.length,
    ...(frozen.emergency === undefined ? {} : { emergency: true }),
  };
  return accepted(
    advance(state, { stage: 'approval', submission, ledger: frozen.ledger }, [
      commandEvent(command, atMs, { ...summary, ...restores }),
    ]),
  );
}

/** Records an approval of exactly this digest; the last one needed starts enforcement. */
export function approve(state: NoticeState, command: CommandOf<'approve'>, atMs: number): Decided<NoticeState> {
  const { actor, body } = command;
  const submission = state.submission === null ? null : withoutVoided(state.submission, body.voided);
  if (submission === null || submission.state !== 'open' || submission.number !== body.submission) {
    return rejected('illegal_transition', `Submission ${body.submission} is not waiting for approval.`);
  }
  if (submission.digest !== body.digest) {
    return rejected(
      'digest_mismatch',
      'The submission is not the one you reviewed. Read it again and approve its digest.',
    );
  }
  const sender = refuseDoubtful(state.authenticity, submission);
  if (sender !== null) return sender;
  const over = isActing(submission) ? refuseNotInEffect(state) : null;
  if (over !== null) return { ok: false, rejection: over };
  const early = submission.disclosed === 0 ? null : refuseEarlyDisclosure(state, atMs);
  if (early !== null) return early;
  const stand = findDelegatedRole(submission, actor);
  if ('rejection' in stand) return { ok: false, rejection: stand.rejection };
  const { delegators } = stand;
  const approval: Approval = {
    by: actor.id,
    name: actor.name,
    roles: rolesUsed(actor, delegators),
    atMs,
    commandId: command.id,
    ...(delegators.length === 0 ? {} : { for: delegators.map(({ id, name }) => ({ id, name })) }),
  };
  const voided = (state.submission?.approvals ?? []).filter((one) => !submission.approvals.includes(one));
  return accepted(slot(state, { submission, command, approval, voided }, atMs));
}

/** The law may forbid producing data before another authority has had its time to object. */
function refuseEarlyDisclosure({ clocks }: NoticeState, atMs: number): Decided<never> | null {
  const floor = clocks.find(
    ({ guards, state, dueAtMs }) => guards === 'disclosure' && state === 'running' && (dueAtMs ?? 0) > atMs,
  );
  if (floor?.dueAtMs == null) return null;
  return rejected(
    'illegal_transition',
    `The law forbids disclosure before ${new Date(floor.dueAtMs).toISOString()}, unless the enforcing authority clears it earlier: then record when, in triage.`,
  );
}

/** Drops approvals by people who are inactive or have lost the role, which reopens their approver slots. */
export function withoutVoided<Of extends { approvals: readonly { by: string }[] }>(
  submission: Of,
  voided: readonly string[] = [],
): Of {
  if (voided.length === 0) return submission;
  return { ...submission, approvals: submission.approvals.filter(({ by }) => !voided.includes(by)) };
}

/** Blocks enforcement if the sender's verification was withdrawn after submission. */
function refuseDoubtful(
  authenticity: Authenticity,
  { purpose, enforced, disclosed }: Submission,
): Decided<never> | null {
  if (purpose === 'restoration') return null;
  const sender = whyNotBySender({ authenticity, acting: enforced + disclosed, disclosed });
  if (sender === null) return null;
  return rejected(
    'illegal_transition',
    `The sender is now ${authenticity}, and no action is enforced on that basis. Return the submission.`,
  );
}

function isActing({ purpose, enforced, disclosed }: Submission): boolean {
  return purpose === 'decision' && enforced + disclosed > 0;
}

/**
 * Fills an approver slot. The last one needed starts enforcement; after an emergency the rest of the quorum is asked to
 * ratify.
 */
function slot(
  state: NoticeState,
  input: { submission: Submission; command: CommandOf<'approve'>; approval: Approval; voided: readonly Approval[] },
  atMs: number,
): NoticeState {
  const { submission, command, approval, voided } = input;
  const approvals = [...submission.approvals, approval];
  const complete = approvals.length === submission.approverSlots.length;
  const next: Submission = { ...submission, approvals, state: complete ? 'approved' : 'open' };
  const emergency = submission.emergency !== undefined;
  const telling = commandEvent(command, atMs, {
    submission: submission.number,
    digest: submission.digest,
    complete,
    ...(approval.for === undefined ? {} : { for: approval.for, roles: approval.roles }),
    ...(emergency ? { emergency } : {}),
    ...(voided.length === 0 ? {} : { voided: voided.map(({ by, name }) => ({ id: by, name })) }),
  });
  if (!complete) return advance(state, { submission: next }, [telling]);
  const { clocks, events } = meetClocks(state, 'decide', atMs);
  const ratification = emergency ? { ratification: openRatification(next, approval) } : {};
  return startActing(advance(state, { submission: next, clocks, ...ratification }, [telling, ...events]), next);
}

function startActing(state: NoticeState, submission: Submission): NoticeState {
  const restoration = submission.purpose === 'restoration';
  const whenDone = submission.letters.filter((letter) => LETTER_TABLE[letter].leaves === 'when_done');
  const toEffect = (letter: LetterKind) => letterEffect(state.noticeId, submission.number, letter);
  const effects: Effect[] = submission.letters.filter((letter) => !whenDone.includes(letter)).map(toEffect);
  const enforcing = submission.enforced > 0;
  if (enforcing) {
    effects.push({
      key: `${state.noticeId}:${submission.number}:enforce`,
      type: 'enforce',
      submission: submission.number,
    });
  } else effects.push(...whenDone.map(toEffect));
  const settled = !enforcing && effects.length === 0;
  const stage: Stage = enforcing ? 'enforcement' : settled || restoration ? 'in_force' : 'reporting';
  return { ...state, stage, effects: [...state.effects, ...effects] };
}

/** Returns a submission to its authors and voids its approvals. */
export function returnSubmission(state: NoticeState, command: CommandOf<'return'>, atMs: number): Decided<NoticeState> {
  const { submission } = state;
  if (submission === null || submission.state !== 'open' || submission.number !== command.body.submission) {
    return rejected('illegal_transition', `Submission ${command.body.submission} is not waiting for approval.`);
  }
  const returned: Submission = { ...submission, state: 'returned', approvals: [] };
  return accepted(
    advance(state, { stage: submission.from, submission: returned }, [
      commandEvent(command, atMs, { submission: submission.number, reason: command.body.reason }),
    ]),
  );
}
