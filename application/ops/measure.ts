import { findCanaryState } from '../../registry/ops/canary.js';
import { countAlertsByKind } from '../../registry/ops/alert-views.js';
import { measurePromises } from '../../registry/ops/promises.js';
import { findLastPass } from '../../registry/ops/reconciling.js';
import { countForMonitoring } from '../../registry/ops/stats.js';
import type { Services } from '../services.js';

/** Measures what monitoring watches; rejects while the registry does not answer. */
export async function measureDesk({ db, now }: Pick<Services, 'db' | 'now'>) {
  return {
    counts: await countForMonitoring(db),
    alerts: await countAlertsByKind(db, now()),
    promises: await measurePromises(db),
    reconciled: await findLastPass(db),
    canary: await findCanaryState(db),
  };
}

export type Measured = Awaited<ReturnType<typeof measureDesk>>;
