import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useRef, useState, type RefObject } from 'react';
import { submissionsQuery } from '../approval/queries.js';
import { useMay } from '../http/may.js';
import type { Enforcement, Notice } from '../http/types.js';
import { History } from '../notice/targets/History.js';
import { Menu } from '../parts/Menu.js';
import { EnforcementCurve } from '../charts/EnforcementCurve.js';
import { useCursor } from '../parts/use-cursor.js';
import { useShortcuts } from '../state/shortcuts.js';
import { StepsTable } from '../steps/StepsTable.js';
import { useWords, type Words } from '../words/use-words.js';
import { Drift, Troubles, type RequestedRepair, RepairDialog } from './Troubles.js';
import { NoticeInForce, type InForceFilter } from './InForce.js';
import { nothingPicked, togglePicked, type Picked } from './numbers.js';
import { ManualActions } from './manual/ManualActions.js';
import { PauseSection } from './PauseSection.js';
import { computePhase } from './progress.js';
import { EnforcementProgressBar, Proof } from './Progress.js';
import { RestorePanel } from './RestorePanel.js';
import { ENFORCEMENT_SECTIONS } from '../features.js';
import { useEnforcement } from './use-enforcement.js';
import { Empty, Loading } from '../parts/Loading.js';
import { useOpenNotice } from '../notice/open-notice.js';

export function EnforcementTab() {
  const t = useWords();
  const notice = useOpenNotice();
  const [submission, setSubmission] = useState<number | null>(null);
  // There is no enforcement to read before anything is submitted.
  const query = useEnforcement(notice.id, submission, { isOn: notice.submission !== null });
  const { data, streams } = query;
  if (notice.submission === null) return <NothingYet notice={notice} />;
  if (data === undefined)
    return <Loading query={query} failed={t('enforcement:failed')} rows={8} className="decision-row" />;
  if (data === null) return <NothingYet notice={notice} />;
  return <Inside notice={notice} progress={data} streams={streams} onSubmission={setSubmission} />;
}

interface InsideProps {
  notice: Notice;
  progress: Enforcement;
  streams: boolean;
  onSubmission: (number: number) => void;
}

function Inside({ notice, progress, streams, onSubmission }: InsideProps) {
  const t = useWords();
  const root = useRef<HTMLDivElement>(null);
  const why = whyNotRepair(notice, useMay()('repair'), t);
  const [pendingRepair, setPendingRepair] = useState<RequestedRepair | null>(null);
  const [history, setHistory] = useState<number | null>(null);
  const [picked, setPicked] = useState<Picked>(nothingPicked);
  const [filter, setFilter] = useState<InForceFilter>({});
  const rows = useRows(root, { why, picked, onPicked: setPicked, onAsk: setPendingRepair, onHistory: setHistory });
  return (
    <div className="split review print-flow">
      <div className="read print-whole" tabIndex={0} role="region" aria-label={t('enforcement:label')} ref={root}>
        <Which notice={notice} progress={progress} onSubmission={onSubmission} />
        <HowFar notice={notice} progress={progress} streams={streams} />
        <Waiting notice={notice} />
        <Drift notice={notice} />
        <ManualActions notice={notice} />
        <Troubles notice={notice} why={why} {...rows} onAsk={setPendingRepair} />
        <NoticeInForce
          notice={notice}
          filter={filter}
          onFilter={(next) => {
            setFilter(next);
            setPicked(nothingPicked);
          }}
          picked={picked}
          onPicked={setPicked}
          {...rows}
        />
        {ENFORCEMENT_SECTIONS.map((Section) => (
          <Section key={Section.name} notice={notice} />
        ))}
      </div>
      <aside className="verdict" aria-label={t('enforcement:acts')}>
        <div className="scrolls print-whole" tabIndex={0} role="region" aria-label={t('enforcement:acts')}>
          <PauseSection notice={notice} progress={progress} />
          <RestorePanel notice={notice} picked={picked} onPicked={setPicked} filter={filter} />
        </div>
      </aside>
      {pendingRepair === null ? null : (
        <RepairDialog notice={notice.id} repair={pendingRepair} onClose={() => setPendingRepair(null)} />
      )}
      <History notice={notice.id} no={history} onClose={() => setHistory(null)} />
    </div>
  );
}

