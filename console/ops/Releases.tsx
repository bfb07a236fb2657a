import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { NEEDED_QUEUES } from '../../domain/releases/served.js';
import { useMay } from '../http/may.js';
import { Button } from '../parts/Button.js';
import { formatNumber } from '../parts/format.js';
import { useWords } from '../words/use-words.js';
import { releasesQuery } from './queries.js';
import { ConfirmPromotion } from './ConfirmPromotion.js';
import { PromoteDialog } from './PromoteDialog.js';
import type { ReleasesView as ReleasesAnswer } from './types.js';

export function Releases() {
  const t = useWords();
  const may = useMay()('release.confirm');
  const { data } = useQuery({ ...releasesQuery, enabled: may });
  const [promoting, setPromoting] = useState<string | null>(null);
  // A drained release that no worker serves is not worth showing.
  const items = data?.items.filter(({ state, served }) => state !== 'drained' || served.length > 0) ?? [];
  if (data === undefined || items.length === 0) return null;
  return (
    <section>
      <h2 className="heading">{t('ops:releases.title')}</h2>
      <table className="table">
        <thead>
          <tr>
            <th scope="col">{t('ops:releases.build')}</th>
            <th scope="col">{t('ops:releases.state')}</th>
            <th scope="col" className="align-end">
              {t('ops:releases.open')}
            </th>
            <th scope="col">
              <span className="visually-hidden">{t('ops:releases.act')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {items.map((release) => (
            <ReleaseLine key={release.build} release={release} onPromote={() => setPromoting(release.build)} />
          ))}
        </tbody>
      </table>
      {data.unversioned === 0 ? null : (
        <p className="muted fine">{t('ops:releases.unversioned', { count: data.unversioned })}</p>
      )}
      {promoting === null ? null : <PromoteDialog build={promoting} onClose={() => setPromoting(null)} />}
    </section>
  );
}

function ReleaseAct({ release: { build, served, request }, onPromote }: ReleaseLineProps) {
  const t = useWords();
  const may = useMay();
  const isWhole = served.length >= NEEDED_QUEUES.length;
  if (request !== null) return <ConfirmPromotion build={build} request={request} />;
  const why = may('release.promote') ? null : t('ops:releases.promote.mayNot');
  return (
    <Button
      size="small"
      hasPopup="dialog"
      why={why ?? (isWhole ? null : t('ops:releases.promote.workers'))}
      label={t('ops:releases.promote.named', { build })}
      onPress={onPromote}
    >
      {t('ops:releases.promote.go')}
    </Button>
  );
}

interface ReleaseLineProps {
  release: ReleasesAnswer['items'][number];
  onPromote: () => void;
}

function ReleaseLine({ release, onPromote }: ReleaseLineProps) {
  const t = useWords();
  const { build, state, open, served, request } = release;
  const isWhole = served.length >= NEEDED_QUEUES.length;
  const isDeserted = !isWhole && state !== 'drained';
  return (
    <tr>
      <td className="plain">{build}</td>
      <td className={isDeserted ? 'medium danger-ink' : undefined}>
        {t(`ops:releases.${state}`)}
        {isDeserted ? ` · ${t('ops:releases.deserted')}` : null}
        {request === null ? null : (
          <span className="muted fine block">{t('ops:releases.promote.requested', { name: request.by.name })}</span>
        )}
      </td>
      <td className="align-end">{formatNumber(open)}</td>
      <td className="align-end">
        {state === 'current' ? null : <ReleaseAct release={release} onPromote={onPromote} />}
      </td>
    </tr>
  );
}
