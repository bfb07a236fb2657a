import type { JournalEntry } from '../../../desk/simulators/platform-store.js';
import type { Evidence } from '../evidence.js';
import type { Model, ModelLine, ModelNotice, ModelSubmission } from '../model.js';

export interface FoundDifference {
  what: string;
  wanted: string;
  found: string;
  /** The notice whose journal lines explain the difference. */
  notice?: string | undefined;
  item?: string | undefined;
}

export interface Finding {
  name: string;
  checked: number;
  unit: string;
  differences: FoundDifference[];
}

export type Checker = (evidence: Evidence, model: Model) => Finding;

export interface Write {
  entry: JournalEntry;
  notice: string;
  submission: number;
  no: number;
  action: string;
  /** The part of the key after its first four parts. */
  rest: string[];
}

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

export function findLine(model: Model, write: Pick<Write, 'notice' | 'submission' | 'no'>): Ordered | undefined {
  const notice = model.notices.get(write.notice);
  const submission = notice?.submissions.get(write.submission);
  const line = submission?.lines.get(write.no);
  return notice && submission && line && { notice, submission, line };
}

export const sorted = (texts: Iterable<string>): string => [...texts].sort().join('+');

/** Returns the owners that an item got, each with the instants between which it got them. */
export function readOwnerChanges({ deeds }: Model): Map<string, { fromMs: number; toMs: number }[]> {
  const changes = new Map<string, { fromMs: number; toMs: number }[]>();
  for (const deed of deeds) {
    if (deed.op !== 'change_owner') continue;
    const found = changes.get(deed.body.item) ?? [];
    changes.set(deed.body.item, [...found, { fromMs: deed.invokedAtMs, toMs: deed.endedAtMs }]);
  }
  return changes;
}
