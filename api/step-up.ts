import type { FastifyRequest } from 'fastify';
import { actorOf } from '../client/caller.js';
import { writeAct } from '../client/passkeys/challenge.js';
import { needStepUp, type SteppingUp } from '../client/passkeys/step-up.js';
import { Refusal } from '../client/refusal.js';
import type { Assertion } from '../contract/people/assertion.js';
import type { StepUpAct } from '../domain/people/step-up.js';
import { appendRefusal } from '../registry/notice/commands.js';
import type { ApiContext } from './context.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body before it was read by its schema. */
    asSent: unknown;
  }
}

/** The request as a passkey confirms it: method, path and what was sent. */
export function readWriteAct(request: FastifyRequest): StepUpAct {
  const path = request.url.split('?')[0] ?? '';
  const sent = typeof request.asSent === 'object' && request.asSent !== null ? request.asSent : {};
  return writeAct(`${request.method} ${path}`, { ...sent });
}

/** Asks for a passkey's confirmation of a write, where step-up is on. Throws as `needStepUp` does. */
export async function needStepUpFor(
  stepping: SteppingUp,
  request: FastifyRequest,
  assertion: Assertion | undefined,
): Promise<void> {
  await needStepUp(stepping, { act: readWriteAct(request), assertion });
}

/** Puts on record that an answer of a passkey was given and did not hold; whoever only has yet to give one is no matter. */
export async function recordWrongPasskey(
  { db, now }: Pick<ApiContext, 'db' | 'now'>,
  request: FastifyRequest,
  { error, noticeId, name }: { error: unknown; noticeId: string | null; name: string },
): Promise<void> {
  if (!(error instanceof Refusal) || error.extra.stepUp !== true || request.caller === null) return;
  const { asSent } = request;
  if (typeof asSent !== 'object' || asSent === null || !('assertion' in asSent)) return;
  const actor = actorOf(request.caller);
  await appendRefusal(db, { noticeId, actor, name, code: error.code, at: now(), commandId: null });
}
