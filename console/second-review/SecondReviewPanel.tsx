import { useState } from 'react';
import { type Commanded } from '../http/commands.js';
import type { Notice, UnreadTarget } from '../http/types.js';
import { ChoiceFields, useChoice, whyIncomplete } from '../notice/decide/choice.js';
import { isSelected, rangeText, countSelected, type Selection } from '../notice/targets/selection.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { inSentence } from '../parts/format.js';
import { useShortcuts } from '../state/shortcuts.js';
import { useWords, type Words } from '../words/use-words.js';
import { useNoticeForm } from '../forms/use-command-form.js';

interface ReadResult {
  read: number;
  disagree: number[];
  skipped: number[];
}

interface SecondReviewPanelProps {
  notice: Notice;
  targets: readonly UnreadTarget[];
  cursorNo: number | null;
  selection: Selection;
  onRead: () => void;
}

/**
 * Collects the second reviewer's own action, grounds and note; only afterwards shows whether they agree with the first
 * decision.
 */
export function SecondReviewPanel({ notice, targets, cursorNo, selection, onRead }: SecondReviewPanelProps) {
  const t = useWords();
  const choice = useChoice(notice, `second-review.${notice.id}`);
  const { action, grounds, note } = choice;
  const selected = targets.flatMap(({ no }) => (isSelected(selection, no) ? [no] : []));
  const numbers = countSelected(selection) > 0 ? selected : cursorNo === null ? [] : [cursorNo];
  // Pending only until the response, not until all queries have refreshed, so that the next target can be decided
  // meanwhile.
  const [isSending, setSending] = useState(false);
  const form = useNoticeForm(notice.id, 'second-review', {
    start: {},
    done: ({ result }: Commanded<ReadResult>) => (result === undefined ? undefined : doneText(t, result)),
    onDone: () => {
      setSending(false);
      onRead();
      choice.clear();
    },
  });
  const isBusy = isSending && form.error === null;
  const why = whyIncomplete(choice, t);
  const go = () => {
    if (action === null || why !== null || isBusy) return;
    setSending(true);
    form.mutate({ targets: numbers, action, grounds, ...(note.trim() === '' ? {} : { note: note.trim() }) });
  };
  useShortcuts([...choice.commands, { id: 'read', label: t('second-review:goPlain'), keys: 'Enter', run: go, why }]);
  return (
    <section className="pane print-whole" tabIndex={-1} aria-label={t('second-review:panel')}>
      <div className="pane-head">
        <h2>{t('second-review:howTitle', { count: numbers.length })}</h2>
      </div>
      <div className="panel print-whole">
        <ChoiceFields notice={notice} choice={choice} noteLabel={t('second-review:note')} />
      </div>
      <div className="panel-foot no-print">
        <Failure title={t('second-review:notRead')} error={form.error} onClose={form.reset} />
        <Button
          variant="primary"
          wide
          keys="Enter"
          why={why}
          showWhy
          busy={isBusy ? t('second-review:busy') : null}
          onPress={go}
        >
          {action === null
            ? t('second-review:goPlain')
            : t('second-review:go', { count: numbers.length, action: inSentence(t(`words:action.${action}`)) })}
        </Button>
        {why === null ? <div className="why">{t('second-review:then')}</div> : null}
      </div>
    </section>
  );
}

function doneText(t: Words, { read, disagree, skipped }: ReadResult): string {
  return [
    t('second-review:done', { count: read }),
    disagree.length === 0
      ? t('second-review:agree')
      : t('second-review:disagree', { count: disagree.length, range: rangeText(disagree) }),
    ...(skipped.length === 0 ? [] : [t('second-review:skipped', { range: rangeText(skipped) })]),
  ].join(' ');
}
