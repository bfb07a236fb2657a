import { findPlatformAction, approvedAtMs, COUNSEL, type Model, countNeededApprovals } from '../model.js';
import {
  type Checker,
  type FoundDifference,
  findLine,
  readOwnerChanges,
  readWrites,
  sorted,
  type Write,
} from './finding.js';
import { approvedActs, failedForAReason, supportsAtEnd } from './support.js';

/** No operation took effect twice, whatever key the second one had. */
export const checkOneWrite: Checker = (evidence) => {
  const writes = readWrites(evidence);
  const differences: FoundDifference[] = [];
  const first = new Map<string, Write>();
  for (const write of writes) {
    const round = isAttempt(write.rest) ? write.rest : [];
    const operation = [write.notice, write.submission, write.no, write.action, ...round].join(':');
    const before = first.get(operation);
    if (before === undefined) first.set(operation, write);
    const { key, id: item } = write.entry;
    const place = { item, notice: write.notice };
    if (before !== undefined)
      differences.push({ what: `second effect of ${operation}`, wanted: before.entry.key, found: key, ...place });
    if (!isAttempt(write.rest) || !(write.no > 0) || !(write.submission > 0))
      differences.push({
        what: 'a key made otherwise',
        wanted: 'notice:submission:target:action',
        found: key,
        ...place,
      });
  }
  return { name: 'one-write', checked: writes.length, unit: 'effects', differences };
};

/** A repair uses the key of the next attempt: `…:r2`. */
const isAttempt = (rest: readonly string[]): boolean =>
  rest.every((part) => /^r[1-9][0-9]*$/.test(part)) && rest.length < 2;

/** Nothing took effect without enough approvers other than the author for this target, action and countries. */
export const checkApproved: Checker = (evidence, model) => {
  const writes = readWrites(evidence);
  const differences: FoundDifference[] = [];
  for (const write of writes) {
    const doubt = doubtWrite(model, write);
    if (doubt !== null) {
      const { id: item, key } = write.entry;
      differences.push({ what: `effect ${key}`, ...doubt, item, notice: write.notice });
    }
  }
  for (const notice of model.notices.values()) {
    for (const submission of notice.submissions.values()) {
      const needed = submission.approvalsNeeded;
      const { people } = countNeededApprovals(notice, submission);
      if (needed !== people)
        differences.push({
          what: `approvals asked for submission ${submission.number}`,
          wanted: String(people),
          found: String(needed),
          notice: notice.id,
        });
    }
  }
  return { name: 'approved', checked: writes.length, unit: 'effects', differences };
};

function doubtWrite(model: Model, { notice: id, submission: number, no, action, entry }: Write) {
  const ordered = findLine(model, { notice: id, submission: number, no });
  if (ordered === undefined) return { wanted: 'a submission with this target', found: 'none' };
  const { notice, submission, line } = ordered;
  const atMs = approvedAtMs(notice, submission);
  if (atMs === null) return { wanted: 'an approved submission', found: describeApprovals(submission) };
  if (Date.parse(entry.at) < atMs) return { wanted: `not before ${new Date(atMs).toISOString()}`, found: entry.at };
  if (action !== entry.action || action !== findPlatformAction(line))
    return { wanted: String(findPlatformAction(line)), found: `${entry.action} (${action})` };
  if (entry.id !== line.item) return { wanted: line.item, found: entry.id };
  if (
    action !== 'restore' &&
    notice.protectedItems.has(line.item) &&
    !submission.approvals.some(({ by }) => by === COUNSEL)
  )
    return {
      wanted: `the approval of ${COUNSEL}, because the item is protected`,
      found: describeApprovals(submission),
    };
  if (action !== 'restore')
    return sorted(entry.countries) === sorted(line.countries)
      ? null
      : { wanted: sorted(line.countries), found: sorted(entry.countries) };
  const [undoneNotice, , undoneNo] = (entry.undoes ?? '').split(':');
  if (undoneNotice !== id || Number(undoneNo) !== no)
    return { wanted: `an act on ${id}:${no}`, found: entry.undoes ?? '' };
  const undone = [...notice.submissions.values()].find((one) => entry.undoes?.startsWith(`${id}:${one.number}:`));
  const mine = undone?.lines.get(no)?.countries ?? [];
  const foreign = entry.countries.filter((country) => !mine.includes(country));
  return foreign.length === 0 ? null : { wanted: sorted(mine), found: sorted(entry.countries) };
}

function describeApprovals({
  author,
  approvals,
  isReturned,
}: {
  author: string;
  approvals: { by: string }[];
  isReturned: boolean;
}) {
  const by = approvals.map((approval) => approval.by).join(', ') || 'nobody';
  return `by ${author}, approved by ${by}${isReturned ? ', returned' : ''}`;
}

