import { createContext, useContext, useState } from 'react';
import { useComments, type Commenting } from '../conversations/use-comments.js';
import { useCommentCounts } from '../conversations/queries.js';
import type { Notice } from '../http/types.js';
import { CommentCount } from '../notice/targets/TargetRow.js';
import { toggled, emptySelection, isSelected, type Selection } from '../notice/targets/selection.js';
import { useShortcuts } from '../state/shortcuts.js';
import { useWords } from '../words/use-words.js';
import type { SubmissionRecord } from './types.js';
import { useViewed } from '../conversations/use-look.js';

interface RowMarks {
  selection: Selection;
  comments: ReadonlyMap<number, number>;
  isViewed: (no: number) => boolean;
  /** Null if this person ticks nothing here. */
  onTick: ((no: number) => void) | null;
}

const NONE: RowMarks = { selection: emptySelection, comments: new Map(), isViewed: () => false, onTick: null };
export const RowMarksContext = createContext<RowMarks>(NONE);

export const useIsRowSelected = (no: number) => isSelected(useContext(RowMarksContext).selection, no);

interface Reviewing {
  marks: RowMarks;
  commenting: Commenting;
  selected: number;
  viewed: number;
  clear: () => void;
}

/** Selection, comments and ticks of the rows of a submission, with their keys. */
export function useRowMarks(
  notice: Notice,
  { submission, cursorNo, isOn }: { submission: SubmissionRecord; cursorNo: number | null; isOn: boolean },
): Reviewing {
  const t = useWords();
  const [selection, setSelection] = useState<Selection>(emptySelection);
  const comments = useCommentCounts(notice.id);
  const { isViewed, count, tick } = useViewed(notice.id, submission);
  const numbers = selection.kind === 'numbers' ? [...selection.numbers] : [];
  const targets = numbers.length > 0 ? numbers : cursorNo === null ? [] : [cursorNo];
  const commenting = useComments(notice, targets, isOn);
  const whyNone = targets.length === 0 ? t('approval:changes.noRow') : null;
  const viewed = targets.length > 0 && targets.every(isViewed);
  useShortcuts(
    isOn
      ? [
          {
            id: 'select',
            label: t('notice:cmd.select'),
            keys: 'x | Space',
            run: () => cursorNo !== null && setSelection((before) => toggled(before, [cursorNo])),
            hidden: true,
          },
          {
            id: 'viewed',
            label: t('approval:viewed.cmd'),
            keys: 'v',
            run: () => tick(targets, !viewed),
            why: whyNone,
          },
        ]
      : [],
  );
  const onTick = (no: number) => tick([no], !isViewed(no));
  return {
    marks: { selection, comments, isViewed, onTick },
    commenting,
    selected: numbers.length,
    viewed: count,
    clear: () => setSelection(emptySelection),
  };
}

/** What stands at the end of a row: its comments, and whether the reader has viewed it. */
export function RowSigns({ no }: { no: number }) {
  const t = useWords();
  const { comments, isViewed, onTick } = useContext(RowMarksContext);
  return (
    <span className="row-signs no-print">
      <CommentCount count={comments.get(no) ?? 0} />
      {onTick === null ? null : (
        <input
          type="checkbox"
          tabIndex={-1}
          checked={isViewed(no)}
          aria-label={t('approval:viewed.row', { no })}
          title={t('approval:viewed.row', { no })}
          onClick={(event) => event.stopPropagation()}
          onChange={() => onTick(no)}
        />
      )}
    </span>
  );
}
