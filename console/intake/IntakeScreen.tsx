import { useWords } from '../words/use-words.js';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { Bar } from '../frame/Bar.js';
import { useMay } from '../http/may.js';
import { sessionStore } from '../http/session.js';
import { formatList } from '../parts/format.js';
import { useScreenTitle } from '../state/title.js';
import { FiledPanel } from './FiledPanel.js';
import { IntakeForm } from './IntakeForm.js';
import { useDraft } from './use-draft.js';
import type { FilingResult } from './use-filing.js';
import { Empty } from '../parts/Loading.js';

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
