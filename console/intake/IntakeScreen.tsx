import { useState } from 'react';
import { Bar } from '../frame/Bar.js';
import { sessionStore } from '../http/session.js';
import { formatList } from '../parts/format.js';
import { useScreenTitle } from '../state/title.js';
import { IntakeForm } from './IntakeForm.js';
import { useDraft } from './use-draft.js';
import { Empty } from '../parts/Loading.js';
import { useWords } from '../words/use-words.js';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMay } from '../http/may.js';
import { clocksQuery } from '../http/queries.js';
import { toShown } from '../parts/clock-tone.js';
import { Button } from '../parts/Button.js';
import { ClockBadge } from '../parts/Clock.js';
import { Instant } from '../parts/Instant.js';
import type { FilingResult } from './use-filing.js';

export function IntakeScreen() {
  const t = useWords();
  const may = useMay();
  useScreenTitle(t('intake:title'));
  return (
    <>
      <Bar>
        <h1 className="where">{t('intake:title')}</h1>
      </Bar>
      {may('notice.create') ? <Filled /> : <NotYours />}
    </>
  );
}

function Filled() {
  const state = useDraft();
  const [filing, setFiling] = useState<FilingResult | null>(null);
  if (filing !== null) return <FiledPanel filing={filing} onAnother={() => setFiling(null)} />;
  if (state === null) return null;
  return (
    <IntakeForm
      key={state.draft.id}
      state={state}
      onFiled={(done) => {
        setFiling(done);
        state.remove(state.draft.id);
      }}
    />
  );
}

function NotYours() {
  const t = useWords();
  const roles = sessionStore.get().session?.roles ?? [];
  return (
    <Empty>
      <h2>{t('intake:may.title')}</h2>
      <p>{t('intake:may.body', { roles: formatList(roles.map((role) => t(`frame:role.${role}`))) })}</p>
      <Link className="button" to="/" search={{}}>
        {t('intake:may.queue')}
      </Link>
    </Empty>
  );
}

interface FiledPanelProps {
  filing: FilingResult;
  onAnother: () => void;
}

function FiledPanel({ filing: { notice, rejected }, onAnother }: FiledPanelProps) {
  const t = useWords();
  const may = useMay();
  const counts = [
    t('intake:filed.accepted', { count: notice.targetsAccepted }),
    ...(notice.targetsMerged > 0 ? [t('intake:filed.merged', { count: notice.targetsMerged })] : []),
    ...(notice.targetsFlagged > 0 ? [t('intake:filed.flagged', { count: notice.targetsFlagged })] : []),
    ...(rejected > 0 ? [t('intake:filed.rejected', { count: rejected })] : []),
  ];
  const reads = may('notice.read_facts');
  return (
    <div className="read spaced print-whole">
      <section className="filed">
        <h2 className="title number" tabIndex={-1} ref={(heading) => heading?.focus()}>
          {t('intake:filed.title', { number: notice.number })}
        </h2>
        <p>{counts.join(', ')}.</p>
        <p className="muted">{t('intake:filed.regime', { id: notice.regime.id, version: notice.regime.version })}</p>
        <h3>{t('intake:filed.clocks')}</h3>
        {reads ? (
          <Clocks id={notice.id} />
        ) : notice.nextDue === null ? (
          <p className="muted">{t('intake:filed.noClocks')}</p>
        ) : (
          <p>
            {notice.nextDue.kind === null ? '' : `${t(`words:clock.${notice.nextDue.kind}`)}: `}
            <Instant at={notice.nextDue.dueAt} />
          </p>
        )}
        <div className="acts">
          {reads ? (
            <Link className="button primary" to="/notices/$id" params={{ id: notice.id }}>
              {t('intake:filed.open')}
            </Link>
          ) : null}
          <Button onPress={onAnother}>{t('intake:filed.another')}</Button>
        </div>
      </section>
    </div>
  );
}

function Clocks({ id }: { id: string }) {
  const t = useWords();
  const clocks = useQuery(clocksQuery(id)).data?.items;
  if (clocks?.length === 0) return <p className="muted">{t('intake:filed.noClocks')}</p>;
  return (
    <ul className="clocks">
      {(clocks ?? []).map((clock) => (
        <li key={clock.id}>
          <span>
            {t(`words:clock.${clock.kind}`)} <span className="faint">{t(`words:owner.${clock.owner}`)}</span>
          </span>
          <ClockBadge clock={toShown(clock)} kind={t(`words:clock.${clock.kind}`)} />
        </li>
      ))}
    </ul>
  );
}
