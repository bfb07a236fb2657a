import type { AlertKind } from '../../domain/alert.js';
import { raiseAlert, resolveAlert } from '../../registry/ops/alerts.js';
import type { Connection } from '../../registry/db.js';
import { listStoppedTargets, type Enforcing } from '../../registry/enforcement/operations.js';

const STOPS: Record<string, { kind: AlertKind; words: (targets: string) => string }> = {
  owner_changed: {
    kind: 'owner_changed',
    words: (targets) => `Targets that changed owner since the review were not enforced: ${targets}.`,
  },
  protected_class_changed: {
    kind: 'protected_class_changed',
    words: (targets) =>
      `Targets found to be protected since the review were not enforced, because counsel has not approved them: ${targets}.`,
  },
  refused: {
    kind: 'platform_refused',
    words: (targets) => `The platform refused to act on targets: ${targets}.`,
  },
};

const LISTED = 100;
const NAMED = 10;

export async function raiseStops(db: Connection, { noticeId, submission }: Enforcing): Promise<void> {
  for (const [problem, { kind, words }] of Object.entries(STOPS)) {
    const key = `${noticeId}:${submission}:${kind}`;
    const targets = await listStoppedTargets(db, { noticeId, submission, problem, limit: LISTED });
    if (targets.length === 0) {
      await resolveAlert(db, { key });
      continue;
    }
    const named = `${targets.slice(0, NAMED).join(', ')}${targets.length > NAMED ? ' and more' : ''}`;
    const alert = { key, kind, noticeId, summary: words(named), detail: { submission, targets } };
    await raiseAlert(db, alert, { refresh: true });
  }
}

export function isStop(problem: string | null): boolean {
  return problem !== null && problem in STOPS;
}
