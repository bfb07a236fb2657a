import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useMay } from '../http/may.js';
import { sessionStore } from '../http/session.js';
import { ConversationList } from '../conversations/ConversationList.js';
import { useOpenConversations } from '../conversations/queries.js';
import type { Look, Notice } from '../http/types.js';
import { History } from '../notice/targets/History.js';
import { Failure } from '../parts/Failure.js';
import { formatInstant, formatList, formatNumber } from '../parts/format.js';
import { Menu } from '../parts/Menu.js';
import { useCursor, type CursorProps } from '../parts/use-cursor.js';
import { Skeleton } from '../parts/Skeleton.js';
import { OnTheTable } from '../proposals/Proposals.js';
import { NecessityOf } from '../review/Necessity.js';
import { useBeingAt } from '../queue/presence.js';
import { useStore } from '../state/store.js';
import { useWords } from '../words/use-words.js';
import { AllDecisions } from './AllDecisions.js';
import { ReturnedBefore } from './ReturnedBefore.js';
import { ChangesSection } from './ChangesSection.js';
import { ActionsTable } from './ActionsTable.js';
import { Letters } from './Letters.js';
import { changesQuery, type Frozen, type ShownLetter } from './queries.js';
import { Looked, RowsBar } from './Looked.js';
import { RowMarksContext, useRowMarks } from './row-marks.js';
import type { LineFilter, SubmissionChanges, SubmissionRecord } from './types.js';

export type View =
  | { name: 'changes' }
  | { name: 'all'; filter: LineFilter }
  | { name: 'letters' }
  | { name: 'conversations' };

interface SubmissionReadingProps {
  notice: Notice;
  submissions: readonly SubmissionRecord[];
  submission: SubmissionRecord;
  frozen: Frozen;
  letters: UseQueryResult<ShownLetter[]>;
  guarded: number;
  look: Look | undefined;
  onSeen: () => void;
  view: View;
  onView: (view: View) => void;
  onChoose: (number: number) => void;
}

export function SubmissionReading(props: SubmissionReadingProps) {
  const { notice, submission, frozen, letters, guarded, look, onSeen, view, onView } = props;
  const t = useWords();
  const may = useMay();
  const root = useRef<HTMLDivElement>(null);
  const [history, setHistory] = useState<number | null>(null);
  const moves = { next: t('approval:changes.cmd.next'), previous: t('approval:changes.cmd.previous') };
  const cursor = useCursor(root, { ...moves, onHistory: setHistory });
  const isRows = view.name === 'changes' || view.name === 'all';
  const rows = useRowMarks(notice, { submission, cursorNo: cursor.at?.no ?? null, isOn: isRows });
  const others = useBeingAt(notice.id, 'approval', cursor.at?.no ?? null);
  const changes = useQuery(changesQuery(frozen));
  const at = { cursor: cursor.at, onCursor: cursor.setAt };
  return (
    <div className="read print-whole" tabIndex={0} role="region" aria-label={t('approval:read')} ref={root}>
      <Head {...props} against={changes.data?.against ?? null} others={others.map(({ name }) => name)} />
      {changes.error === null ? null : (
        <div className="pad">
          <Failure title={t('approval:failed')} error={changes.error} onRetry={() => void changes.refetch()} />
        </div>
      )}
      {isRows ? <Looked submission={submission} look={look} changed={changes.data?.changed} onSeen={onSeen} /> : null}
      {isRows ? <RowsBar submission={submission} rows={rows} /> : null}
      {view.name === 'conversations' ? <ConversationList notice={notice} /> : null}
      {view.name === 'changes' ? <NecessityOf notice={notice.id} submission={submission.number} /> : null}
      {view.name === 'changes' && may('notice.read_documents') ? <OnTheTable notice={notice} /> : null}
      {view.name === 'letters' ? (
        <Letters
          {...{ submission, letters }}
          answer={notice.answer}
          notice={notice.id}
          against={changes.data?.against ?? null}
        />
      ) : null}
      <RowMarksContext value={rows.marks}>
        {view.name === 'all' ? (
          <AllDecisions
            submission={submission}
            frozen={frozen}
            guarded={guarded}
            filter={view.filter}
            onFilter={(filter) => onView({ name: 'all', filter })}
            {...at}
          />
        ) : null}
        {view.name === 'changes' ? (
          <Changes
            submissions={props.submissions}
            submission={submission}
            frozen={frozen}
            onView={onView}
            changes={changes.data}
            {...at}
          />
        ) : null}
      </RowMarksContext>
      {rows.commenting.dialog}
      <History notice={notice.id} no={history} onClose={() => setHistory(null)} />
    </div>
  );
}

