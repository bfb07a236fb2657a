import { useState } from 'react';
import { useCommand } from '../http/commands.js';
import type { Notice, UnreadTarget } from '../http/types.js';
import { ChoiceFields, useChoice, whyIncomplete } from '../notice/decide/choice.js';
import { isSelected, rangeText, countSelected, type Selection } from '../notice/targets/selection.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { inSentence } from '../parts/format.js';
import { useShortcuts } from '../state/shortcuts.js';
import { say } from '../state/message.js';
import { useWords, type Words } from '../words/use-words.js';

interface ReadResult {
  read: number;
  disagree: number[];
  skipped: number[];
}

interface SecondReadPanelProps {
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
export function SecondReadPanel({ notice, targets, cursorNo, selection, onRead }: SecondReadPanelProps) {
  const t = useWords();
  const choice = useChoice(notice, `second-read.${notice.id}`);
  const { lane, grounds, note } = choice;
  const selected = targets.flatMap(({ no }) => (isSelected(selection, no) ? [no] : []));
  const numbers = countSelected(selection) > 0 ? selected : cursorNo === null ? [] : [cursorNo];
  // Pending only until the response, not until all queries have refreshed, so that the next target can be decided
  // meanwhile.
  const [isSending, setSending] = useState(false);
  const reading = useCommand<'second-read', ReadResult>(notice.id, 'second-read', ({ result }) => {
    setSending(false);
    if (result !== undefined) say(doneText(t, result));
    onRead();
    choice.clear();
  });
  const why = whyIncomplete(choice, t);
  const go = () => {
    if (lane === null || why !== null || isSending) return;
    setSending(true);
    reading.mutate(
      { targets: numbers, lane, grounds, ...(note.trim() === '' ? {} : { note: note.trim() }) },
      { onError: () => setSending(false) },
    );
  };
  useShortcuts([...choice.commands, { id: 'read', label: t('second-read:goPlain'), keys: 'Enter', run: go, why }]);
  return (
    <section className="pane print-whole" tabIndex={-1} aria-label={t('second-read:panel')}>
      <div className="pane-head">
        <h2>{t('second-read:howTitle', { count: numbers.length })}</h2>
      </div>
      <div className="panel print-whole">
        <ChoiceFields notice={notice} choice={choice} noteLabel={t('second-read:note')} />
      </div>
      <div className="panel-foot no-print">
        {reading.error === null ? null : (
          <Failure title={t('second-read:notRead')} error={reading.error} onClose={() => reading.reset()} />
        )}
        <Button
          variant="primary"
          wide
          keys="Enter"
          why={why}
          showWhy
          busy={isSending ? t('second-read:busy') : null}
          onPress={go}
        >
          {lane === null
            ? t('second-read:goPlain')
            : t('second-read:go', { count: numbers.length, lane: inSentence(t(`words:lane.${lane}`)) })}
        </Button>
        {why === null ? <div className="why">{t('second-read:then')}</div> : null}
      </div>
    </section>
  );
}

function doneText(t: Words, { read, disagree, skipped }: ReadResult): string {
  return [
    t('second-read:done', { count: read }),
    disagree.length === 0
      ? t('second-read:agree')
      : t('second-read:disagree', { count: disagree.length, range: rangeText(disagree) }),
    ...(skipped.length === 0 ? [] : [t('second-read:skipped', { range: rangeText(skipped) })]),
  ].join(' ');
}