interface RowKeys {
  why: string | null;
  picked: Picked;
  onPicked: (picked: Picked) => void;
  onAsk: (repair: RequestedRepair) => void;
  onHistory: (no: number) => void;
}

function useRows(root: RefObject<HTMLDivElement | null>, { why, picked, onPicked, onAsk, onHistory }: RowKeys) {
  const t = useWords();
  const moves = { next: t('notice:cmd.next'), previous: t('notice:cmd.previous') };
  const { at: cursor, setAt: onCursor } = useCursor(root, { ...moves, onHistory });
  const isTrouble = cursor !== null && !cursor.row.startsWith('in-force');
  useShortcuts([
    {
      id: 'retry',
      label: t('enforcement:repair.retry'),
      keys: 't',
      why: why ?? (isTrouble ? null : t('enforcement:repair.noRow')),
      run: () => (cursor === null ? undefined : onAsk({ action: 'retry', no: cursor.no, count: 1 })),
    },
    {
      id: 'select',
      label: t('enforcement:cmd.select'),
      keys: 'x',
      hidden: true,
      run: () => (cursor === null || isTrouble ? undefined : onPicked(togglePicked(picked, cursor.no))),
    },
  ]);
  return { cursor, onCursor };
}

function HowFar({ notice, progress, streams }: Pick<InsideProps, 'notice' | 'progress' | 'streams'>) {
  const t = useWords();
  if (progress.total === 0)
    return (
      <section>
        <p className="muted">{t('enforcement:nothingToDo')}</p>
      </section>
    );
  return (
    <>
      <EnforcementProgressBar progress={progress} streams={streams} />
      <EnforcementCurve
        notice={notice.id}
        submission={progress.submission}
        isRunning={computePhase(progress) === 'running'}
      />
      {computePhase(progress) === 'waiting' ? null : <Proof proof={progress.proof} />}
    </>
  );
}

const REPAIR_STAGES: readonly Notice['stage'][] = ['review', 'reporting', 'in_force'];

function whyNotRepair({ stage }: Notice, isAllowed: boolean, t: Words): string | null {
  if (!isAllowed) return t('enforcement:repair.role');
  return REPAIR_STAGES.includes(stage) ? null : t('enforcement:repair.stage', { stage: t(`words:stage.${stage}`) });
}

function Which({ notice, progress, onSubmission }: Pick<InsideProps, 'notice' | 'progress' | 'onSubmission'>) {
  const t = useWords();
  const items = useQuery(submissionsQuery(notice.id)).data?.items ?? [];
  const enforced = items.filter(({ number, state }) => state === 'approved' || number === progress.submission);
  const formatName = (number: number) => {
    const purpose = items.find((one) => one.number === number)?.purpose ?? 'decision';
    return t(`enforcement:which.${purpose}`, { number });
  };
  return (
    <div className="read-head">
      <div className="chips">
        {enforced.length > 1 ? (
          <Menu
            label={t('enforcement:submission')}
            bare
            value={String(progress.submission)}
            options={enforced.map(({ number }) => ({ value: String(number), label: formatName(number) }))}
            onChange={(value) => onSubmission(Number(value))}
          />
        ) : (
          <span className="medium">{formatName(progress.submission)}</span>
        )}
        <span className="muted fine">{t(`enforcement:phase.${computePhase(progress)}`)}</span>
      </div>
    </div>
  );
}

function NothingYet({ notice }: { notice: Notice }) {
  const t = useWords();
  return (
    <Empty>
      <h2>{t('enforcement:none.title')}</h2>
      <p>{t('enforcement:none.body')}</p>
      <Link className="button primary" to="/notices/$id" params={{ id: notice.id }}>
        {t('enforcement:none.go')}
      </Link>
      <ManualActions notice={notice} />
    </Empty>
  );
}

/** While targets wait: what Temporal tries, and when again. */
function Waiting({ notice: { id, stage } }: { notice: Notice }) {
  const t = useWords();
  if (stage !== 'enforcement' && stage !== 'reporting') return null;
  return (
    <section>
      <h2 className="heading">{t('steps:title')}</h2>
      <StepsTable notice={id} />
    </section>
  );
}
