import type { FinalNotice, FinalTarget } from '../evidence.js';
import { actingLines, findPlatformAction, approvedAtMs, type ModelNotice, type ModelSubmission } from '../model.js';
import { type Deed, accepted } from '../history.js';
import { type Checker, type FoundDifference, readWrites } from './finding.js';
import { toText } from './platform-state.js';
import { restoredNos } from './support.js';

/** Every acknowledged order exists once, with all its targets, and nothing else exists. */
export const checkNothingLost: Checker = ({ notices }, model) => {
  const differences: FoundDifference[] = [];
  const found = new Map<string, FinalNotice[]>();
  for (const notice of notices) found.set(notice.reference, [...(found.get(notice.reference) ?? []), notice]);
  let checked = 0;
  for (const { answer, body } of accepted(model.deeds, 'receive')) {
    const { reference, distinct, rows } = body;
    const there = found.get(reference) ?? [];
    found.delete(reference);
    checked += 1 + distinct.length;
    const about = { what: `order ${reference}`, notice: answer.notice };
    const [only] = there;
    if (only === undefined || there.length > 1 || only.id !== answer.notice) {
      differences.push({
        ...about,
        wanted: answer.notice ?? '',
        found: there.map(({ id }) => id).join(', ') || 'nothing',
      });
      continue;
    }
    const merged = rows - distinct.length;
    if (answer.accepted !== distinct.length || answer.merged !== merged)
      differences.push({
        ...about,
        wanted: `${distinct.length} accepted, ${merged} merged`,
        found: `${answer.accepted} accepted, ${answer.merged} merged`,
      });
    const kept = new Map(only.targets.map((target) => [target.no, target]));
    distinct.forEach(({ type, locator }, at) => {
      const target = kept.get(at + 1);
      kept.delete(at + 1);
      if (target?.type !== type || target.locator !== locator)
        differences.push({
          ...about,
          wanted: `target ${at + 1}: ${type} ${locator}`,
          found: target === undefined ? 'nothing' : `${target.type} ${target.locator}`,
        });
    });
    for (const { no, locator } of kept.values())
      differences.push({ ...about, wanted: `${distinct.length} targets`, found: `also target ${no}: ${locator}` });
  }
  for (const [reference, extra] of found)
    for (const { id } of extra)
      differences.push({ what: `order ${reference}`, wanted: 'nothing', found: id, notice: id });
  return { name: 'nothing-lost', checked, unit: 'orders and targets', differences };
};

export const checkCounts: Checker = ({ notices }, model) => {
  const differences: FoundDifference[] = [];
  let checked = 0;
  for (const final of notices) {
    const notice = model.notices.get(final.id);
    if (notice === undefined) continue;
    for (const submission of notice.submissions.values()) {
      const acting = actingLines(submission).length;
      if (acting === 0 || approvedAtMs(notice, submission) === null) continue;
      checked += 1;
      const doubt = doubtProgress(final, submission, acting);
      if (doubt !== null)
        differences.push({ what: `progress of submission ${submission.number}`, ...doubt, notice: final.id });
    }
    checked += 1;
    const doubt = doubtNoticeCounts(final, notice);
    if (doubt !== null) differences.push({ what: 'counts', ...doubt, notice: final.id });
  }
  return { name: 'counts', checked, unit: 'enforcements and notices', differences };
};

function doubtProgress({ enforcements }: FinalNotice, { number }: ModelSubmission, acting: number) {
  const progress = enforcements.find(({ submission }) => submission === number);
  if (progress === undefined) return { wanted: `${acting} in all`, found: 'no progress' };
  const { total, applied, already, failed, refused, pending, finishedAt } = progress;
  const sum = applied + already + failed + refused + pending;
  const found = `${applied} applied + ${already} already + ${failed} failed + ${refused} refused + ${pending} pending of ${total}, ${finishedAt === null ? 'not finished' : 'finished'}`;
  const isRight = sum === total && total === acting && pending === 0 && refused === 0 && finishedAt !== null;
  return isRight ? null : { wanted: `${acting} in all, none pending or refused, finished`, found };
}

