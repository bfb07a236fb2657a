import { isOneOf } from '../../domain/is-one-of.js';
import type { RestoreCause } from '../../domain/submissions/submission.js';
import { TARGET_TYPES } from '../../domain/targets/target.js';
import {
  findPreservedUntil,
  findRestoreCause,
  listPreserved,
  listRestored,
  type NamedTarget,
} from '../../registry/letters/done-targets.js';
import type { Connection } from '../../registry/db.js';
import type { AnnexRow } from '../../registry/letters/tables.js';
import type { LetterTexts } from '../../rulebook/letter-texts.js';
import { dateWords } from '../date-words.js';
import { LISTED_TARGETS, type ListedLetterTarget } from '../listed-targets.js';
import type { Gathered, LetterOfKind, Writing } from '../letter-of-kind.js';
import { readPages } from '../pages.js';

export interface DoneTargets {
  targets: Pick<ListedLetterTarget, 'no' | 'type' | 'locator'>[];
  total: number;
}

export function namedView({ targets, total }: DoneTargets, texts: LetterTexts) {
  const listed = targets
    .slice(0, LISTED_TARGETS)
    .map((target) => ({ ...nameIn(target, texts), no: String(target.no) }));
  return { total, listed, more: total - listed.length };
}

function nameIn({ no, type, locator }: DoneTargets['targets'][number], { words }: LetterTexts) {
  return { no, type: isOneOf(TARGET_TYPES, type) ? words.targetTypes[type] : type, locator };
}

type ListPage = (db: Connection, chosen: Parameters<typeof listPreserved>[1]) => Promise<NamedTarget[]>;

export async function gatherDone(
  db: Connection,
  { noticeId, effect: { submission }, ahead = false }: Writing,
  list: ListPage,
): Promise<Gathered<DoneTargets>> {
  const targets: NamedTarget[] = [];
  const chosen = { noticeId, submission: submission ?? 0, ahead };
  for await (const page of readPages((at) => list(db, { ...chosen, ...at }))) targets.push(...page);
  const annex = async (texts: LetterTexts) =>
    targets.map((target): AnnexRow => {
      const { no, type, locator } = nameIn(target, texts);
      return [no, type, locator, '', ''];
    });
  const data = { targets, total: targets.length };
  return targets.length <= LISTED_TARGETS || ahead ? { data } : { data, annex };
}

export const restoration: LetterOfKind<DoneTargets & { cause: RestoreCause | null }> = {
  async gather(db, writing) {
    const { data, ...rest } = await gatherDone(db, writing, listRestored);
    const { noticeId, effect } = writing;
    const cause = await findRestoreCause(db, { noticeId, submission: effect.submission ?? 0 });
    return { data: { ...data, cause }, ...rest };
  },
  view: ({ cause, ...data }, texts) => ({ ...namedView(data, texts), cause: cause ?? '' }),
};

export const preservationConfirmation: LetterOfKind<DoneTargets & { untilMs: number | null }> = {
  async gather(db, writing) {
    const { data, ...rest } = await gatherDone(db, writing, listPreserved);
    const until = await findPreservedUntil(db, { noticeId: writing.noticeId });
    return { data: { ...data, untilMs: until?.getTime() ?? null }, ...rest };
  },
  view: ({ untilMs, zone, ...data }, texts) => ({
    ...namedView(data, texts),
    until: untilMs === null ? '' : dateWords(texts, zone).full(untilMs),
  }),
};
