import type { JournalEntry } from '../../../desk/doubles/platform-store.js';
import type { Evidence } from '../evidence.js';
import type { Model, ModelLine, ModelNotice, ModelSubmission } from '../model.js';

/** Something that is not as it should be. */
export interface Difference {
  what: string;
  wanted: string;
  found: string;
  /** Whose journal lines tell the story. */
  notice?: string | undefined;
  item?: string | undefined;
}

/** What a checker has found out. */
export interface Finding {
  name: string;
  /** What was looked at, counted. */
  looked: number;
  unit: string;
  differences: Difference[];
}

export type Checker = (evidence: Evidence, model: Model) => Finding;

/** An operation that had an effect on the platform, read from its key. */
export interface Write {
  entry: JournalEntry;
  notice: string;
  submission: number;
  no: number;
  action: string;
  /** What stands behind the four parts that a key is made of. */
  rest: string[];
}

/** Operations that had an effect, in order. */
export function readWrites({ platform }: Evidence): Write[] {
  return platform.journal
    .filter(({ status }) => status === 'applied')
    .map((entry) => {
      const [notice = '', submission, no, action = '', ...rest] = entry.key.split(':');
      return { entry, notice, submission: Number(submission), no: Number(no), action, rest };
    });
}

export interface Ordered {
  notice: ModelNotice;
  submission: ModelSubmission;
  line: ModelLine;
}

/** The line of a submission that a write belongs to, if there is one. */
export function findLine(model: Model, write: Pick<Write, 'notice' | 'submission' | 'no'>): Ordered | undefined {
  const notice = model.notices.get(write.notice);
  const submission = notice?.submissions.get(write.submission);
  const line = submission?.lines.get(write.no);
  return notice && submission && line && { notice, submission, line };
}

export const sorted = (texts: Iterable<string>): string => [...texts].sort().join('+');

/** Owners that an item got, with the instants between which it got each. */
export function readOwnerChanges({ deeds }: Model): Map<string, { fromMs: number; toMs: number }[]> {
  const changes = new Map<string, { fromMs: number; toMs: number }[]>();
  for (const deed of deeds) {
    if (deed.op !== 'change_owner') continue;
    const found = changes.get(deed.body.item) ?? [];
    changes.set(deed.body.item, [...found, { fromMs: deed.invokedAtMs, toMs: deed.endedAtMs }]);
  }
  return changes;
}
