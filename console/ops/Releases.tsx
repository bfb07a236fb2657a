import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { NEEDED_QUEUES } from '../../domain/releases/served.js';
import { useMay } from '../http/may.js';
import { Button } from '../parts/Button.js';
import { formatNumber } from '../parts/format.js';
import { Table } from '../parts/Table.js';
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
      <Table
        rows={items}
        keyOf={({ build }) => build}
        columns={[
          { head: t('ops:releases.build'), cell: ({ build }) => build, className: 'plain' },
          {
            head: t('ops:releases.state'),
            cell: (release) => <ReleaseState release={release} />,
            className: (release) => (isDeserted(release) ? 'medium danger-ink' : undefined),
          },
          { head: t('ops:releases.open'), end: true, cell: ({ open }) => formatNumber(open) },
          {
            head: <span className="visually-hidden">{t('ops:releases.act')}</span>,
            end: true,
            cell: (release) =>
              release.state === 'current' ? null : (
                <ReleaseAct release={release} onPromote={() => setPromoting(release.build)} />
              ),
          },
        ]}
      />
      {data.unversioned === 0 ? null : (
        <p className="muted fine">{t('ops:releases.unversioned', { count: data.unversioned })}</p>
      )}
      {promoting === null ? null : <PromoteDialog build={promoting} onClose={() => setPromoting(null)} />}
    </section>
  );
}

type Release = ReleasesAnswer['items'][number];

const isWhole = ({ served }: Release) => served.length >= NEEDED_QUEUES.length;
const isDeserted = (release: Release) => !isWhole(release) && release.state !== 'drained';

function ReleaseAct({ release, onPromote }: { release: Release; onPromote: () => void }) {
  const t = useWords();
  const may = useMay();
  const { build, request } = release;
  if (request !== null) return <ConfirmPromotion build={build} request={request} />;
  const why = may('release.promote') ? null : t('ops:releases.promote.mayNot');
  return (
    <Button
      size="small"
      hasPopup="dialog"
      why={why ?? (isWhole(release) ? null : t('ops:releases.promote.workers'))}
      label={t('ops:releases.promote.named', { build })}
      onPress={onPromote}
    >
      {t('ops:releases.promote.go')}
    </Button>
  );
}

function ReleaseState({ release }: { release: Release }) {
  const t = useWords();
  const { state, request } = release;
  return (
    <>
      {t(`ops:releases.${state}`)}
      {isDeserted(release) ? ` · ${t('ops:releases.deserted')}` : null}
      {request === null ? null : (
        <span className="muted fine block">{t('ops:releases.promote.requested', { name: request.by.name })}</span>
      )}
    </>
  );
}
