import type { FastifyRequest } from 'fastify';
import { toActor } from '../application/caller.js';
import { writeAct } from '../application/people/passkeys/challenge.js';
import { needStepUp, type SteppingUp } from '../application/people/passkeys/step-up.js';
import { Refusal } from '../application/refusal.js';
import type { Assertion } from '../contract/people/assertion.js';
import type { StepUpAct } from '../domain/people/step-up.js';
import { appendRefusal } from '../registry/notices/commands.js';
import type { ApiContext } from './context.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body before its schema was applied. */
    asSent: unknown;
  }
}

export function readWriteAct(request: FastifyRequest): StepUpAct {
  const path = request.url.split('?')[0] ?? '';
  const sent = typeof request.asSent === 'object' && request.asSent !== null ? request.asSent : {};
  return writeAct(`${request.method} ${path}`, { ...sent });
}

export async function needStepUpFor(
  stepping: SteppingUp,
  request: FastifyRequest,
  assertion: Assertion | undefined,
): Promise<void> {
  await needStepUp(stepping, { act: readWriteAct(request), assertion });
}

/** Records a passkey response that failed verification; a missing one is not recorded. */
export async function recordWrongPasskey(
  { db, now }: Pick<ApiContext, 'db' | 'now'>,
  request: FastifyRequest,
  { error, noticeId, name }: { error: unknown; noticeId: string | null; name: string },
): Promise<void> {
  if (!(error instanceof Refusal) || error.extra.stepUp !== true || request.caller === null) return;
  const { asSent } = request;
  if (typeof asSent !== 'object' || asSent === null || !('assertion' in asSent)) return;
  const actor = toActor(request.caller);
  await appendRefusal(db, { noticeId, actor, name, code: error.code, at: now(), commandId: null });
}
