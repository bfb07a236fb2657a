import type { Evidence } from '../evidence.js';
import { actingLines, approvedAtMs, type Model, type ModelLine, type ModelNotice } from '../model.js';
import { type Ordered, readOwnerChanges } from './finding.js';

export interface Support {
  notice: string;
  submission: number;
  line: ModelLine;
  everywhere: boolean;
  countries: string[];
}

/**
 * Returns all final holds: every approved withholding and removal that no approved restoration has undone. A target
 * reported as failed counts as failed only if something happened that explains it.
 */
export function supportsAtEnd(evidence: Evidence, model: Model): Support[] {
  return approvedActs(model).flatMap(({ notice, submission, line }): Support[] => {
    const everywhere = line.action.startsWith('remove_');
    if (!everywhere && line.action !== 'withhold') return [];
    if (restoredNos(notice).has(line.no) || failedForAReason(evidence, model, notice, line)) return [];
    const countries = everywhere ? [] : line.countries;
    return [{ notice: notice.id, submission: submission.number, line, everywhere, countries }];
  });
}

export function approvedActs({ notices }: Model): Ordered[] {
  return [...notices.values()].flatMap((notice) =>
    [...notice.submissions.values()]
      .filter((submission) => submission.purpose === 'decision' && approvedAtMs(notice, submission) !== null)
      .flatMap((submission) => actingLines(submission).map((line) => ({ notice, submission, line }))),
  );
}

export function restoredNos(notice: ModelNotice): Set<number> {
  const restorations = [...notice.submissions.values()].filter(
    (submission) => submission.purpose === 'restoration' && approvedAtMs(notice, submission) !== null,
  );
  return new Set(restorations.flatMap(({ lines }) => [...lines.keys()]));
}

/** Whether a target is reported as failed with a valid reason: the item does not exist, or its owner changed. */
export function failedForAReason(
  { notices }: Evidence,
  model: Model,
  notice: ModelNotice,
  { no, item }: ModelLine,
): boolean {
  const target = notices.find(({ id }) => id === notice.id)?.targets.find((one) => one.no === no);
  if (target?.status !== 'failed') return false;
  if (notice.missingItems.has(item)) return target.problem === 'not_found';
  if (notice.protectedItems.has(item) && target.problem === 'protected_class_changed')
    return notice.reviewedAtMs === null;
  const changes = readOwnerChanges(model).get(item) ?? [];
  return target.problem === 'owner_changed' && changes.some(({ toMs }) => toMs > notice.receivedFromMs);
}
