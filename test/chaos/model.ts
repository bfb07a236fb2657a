import { type Deed, readDeeds } from './history.js';
import type { JournalLine } from './journal.js';

/**
 * A model of what was ordered, decided and approved, built from the journal alone. It shares no code with the desk, so
 * as not to share its mistakes.
 */
export interface ModelNotice {
  id: string;
  reference: string;
  life: number | null;
  receivedFromMs: number;
  /** When all owners were known; null: the platform did not report them in time. */
  reviewedAtMs: number | null;
  rows: number;
  targets: ModelTarget[];
  protectedItems: Set<string>;
  missingItems: Set<string>;
  submissions: Map<number, ModelSubmission>;
}

export interface ModelTarget {
  no: number;
  type: string;
  locator: string;
  item: string;
}

export interface ModelLine {
  no: number;
  item: string;
  action: string;
  countries: string[];
}

export interface ModelSubmission {
  number: number;
  digest: string;
  author: string;
  purpose: 'decision' | 'restoration';
  cause: string | null;
  lines: Map<number, ModelLine>;
  approvals: { by: string; atMs: number }[];
  isReturned: boolean;
  approvalsNeeded: number;
}

export interface Model {
  deeds: Deed[];
  notices: Map<string, ModelNotice>;
}

export function toModel(lines: readonly JournalLine[]): Model {
  const deeds = readDeeds(lines);
  const notices = new Map<string, ModelNotice>();
  const drafts = new Map<string, Map<number, ModelLine>>();
  for (const deed of deeds) {
    if (deed.outcome !== 'ok') continue;
    if (deed.op === 'receive') {
      const notice = receiveNotice(deed);
      notices.set(notice.id, notice);
      drafts.set(notice.id, new Map());
      continue;
    }
    const notice = deed.notice === null ? undefined : notices.get(deed.notice);
    if (notice !== undefined) follow(notice, drafts.get(notice.id) ?? new Map(), deed);
  }
  return { deeds, notices };
}

function receiveNotice({ answer, body, life, invokedAtMs }: Deed<'receive'>): ModelNotice {
  return {
    id: answer.notice ?? '',
    reference: body.reference,
    life,
    receivedFromMs: invokedAtMs,
    reviewedAtMs: null,
    rows: body.rows,
    targets: body.distinct.map((name, at) => ({ no: at + 1, ...name, item: body.items[at] ?? '' })),
    protectedItems: new Set(body.protectedItems),
    missingItems: new Set(body.missingItems),
    submissions: new Map(),
  };
}

function follow(notice: ModelNotice, draft: Map<number, ModelLine>, deed: Deed): void {
  switch (deed.op) {
    case 'reviewed':
      notice.reviewedAtMs = deed.endedAtMs;
      return;
    case 'decide':
      for (const no of deed.body.targets) {
        const { action, countries } = deed.body;
        draft.set(no, { no, item: findItem(notice, no), action, countries: action === 'withhold' ? countries : [] });
      }
      return;
    case 'submit':
      open(notice, deed, 'decision', null, new Map(draft));
      draft.clear();
      return;
    case 'reinstate': {
      const lines = deed.body.targets.map((no) => ({
        no,
        item: findItem(notice, no),
        action: 'restore',
        countries: [],
      }));
      open(notice, deed, 'restoration', deed.body.cause, new Map(lines.map((line) => [line.no, line])));
      return;
    }
    case 'return': {
      const submission = notice.submissions.get(deed.body.submission);
      if (submission === undefined) return;
      submission.isReturned = true;
      submission.approvals = [];
      if (submission.purpose === 'decision') for (const [no, line] of submission.lines) draft.set(no, line);
      return;
    }
    case 'approve':
      notice.submissions.get(deed.body.submission)?.approvals.push({ by: deed.as, atMs: deed.invokedAtMs });
      return;
    default:
      return;
  }
}

function open(
  notice: ModelNotice,
  { answer, as }: Deed<'submit'> | Deed<'reinstate'>,
  purpose: ModelSubmission['purpose'],
  cause: string | null,
  lines: Map<number, ModelLine>,
): void {
  const { number = 0, digest = '', approvalsNeeded = 0 } = answer.submission ?? {};
  notice.submissions.set(number, {
    number,
    digest,
    author: as,
    purpose,
    cause,
    lines,
    approvals: [],
    isReturned: false,
    approvalsNeeded,
  });
}

function findItem({ targets }: ModelNotice, no: number): string {
  return targets[no - 1]?.item ?? '';
}

const ACTIONS: Record<string, string> = {
  withhold: 'withhold',
  remove_law: 'remove',
  remove_rules: 'remove',
  label: 'label',
  preserve: 'preserve',
  restore: 'restore',
};

export const findPlatformAction = ({ action }: ModelLine): string | undefined => ACTIONS[action];

export const actingLines = ({ lines }: ModelSubmission): ModelLine[] =>
  [...lines.values()].filter((line) => findPlatformAction(line) !== undefined);

export const COUNSEL = 'counsel';
const APPROVERS = ['approver', 'approver2', COUNSEL];

/** Number of other people who must approve, and whether one must be counsel (docs/integrating/interface.md, Commands). */
export function countNeededApprovals(
  notice: ModelNotice,
  submission: ModelSubmission,
): { people: number; counsel: boolean } {
  const { purpose, lines } = submission;
  // No life records that a basis is gone, so naming a cause saves no approval.
  if (purpose === 'restoration') return { people: 1, counsel: false };
  const acting = actingLines(submission);
  const isRefusal = acting.length === 0 && [...lines.values()].some(({ action }) => action === 'push_back');
  // If the platform did not report protected accounts in time, nobody was asked; enforcement stops those.
  const isKnown = notice.reviewedAtMs !== null || submission.approvalsNeeded > 1;
  const isGuarded = isKnown && acting.some(({ item }) => notice.protectedItems.has(item));
  const counsel = isRefusal || isGuarded || (acting.length > 0 && actedSoFar(notice, submission) > 1_000);
  return { people: counsel ? 2 : 1, counsel };
}

/** Targets acted on by this submission and by earlier ones that were not returned, each once. */
function actedSoFar({ submissions }: ModelNotice, upTo: ModelSubmission): number {
  const earlier = [...submissions.values()].filter(
    ({ number, purpose, isReturned }) => number < upTo.number && purpose === 'decision' && !isReturned,
  );
  return new Set([...earlier, upTo].flatMap((one) => actingLines(one).map(({ no }) => no))).size;
}

/**
 * When a submission was approved; null: never. An approval by the author or by a person without the role does not
 * count.
 */
export function approvedAtMs(notice: ModelNotice, submission: ModelSubmission): number | null {
  const { people, counsel } = countNeededApprovals(notice, submission);
  if (submission.isReturned) return null;
  const valid = new Map<string, number>();
  for (const { by, atMs } of submission.approvals) {
    if (by !== submission.author && APPROVERS.includes(by) && !valid.has(by)) valid.set(by, atMs);
  }
  if (valid.size < people || (counsel && !valid.has(COUNSEL))) return null;
  return Math.max(...valid.values());
}
