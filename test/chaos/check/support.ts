import type { Evidence } from '../evidence.js';
import { actingLines, approvedAtMs, type Model, type ModelLine, type ModelNotice } from '../model.js';
import { readOwnerChanges } from './finding.js';

/** What one order holds on one item. */
export interface Support {
  notice: string;
  submission: number;
  line: ModelLine;
  everywhere: boolean;
  countries: string[];
}

/**
 * Who holds what when all is over: every approved withholding and removal that no approved restoration has taken back.
 * Where the desk says that a target failed it is believed only if something happened that makes it so.
 */
export function supportsAtEnd(evidence: Evidence, model: Model): Support[] {
  const supports: Support[] = [];
  for (const notice of model.notices.values()) {
    const restored = restoredNos(notice);
    for (const submission of notice.submissions.values()) {
      if (submission.purpose !== 'decision' || approvedAtMs(notice, submission) === null) continue;
      for (const line of actingLines(submission)) {
        const everywhere = line.lane.startsWith('remove_');
        if (restored.has(line.no) || (!everywhere && line.lane !== 'withhold')) continue;
        if (failedForAReason(evidence, model, notice, line)) continue;
        supports.push({
          notice: notice.id,
          submission: submission.number,
          line,
          everywhere,
          countries: everywhere ? [] : line.countries,
        });
      }
    }
  }
  return supports;
}

/** Targets that approved restorations have taken back. */
export function restoredNos(notice: ModelNotice): Set<number> {
  const restorations = [...notice.submissions.values()].filter(
    (submission) => submission.purpose === 'restoration' && approvedAtMs(notice, submission) !== null,
  );
  return new Set(restorations.flatMap(({ lines }) => [...lines.keys()]));
}

/** Whether the desk says that a target failed, and it was bound to: it is not there, or its owner changed. */
export function failedForAReason(
  { notices }: Evidence,
  model: Model,
  notice: ModelNotice,
  { no, item }: ModelLine,
): boolean {
  const target = notices.find(({ id }) => id === notice.id)?.targets.find((one) => one.no === no);
  if (target?.status !== 'failed') return false;
  if (notice.missingItems.has(item)) return target.problem === 'not_found';
  const changes = readOwnerChanges(model).get(item) ?? [];
  return target.problem === 'owner_changed' && changes.some(({ toMs }) => toMs > notice.receivedFromMs);
}
