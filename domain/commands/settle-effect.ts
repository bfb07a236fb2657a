import { SYSTEM } from '../people/actor.js';
import type { Clock, ClockKind } from '../clocks/clock.js';
import { pageOpsEffect, type Effect, type EffectOutcome, type LetterEffect } from './effect.js';
import { deriveOutcome, type LedgerCounts } from '../targets/ledger.js';
import { meetClocks } from '../clocks/meet-clocks.js';
import type { Outcome } from '../notices/notice.js';
import { advance, type NoticeState, type AuditEvent } from '../notices/notice-state.js';
import { dropRatification } from './ratification-commands.js';
import { LETTER_KINDS, LETTER_TABLE, type LetterKind } from '../letters/letter.js';
import { isVerified } from '../notices/sender.js';
import { correctedReportEffect, letterEffect } from '../letters/letter-effect.js';

const AWAITED = LETTER_KINDS.filter((kind) => LETTER_TABLE[kind].awaited);

/** Returns the state after an effect has ended. Activities have written their own rows already. */
export function settleEffect(state: NoticeState, effect: Effect, outcome: EffectOutcome, atMs: number): NoticeState {
  const settled: NoticeState = {
    ...state,
    effects: state.effects.filter(({ key }) => key !== effect.key),
    ledger: outcome.ok ? (outcome.ledger ?? state.ledger) : state.ledger,
  };
  switch (effect.type) {
    case 'send_letter':
      return outcome.ok
        ? letterSent(settled, effect, atMs)
        : { ...settled, undelivered: [...settled.undelivered, effect.key] };
    case 'enforce':
      return enforced(settled, effect.submission, outcome, atMs);
    case 'retry':
      return retried(settled, effect, { outcome, before: state.ledger }, atMs);
    case 'skip':
      return skipped(settled, effect, outcome, atMs);
    case 'prove_effect':
    case 'resolve_targets':
    case 'mail_staff':
    case 'page':
    case 'page_ops':
      return settled;
  }
}

function letterSent(state: NoticeState, { letter, submission }: LetterEffect, atMs: number): NoticeState {
  const { meets, meetsIf, reports, settles } = LETTER_TABLE[letter];
  // A notice without targets has no effect to report: the approved answer is its report.
  const met = meetsIf === 'no_targets' && state.ledger.targets > 0 ? [] : meets;
  const sent = reports ? endReporting(state, { submission, met }, atMs) : meet(state, met, atMs, []);
  const settled = settles ? meetComply(sent, atMs) : sent;
  return answered(settled, atMs);
}

/**
 * Ends reporting for a submission without a report of effect: everything was refused or clarified, and those letters
 * have been sent. A refusal fulfils the duty to inform the authority; a question does not.
 */
function answered(state: NoticeState, atMs: number): NoticeState {
  const { submission, ledger, effects, undelivered } = state;
  if (submission === null || submission.state !== 'approved' || submission.purpose !== 'decision') return state;
  if (ledger.targets === 0 || submission.letters.some((letter) => LETTER_TABLE[letter].reports)) return state;
  if (effects.some(({ type }) => type === 'send_letter') || undelivered.length > 0) return state;
  const informed = submission.letters.includes('push_back') ? meet(state, ['inform'], atMs, []) : state;
  const outcome = deriveOutcome(informed.ledger);
  if (informed.stage !== 'reporting') return { ...informed, outcome };
  const event: AuditEvent = {
    atMs,
    actor: SYSTEM,
    action: 'came_into_force',
    detail: { submission: submission.number },
  };
  return advance(informed, { stage: 'in_force', outcome }, [event]);
}

function endReporting(
  state: NoticeState,
  { submission, met }: { submission: number | null; met: readonly ClockKind[] },
  atMs: number,
): NoticeState {
  const outcome = deriveOutcome(state.ledger);
  const event: AuditEvent = {
    atMs,
    actor: SYSTEM,
    action: 'reported',
    detail: { submission, outcome },
  };
  const stage = state.stage === 'reporting' ? 'in_force' : state.stage;
  return meet({ ...state, stage, outcome }, met, atMs, [event]);
}

function enforced(state: NoticeState, submission: number, outcome: EffectOutcome, atMs: number): NoticeState {
  if (!outcome.ok) {
    return enforcementRefused(paging(state, outcome, `${submission}`), outcome.reason, atMs);
  }
  const { applied, failed, restored } = state.ledger;
  const event: AuditEvent = {
    atMs,
    actor: SYSTEM,
    action: 'enforced',
    detail: { submission, applied, failed, restored },
  };
  const decision = state.submission?.purpose === 'decision';
  const report = lettersWhenDone(state).map((kind) => letterEffect(state.noticeId, submission, kind));
  const patch = {
    stage: decision ? ('reporting' as const) : ('in_force' as const),
    ...(decision ? {} : { outcome: retellOutcome(state) }),
    effects: [...state.effects, ...report, buildProofEffect(state, submission, '')],
  };
  const after = meetComply(advance(state, patch, [event]), atMs);
  return decision ? after : meetRestoreDuty(after, atMs);
}

/** The authority that a forged notice names gets no letter about its restoration. */
function lettersWhenDone({ submission, authenticity }: NoticeState): LetterKind[] {
  if (submission === null) return [];
  const restores = submission.purpose === 'restoration';
  if (restores && !isVerified(authenticity)) return [];
  return submission.letters.filter((kind) => {
    const { leaves, about } = LETTER_TABLE[kind];
    return leaves === 'when_done' && (about === 'restored_targets') === restores;
  });
}

