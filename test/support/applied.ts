import { applyCommand } from '../../domain/commands/apply-command.js';
import type { Command } from '../../domain/commands/command.js';
import type { NoticeState } from '../../domain/notices/notice-state.js';
import type { RejectionCode } from '../../domain/commands/rejection.js';
import { aLedger, aState, aSubmission, T0 } from './builders.js';

export function accept(state: NoticeState, command: Command, nowMs: number = T0): NoticeState {
  const decided = applyCommand(state, command, nowMs);
  if (!decided.ok) throw new Error(`${command.name} was refused: ${JSON.stringify(decided.rejection)}`);
  return decided.value;
}

/** Returns why a command is rejected; null if it is accepted. */
export function refusal(state: NoticeState, command: Command, nowMs: number = T0): RejectionCode | null {
  const decided = applyCommand(state, command, nowMs);
  return decided.ok ? null : decided.rejection.code;
}

export const inReview = (patch: Partial<NoticeState> = {}) => aState({ stage: 'review', ...patch });
export const inApproval = (patch: Partial<NoticeState> = {}) =>
  aState({ stage: 'approval', submission: aSubmission(), ledger: aLedger(), ...patch });
export const inForce = (patch: Partial<NoticeState> = {}) =>
  aState({
    stage: 'in_force',
    submission: aSubmission({ state: 'approved' }),
    ledger: aLedger({ applied: 10 }),
    ...patch,
  });