function doubtNoticeCounts({ counts, targets }: FinalNotice, notice: ModelNotice) {
  const count = (status: string) => targets.filter((target) => target.status === status).length;
  const toLine = (all: number, applied: number, failed: number, restored: number) =>
    `${all} targets, ${applied} applied, ${failed} failed, ${restored} restored`;
  const wanted = toLine(notice.targets.length, count('applied'), count('failed'), count('restored'));
  const found = toLine(counts.targets, counts.applied, counts.failed, counts.restored);
  return wanted === found ? null : { wanted, found };
}

/** The registry's state of each target is what was approved and what the platform gave a receipt for. */
export const checkReceipts: Checker = (evidence, model) => {
  const receipts = new Map<string, { action: string; receipt: string | null }[]>();
  for (const { notice, no, entry } of readWrites(evidence)) {
    const place = `${notice}:${no}`;
    receipts.set(place, [...(receipts.get(place) ?? []), { action: entry.action, receipt: entry.receipt }]);
  }
  const differences: FoundDifference[] = [];
  let checked = 0;
  for (const final of evidence.notices) {
    const notice = model.notices.get(final.id);
    if (notice === undefined) continue;
    const restored = restoredNos(notice);
    const acted = actedNos(notice);
    for (const target of final.targets) {
      checked += 1;
      const given = receipts.get(`${final.id}:${target.no}`) ?? [];
      const item = notice.targets[target.no - 1]?.item ?? '';
      const doubt = doubtTarget(target, {
        given,
        item,
        isActed: acted.has(target.no),
        isRestored: restored.has(target.no),
      });
      if (doubt !== null) differences.push({ what: `target ${target.no}`, ...doubt, item, notice: final.id });
    }
  }
  return { name: 'receipts', checked, unit: 'targets', differences };
};

function actedNos(notice: ModelNotice): Set<number> {
  const approved = [...notice.submissions.values()].filter(
    (submission) => submission.purpose === 'decision' && approvedAtMs(notice, submission) !== null,
  );
  return new Set(
    approved.flatMap(({ lines }) =>
      [...lines.values()].filter((line) => findPlatformAction(line) !== undefined).map(({ no }) => no),
    ),
  );
}

interface Given {
  given: { action: string; receipt: string | null }[];
  item: string;
  isActed: boolean;
  isRestored: boolean;
}

function doubtTarget(
  { status, receipt, platformId, problem }: FinalTarget,
  { given, item, isActed, isRestored }: Given,
) {
  if (platformId !== null && platformId !== item) return { wanted: `item ${item}`, found: `item ${platformId}` };
  const acts = given.filter(({ action }) => action !== 'restore');
  const known = given.map((one) => one.receipt);
  switch (status) {
    case 'applied':
    case 'restored':
      if (!isActed || isRestored !== (status === 'restored'))
        return { wanted: isRestored ? 'restored' : isActed ? 'applied' : 'nothing done', found: status };
      if (acts.length === 0 || receipt === null || !known.includes(receipt))
        return { wanted: `a receipt of the platform: ${known.join(', ') || 'it gave none'}`, found: String(receipt) };
      return null;
    case 'failed':
      return isActed && acts.length === 0 && problem !== null
        ? null
        : { wanted: 'no effect and a reason', found: `${acts.length} effects, ${problem}` };
    default:
      if (isActed) return { wanted: 'applied, restored or failed', found: status };
      return given.length === 0 ? null : { wanted: 'no effect', found: `${given.length} effects, ${status}` };
  }
}

/** The restrictions in the registry are those on the platform. */
export const checkRestrictions: Checker = ({ restrictions, platform }, model) => {
  const items = new Map<string, string>();
  for (const { targets } of model.notices.values())
    for (const { type, locator, item } of targets) items.set(`${type} ${locator}`, item);
  const differences: FoundDifference[] = [];
  const rest = new Map(platform.states.map((state) => [state.id, state]));
  for (const { type, locator, countries, everywhere } of restrictions) {
    const item = items.get(`${type} ${locator}`) ?? '';
    const state = platform.states.find(({ id }) => id === item);
    rest.delete(item);
    const wanted = toText(state?.countries ?? [], state?.everywhere ?? false);
    const found = toText(countries, everywhere);
    if (wanted !== found) differences.push({ what: `restriction of ${type} ${locator}`, wanted, found, item });
  }
  for (const { id: item, countries, everywhere } of rest.values()) {
    const wanted = toText(countries, everywhere);
    if (wanted !== 'nothing') differences.push({ what: `restriction of ${item}`, wanted, found: 'nothing', item });
  }
  return { name: 'restrictions', checked: restrictions.length + rest.size, unit: 'items', differences };
};