type ChangesProps = Pick<SubmissionReadingProps, 'submissions' | 'submission' | 'frozen' | 'onView'> &
  CursorProps & { changes: SubmissionChanges | undefined };

function Changes({ submissions, submission, frozen, onView, changes, ...at }: ChangesProps) {
  const readerId = useStore(sessionStore).session?.person.id ?? '';
  if (changes === undefined) return <Skeleton rows={12} className="decision-row" />;
  const before = submissions.find(({ number }) => number === changes.against);
  return (
    <>
      <section>
        <div className="pair">
          <ActionsTable submission={submission} changes={changes} />
          <ReturnedBefore submission={submission} before={before} readerId={readerId} />
        </div>
      </section>
      <ChangesSection
        submission={submission}
        frozen={frozen}
        changes={changes}
        onAll={() => onView({ name: 'all', filter: {} })}
        {...at}
      />
    </>
  );
}

function Head(props: SubmissionReadingProps & { against: number | null; others: readonly string[] }) {
  const { notice, submissions, submission, letters, view, onView, onChoose, against, others } = props;
  const t = useWords();
  const count = letters.data?.length ?? 0;
  const open = useOpenConversations(notice.id);
  const chip = (name: View['name'], label: string, next: View, n: number) => (
    <button type="button" className="chip" aria-pressed={view.name === name} onClick={() => onView(next)}>
      {label} {n > 0 ? <span className="number">{formatNumber(n)}</span> : null}
    </button>
  );
  const changesLabel =
    against === null ? t('approval:view.new') : t('approval:view.changes', { against: String(against) });
  return (
    <div className="read-head">
      <div className="chips" role="group" aria-label={t('approval:read')}>
        {submissions.length < 2 ? null : (
          <Menu
            label={t('approval:submission')}
            bare
            value={String(submission.number)}
            options={submissions.map(({ number, state }) => ({
              value: String(number),
              label: t('approval:which', { number, state: t(`approval:state.${state}`) }),
            }))}
            onChange={(value) => onChoose(Number(value))}
          />
        )}
        {chip('changes', changesLabel, { name: 'changes' }, 0)}
        {chip('all', t('approval:view.all'), { name: 'all', filter: {} }, submission.targets)}
        {chip('letters', t('approval:view.letters'), { name: 'letters' }, count)}
        {chip('conversations', t('notice:tab.conversations'), { name: 'conversations' }, open.length)}
        {others.length === 0 ? null : (
          <span className="here push no-print">
            {t('approval:here', { count: others.length, names: formatList(others) })}
          </span>
        )}
      </div>
      <p className="muted fine number">
        <SubmittedBy submission={submission} />
      </p>
    </div>
  );
}

function SubmittedBy({ submission }: { submission: SubmissionRecord }) {
  const t = useWords();
  const { byName: name, targets, cause } = submission;
  const at = formatInstant(submission.at);
  return (
    <>
      {submission.purpose === 'restoration' && cause !== undefined
        ? t('approval:byRestoration', { name, count: targets, at, cause: t(`approval:cause.${cause}`) })
        : t('approval:by', { name, count: targets, at })}
    </>
  );
}