/** Nothing took effect on an item whose owner changed between review and the last approval. */
export const checkOwner: Checker = (evidence, model) => {
  const changes = readOwnerChanges(model);
  const differences: FoundDifference[] = [];
  let checked = 0;
  for (const write of readWrites(evidence)) {
    if (write.action === 'restore') continue;
    checked += 1;
    const ordered = findLine(model, write);
    const reviewedAtMs = ordered?.notice.reviewedAtMs ?? null;
    const atMs = ordered === undefined ? null : approvedAtMs(ordered.notice, ordered.submission);
    if (reviewedAtMs === null || atMs === null) continue;
    const { id: item, key } = write.entry;
    const change = (changes.get(item) ?? []).find(({ fromMs, toMs }) => fromMs > reviewedAtMs && toMs < atMs);
    if (change === undefined) continue;
    const found = `changed hands ${new Date(change.toMs).toISOString()}, acted on ${write.entry.at}`;
    differences.push({ what: `effect ${key}`, wanted: 'no effect', found, item, notice: write.notice });
  }
  return { name: 'owner', checked, unit: 'acts', differences };
};

/** No lifting removed, even briefly, what an order still in force holds. */
export const checkHeld: Checker = (evidence, model) => {
  const writes = readWrites(evidence);
  const acted = new Map(writes.map((write) => [`${write.notice}:${write.submission}:${write.no}`, write]));
  const holders = new Map<string, { seq: number; by: string; countries: string[]; everywhere: boolean }[]>();
  for (const { notice, submission, line, countries, everywhere } of supportsAtEnd(evidence, model)) {
    const seq = acted.get(`${notice}:${submission}:${line.no}`)?.entry.seq ?? Number.POSITIVE_INFINITY;
    holders.set(line.item, [...(holders.get(line.item) ?? []), { seq, by: notice, countries, everywhere }]);
  }
  const differences: FoundDifference[] = [];
  const lifts = writes.filter(({ action }) => action === 'restore');
  for (const { entry, notice } of lifts) {
    const isRemoval = entry.undoes?.endsWith(':remove') === true;
    for (const { seq, by, countries, everywhere } of holders.get(entry.id) ?? []) {
      if (seq > entry.seq) continue;
      const stillHeld = isRemoval
        ? everywhere
          ? ['everywhere']
          : []
        : entry.countries.filter((one) => countries.includes(one));
      if (stillHeld.length === 0) continue;
      const found = `${entry.key} lifted ${sorted(stillHeld)}`;
      differences.push({ what: `held by ${by}`, wanted: sorted(stillHeld), found, item: entry.id, notice });
    }
  }
  return { name: 'held', checked: lifts.length, unit: 'liftings', differences };
};

/** One submission acts on an item once for each of its names there. */
export const checkDedupe: Checker = (evidence, model) => {
  const names = new Map<string, Map<string, number>>();
  const differences: FoundDifference[] = [];
  const writes = readWrites(evidence);
  for (const write of writes) {
    const { id: item, key, action } = write.entry;
    const locator = model.notices.get(write.notice)?.targets[write.no - 1]?.locator ?? key;
    const place = `${write.notice}:${write.submission}:${action}:${item}`;
    const seen = names.get(place) ?? new Map<string, number>();
    const before = seen.get(locator);
    if (before !== undefined)
      differences.push({
        what: `submission ${write.submission} on one item`,
        wanted: 'one operation for each locator',
        found: `targets ${before} and ${write.no}, both ${locator}`,
        item,
        notice: write.notice,
      });
    names.set(place, seen.set(locator, write.no));
  }
  return { name: 'dedupe', checked: writes.length, unit: 'effects', differences };
};

/** Every approved decision took effect, or failed for a visible reason. */
export const checkDone: Checker = (evidence, model) => {
  const done = new Set(readWrites(evidence).map(({ notice, submission, no }) => `${notice}:${submission}:${no}`));
  const acts = approvedActs(model);
  const differences = acts
    .filter(({ notice, submission, line }) => !done.has(`${notice.id}:${submission.number}:${line.no}`))
    .filter(({ notice, line }) => !failedForAReason(evidence, model, notice, line))
    .map(
      ({ notice, submission, line }): FoundDifference => ({
        what: `target ${line.no} of submission ${submission.number}`,
        wanted: `${line.action} took effect, or a reason why not`,
        found: 'neither',
        item: line.item,
        notice: notice.id,
      }),
    );
  return { name: 'done', checked: acts.length, unit: 'approved acts', differences };
};