const COMMANDS = ['triage', 'decide', 'submit', 'approve', 'return', 'reinstate'] as const;

/** The log has exactly one entry for each accepted order and command, and for each finished enforcement. */
export const checkTimeline: Checker = ({ audit, people, notices }, model) => {
  const found = new Map<string, number>();
  const count = (into: Map<string, number>, what: string) => into.set(what, (into.get(what) ?? 0) + 1);
  for (const { notice, action, actor, detail } of audit) {
    if ((COMMANDS as readonly string[]).includes(action)) count(found, `${notice} ${action} by ${actor}`);
    if (action === 'notice_received') count(found, `${notice} ${action}`);
    if (action === 'targets_applied' || action === 'targets_restored')
      count(found, `${notice} ${action} ${detail.submission}`);
  }
  const wanted = new Map<string, number>();
  for (const op of COMMANDS)
    for (const { notice, as } of accepted(model.deeds, op))
      count(wanted, `${notice} ${op} by ${as === 'harness' ? as : people[as]}`);
  for (const { answer } of accepted(model.deeds, 'receive')) count(wanted, `${answer.notice} notice_received`);
  for (const { id, enforcements } of notices) {
    const submissions = model.notices.get(id)?.submissions;
    for (const { submission, total, finishedAt } of enforcements) {
      if (total === 0 || finishedAt === null) continue;
      const isRestoration = submissions?.get(submission)?.purpose === 'restoration';
      count(wanted, `${id} ${isRestoration ? 'targets_restored' : 'targets_applied'} ${submission}`);
    }
  }
  const differences: FoundDifference[] = [];
  for (const what of new Set([...wanted.keys(), ...found.keys()])) {
    const [want, have] = [wanted.get(what) ?? 0, found.get(what) ?? 0];
    if (want !== have)
      differences.push({ what, wanted: `${want} entries`, found: `${have} entries`, notice: what.split(' ')[0] });
  }
  const checked = [...wanted.values()].reduce((sum, one) => sum + one, 0);
  return { name: 'timeline', checked, unit: 'entries', differences };
};

/** Whether a command refused for the state of that moment succeeded when the same life sent it again. */
function wasPutOff(deeds: readonly Deed[], n: number): boolean {
  const first = deeds.find((deed) => deed.n === n);
  if (first?.outcome !== 'fail' || !first.problem.includes(':illegal-transition')) return false;
  return deeds.some(
    ({ op, life, outcome, n: later }) => op === first.op && life === first.life && outcome === 'ok' && later > n,
  );
}

export const checkAnswers: Checker = (_, { deeds }) => {
  const byPeople = deeds.filter(({ as }) => as !== 'harness');
  const differences = byPeople.flatMap(({ op, as, expect, outcome, status, problem, notice, n }): FoundDifference[] => {
    const isRight = expect === 'ok' ? outcome === 'ok' : outcome === 'fail';
    if (isRight || (expect === 'ok' && wasPutOff(deeds, n))) return [];
    const wanted = expect === 'ok' ? 'accepted' : 'refused';
    const found = outcome === 'ok' ? 'accepted' : outcome === 'fail' ? `${status} ${problem}` : 'no answer';
    return [{ what: `${op} by ${as} (operation ${n})`, wanted, found, notice: notice ?? undefined }];
  });
  return { name: 'answers', checked: byPeople.length, unit: 'operations', differences };
};

export const checkSettled: Checker = ({ unfinished, notices }) => {
  const stuck = notices
    .filter(({ stage }) => stage === 'enforcement')
    .map(
      ({ id }): FoundDifference => ({
        what: 'stage',
        wanted: 'anything but enforcement',
        found: 'enforcement',
        notice: id,
      }),
    );
  const lives = unfinished.map((why): FoundDifference => ({ what: 'a life', wanted: 'its end', found: why }));
  return { name: 'settled', checked: notices.length, unit: 'orders', differences: [...lives, ...stuck] };
};
