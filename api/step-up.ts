import type { FastifyRequest } from 'fastify';
import { writeAct } from '../client/passkeys/challenge.js';
import { needStepUp, type SteppingUp } from '../client/passkeys/step-up.js';
import type { Assertion } from '../contract/assertion.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** The body before it was read by its schema. */
    asSent: unknown;
  }
}

/** Asks for a passkey's confirmation of a write of administration, where step-up is on. Throws as `needStepUp` does. */
export async function needStepUpFor(
  stepping: SteppingUp,
  request: FastifyRequest,
  assertion: Assertion | undefined,
): Promise<void> {
  const path = request.url.split('?')[0] ?? '';
  const sent = typeof request.asSent === 'object' && request.asSent !== null ? request.asSent : {};
  await needStepUp(stepping, { act: writeAct(`${request.method} ${path}`, { ...sent }), assertion });
}
