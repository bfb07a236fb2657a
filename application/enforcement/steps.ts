import type { z } from 'zod';
import type { stepsView } from '../../contract/ops.js';
import { needNotice } from '../access.js';
import type { Caller } from '../caller.js';
import type { Services } from '../services.js';

/** What the notice's workflow waits for, by Temporal's own account. */
export async function readSteps(
  services: Pick<Services, 'db' | 'engine' | 'now'>,
  caller: Caller,
  id: string,
): Promise<z.input<typeof stepsView>> {
  const row = await needNotice(services, caller, { id, to: 'facts' });
  const steps = await services.engine.pendingSteps(row.id).catch(() => null);
  if (steps === null) return { reached: false, items: [] };
  return {
    reached: true,
    items: steps.map(({ isRunning: running, startedAt, nextAt, ...step }) => ({
      ...step,
      running,
      startedAt: startedAt?.toISOString() ?? null,
      nextAt: nextAt?.toISOString() ?? null,
    })),
  };
}