/** Reads back from the platform what has been done. */
function buildProofEffect({ noticeId }: NoticeState, submission: number, attempt: string): Effect {
  return { key: `${noticeId}:${submission}:prove${attempt}`, type: 'prove_effect', submission };
}

function retried(
  state: NoticeState,
  { submission, repair }: Extract<Effect, { type: 'retry' }>,
  { outcome, before }: { outcome: EffectOutcome; before: LedgerCounts },
  atMs: number,
): NoticeState {
  if (!outcome.ok) {
    const detail = { submission, repair, reason: outcome.reason };
    return advance(paging(state, outcome, `${submission}:${repair}`), {}, [
      { atMs, actor: SYSTEM, action: 'retry_refused', detail },
    ]);
  }
  const { applied, failed, restored } = state.ledger;
  const detail = { submission, repair, applied, failed, restored };
  const patch = {
    outcome: retellOutcome(state),
    effects: [
      ...state.effects,
      ...(mustCorrect(state, before) ? [correctedReportEffect(state.noticeId, submission, repair)] : []),
      buildProofEffect(state, submission, `:${repair}`),
    ],
  };
  const after = meetComply(advance(state, patch, [{ atMs, actor: SYSTEM, action: 'retried', detail }]), atMs);
  return after.submission?.purpose === 'restoration' ? meetRestoreDuty(after, atMs) : after;
}

function retellOutcome(state: NoticeState): Outcome | null {
  return state.outcome === null ? null : deriveOutcome(state.ledger);
}

/** Whether the reported effect of a decision no longer holds. A report still queued is written only when it is sent. */
function mustCorrect({ submission, outcome, ledger }: NoticeState, before: LedgerCounts): boolean {
  if (outcome === null || submission?.purpose !== 'decision') return false;
  return ledger.applied !== before.applied || ledger.failed !== before.failed;
}

function skipped(
  state: NoticeState,
  { repair }: Extract<Effect, { type: 'skip' }>,
  outcome: EffectOutcome,
  atMs: number,
): NoticeState {
  if (!outcome.ok) return state;
  const detail = { repair, failed: state.ledger.failed, skipped: state.ledger.skipped ?? 0 };
  return meetComply(advance(state, {}, [{ atMs, actor: SYSTEM, action: 'skipped', detail }]), atMs);
}

/**
 * Met when nothing of the order remains in force or, if the document names only some targets, when some were restored.
 */
function meetRestoreDuty(state: NoticeState, atMs: number): NoticeState {
  const done = ({ kind, partly }: Clock) => kind === 'reinstate' && (partly === true || state.ledger.applied === 0);
  const { clocks, events } = meetClocks({ ...state, clocks: state.clocks.filter(done) }, 'reinstate', atMs);
  const [first, ...others] = events;
  if (first === undefined) return state;
  const met = new Map(clocks.map((clock) => [clock.id, clock]));
  return advance(state, { clocks: state.clocks.map((clock) => met.get(clock.id) ?? clock) }, [first, ...others]);
}

function paging(state: NoticeState, { unproven }: { unproven?: true }, occasion: string): NoticeState {
  if (unproven !== true) return state;
  return { ...state, effects: [...state.effects, pageOpsEffect(state.noticeId, 'approval_unproven', occasion)] };
}

/** The registry differs from what was approved: nothing was enforced, and the submission returns to its authors. */
function enforcementRefused(state: NoticeState, reason: string, atMs: number): NoticeState {
  const { submission } = state;
  if (submission === null) return state;
  const event: AuditEvent = {
    atMs,
    actor: SYSTEM,
    action: 'enforcement_refused',
    detail: { submission: submission.number, reason },
  };
  const returned = { ...submission, state: 'returned' as const, approvals: [] };
  return advance(dropRatification(state, submission.number), { stage: submission.from, submission: returned }, [event]);
}

/**
 * `comply` is met when every target is enforced, given up with a reason, or its refusal sent; a question does not meet
 * it (docs/integrating/interface.md, Reading).
 */
function meetComply(state: NoticeState, atMs: number): NoticeState {
  const { submission, ledger } = state;
  if (submission === null || submission.state !== 'approved' || submission.purpose !== 'decision') return state;
  const waiting = state.effects.some(
    (effect) =>
      effect.type === 'enforce' ||
      effect.type === 'retry' ||
      (effect.type === 'send_letter' && AWAITED.includes(effect.letter)),
  );
  const undelivered = state.undelivered.some((key) => AWAITED.some((letter) => key.endsWith(`:letter:${letter}`)));
  if (
    waiting ||
    undelivered ||
    ledger.failed > (ledger.skipped ?? 0) ||
    ledger.undecided > 0 ||
    (ledger.byAction.clarify ?? 0) > 0 ||
    submission.disclosed > 0
  )
    return state;
  const settled = state.stage === 'reporting' && state.effects.every(({ type }) => type !== 'send_letter');
  if (!settled) return meet(state, ['comply'], atMs, []);
  const event: AuditEvent = {
    atMs,
    actor: SYSTEM,
    action: 'came_into_force',
    detail: { submission: submission.number },
  };
  return meet({ ...state, stage: 'in_force' }, ['comply'], atMs, [event]);
}

function meet(state: NoticeState, kinds: readonly ClockKind[], atMs: number, events: AuditEvent[]): NoticeState {
  let { clocks } = state;
  const all = [...events];
  for (const kind of kinds) {
    const met = meetClocks({ ...state, clocks }, kind, atMs);
    clocks = met.clocks;
    all.push(...met.events);
  }
  const [first, ...others] = all;
  return first === undefined ? state : advance(state, { clocks }, [first, ...others]);
}
