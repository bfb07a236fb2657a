import { useState, type ReactNode } from 'react';
import { useMay } from '../http/may.js';
import type { Notice } from '../http/types.js';
import { lazyDialog } from '../parts/lazy-dialog.js';
import { useShortcuts } from '../state/shortcuts.js';
import { useWords } from '../words/use-words.js';

const CommentDialog = lazyDialog(() => import('./CommentDialog.js'), 'conversations', 'intake');

/** The API's limit; a comment on more targets is one on the notice. */
const MAX_TARGETS = 1_000;

export interface Commenting {
  /** Why nobody can comment now; null if the reader can. */
  why: string | null;
  open: () => void;
  dialog: ReactNode;
}

/** The key C and the dialog to comment on targets: those selected, or the one under the cursor. */
export function useComments(notice: Notice, targets: readonly number[], isOn = true): Commenting {
  const t = useWords();
  const may = useMay();
  const [about, setAbout] = useState<readonly number[] | null>(null);
  const why = !may('annotate') || !may('notice.read_documents') || notice.stage === 'closed' ? '' : null;
  const open = () => setAbout(targets.length > MAX_TARGETS ? [] : targets);
  useShortcuts(isOn ? [{ id: 'comment', label: t('notice:cmd.comment'), keys: 'c', run: open, why }] : []);
  const dialog =
    about === null ? null : <CommentDialog notice={notice} targets={about} onClose={() => setAbout(null)} />;
  return { why, open, dialog };
}
