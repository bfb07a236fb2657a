import { Term } from '../help/Term.js';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMay } from '../http/may.js';
import { DocumentPane } from '../notice/DocumentPane.js';
import {
  emptySelection,
  findSubject,
  type Selection,
  isSelected,
  rangeText,
  countSelected,
} from '../notice/targets/selection.js';
import { Empty, Loading } from '../parts/Loading.js';
import { RecordDecision } from './RecordDecision.js';
import { secondReviewsQuery } from './second-reviews.js';
import { UnreadPane } from './UnreadPane.js';
import { useOpenNotice } from '../notice/open-notice.js';
import { useState } from 'react';
import { type Commanded } from '../http/commands.js';
import type { Notice, UnreadTarget } from '../http/types.js';
import { ChoiceFields, useChoice, whyIncomplete } from '../notice/decide/choice.js';
import { useShortcuts } from '../state/shortcuts.js';
import { useWords, type Words } from '../words/use-words.js';
import { useNoticeForm } from '../forms/use-command-form.js';

export function SecondReviewTab() {
  const t = useWords();
  const mayRead = useMay()('decide');
  const notice = useOpenNotice();
  const query = useQuery({ ...secondReviewsQuery(notice.id), enabled: mayRead });
  const { data } = query;
  if (!mayRead) return <Nothing text={t('second-review:role')} notice={notice} />;
  if (data === undefined || query.error !== null)
    return <Loading query={query} failed={t('notice:targets.failed')} rows={12} />;
  if (data.items.length === 0) return <Nothing text={t('second-review:none')} notice={notice} />;
  return <Reading notice={notice} targets={data.items} total={data.total ?? data.items.length} />;
}

function Nothing({ text, notice }: { text: string; notice: Notice }) {
  const t = useWords();
  return (
    <Empty>
      <p>{text}</p>
      <Link className="button" to="/notices/$id" params={{ id: notice.id }}>
        {t('second-review:toReview')}
      </Link>
    </Empty>
  );
}

function Reading({ notice, targets, total }: { notice: Notice; targets: readonly UnreadTarget[]; total: number }) {
  const [no, setNo] = useState<number | null>(null);
  const [selection, setSelection] = useState<Selection>(emptySelection);
  // A reviewed target leaves the list; the cursor then moves to the next one.
  const next = targets.findIndex((target) => target.no >= (no ?? 0));
  const at = next === -1 ? targets.length - 1 : next;
  const cursorNo = targets[at]?.no ?? null;
  return (
    <div className="split work print-flow">
      <DocumentPane notice={notice} />
      <UnreadPane
        targets={targets}
        total={total}
        at={at}
        onAt={(place) => setNo(targets[place]?.no ?? null)}
        selection={selection}
        onSelection={setSelection}
      />
      <SecondReviewPanel
        notice={notice}
        targets={targets}
        cursorNo={cursorNo}
        selection={selection}
        onRead={() => setSelection(emptySelection)}
      />
    </div>
  );
}

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
function SecondReviewPanel({ notice, targets, cursorNo, selection, onRead }: SecondReviewPanelProps) {
  const t = useWords();
  const choice = useChoice(notice, {
    name: `second-review.${notice.id}`,
    subject: findSubject(selection, cursorNo),
  });
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
        <h2>
          <Term name="secondReview">{t('second-review:howTitle', { count: numbers.length })}</Term>
        </h2>
      </div>
      <div className="panel print-whole">
        <ChoiceFields notice={notice} choice={choice} noteLabel={t('second-review:note')} />
      </div>
      <div className="panel-foot no-print">
        <RecordDecision
          action={action}
          count={numbers.length}
          why={why}
          isBusy={isBusy}
          error={form.error}
          onPress={go}
          onClose={form.reset}
        />
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
