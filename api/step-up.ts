import type { FastifyRequest } from 'fastify';
import { writeAct, recordFailedStepUp } from '../application/step-up.js';
import type { StepUpAct } from '../domain/people/step-up.js';
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

/** Records a passkey response that failed verification; a missing one is not recorded. */
export async function recordWrongPasskey(
  context: ApiContext,
  { caller, asSent }: FastifyRequest,
  failed: { error: unknown; noticeId: string | null; name: string },
): Promise<void> {
  if (caller === null || typeof asSent !== 'object' || asSent === null || !('assertion' in asSent)) return;
  await recordFailedStepUp(context, caller, failed);
}
