import { setTimeout } from 'node:timers/promises';
import { ApplicationFailure } from '@temporalio/common';
import type { UnsealedAnswer } from '../../activities/refused-payloads.js';
import type { Effect, EffectOutcome } from '../../domain/commands/effect.js';
import type { NoticeProjection } from '../../domain/notices/projection.js';
import { aLedger } from '../support/builders.js';

/**
 * Everything the workflow calls, answered as in good times, but for letters on a notice named `undeliverable-…`, those
 * of one named `slow-…`, what is enforced on one named `foreign-…`, which takes a while, and targets of one named `repaired-…`: two fail, a retry brings one into force, and one is
 * given up.
 */
export function createFakeActivities() {
  return {
    async recordTransitions(_projection: NoticeProjection): Promise<void> {},
    async reportUnsealed(_answer: UnsealedAnswer): Promise<void> {},
    async sendLetter({ noticeId }: { noticeId: string; effect: Effect }): Promise<EffectOutcome> {
      if (noticeId.startsWith('slow-')) await setTimeout(2_600);
      if (!noticeId.startsWith('undeliverable-')) return { ok: true };
      const failure = ApplicationFailure.nonRetryable('The mail server refuses the recipient.', 'LetterRefused');
      failure.stack = ''; // a recording contains no path of the machine it was made on
      throw failure;
    },
    async mailStaff(_mail: { noticeId: string; effect: Effect }): Promise<EffectOutcome> {
      return { ok: true };
    },
    async page(_page: { noticeId: string; effect: Effect }): Promise<EffectOutcome> {
      return { ok: true };
    },
    async pageOps(_page: { noticeId: string; effect: Effect }): Promise<EffectOutcome> {
      return { ok: true };
    },
    async resolveTargets(_targets: { noticeId: string }): Promise<EffectOutcome> {
      return { ok: true };
    },
    async proveEffect(_proof: { noticeId: string; submission: number }): Promise<EffectOutcome> {
      return { ok: true };
    },
    async skipTargets(_skip: { noticeId: string; repair: string }): Promise<EffectOutcome> {
      return { ok: true, ledger: aLedger({ applied: 9, failed: 1, skipped: 1 }) };
    },
    async enforce({
      noticeId,
      submission,
      repair,
    }: {
      noticeId: string;
      submission: number;
      repair?: string;
    }): Promise<EffectOutcome> {
      if (noticeId.startsWith('foreign-')) await setTimeout(1_500);
      if (noticeId.startsWith('repaired-') && submission === 1) {
        const failed = repair === undefined ? 2 : 1;
        return { ok: true, ledger: aLedger({ applied: 10 - failed, failed }) };
      }
      return { ok: true, ledger: submission === 1 ? aLedger({ applied: 10 }) : aLedger({ restored: 10 }) };
    },
  };
}
