import { useQuery } from '@tanstack/react-query';
import { NEEDED_QUEUES } from '../../domain/release/served.js';
import { useMay } from '../http/may.js';
import { formatNumber } from '../parts/format.js';
import { useWords } from '../words/use-words.js';
import { releasesQuery } from './queries.js';
import type { Releases as ReleasesAnswer } from './types.js';

/** Which releases of the desk run, which is current and what is still on which, for whoever may promote one. */
export function Releases() {
  const t = useWords();
  const may = useMay()('release.promote');
  const { data } = useQuery({ ...releasesQuery, enabled: may });
  // One that is drained and runs no more is of no use to anybody.
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
          </tr>
        </thead>
        <tbody>
          {items.map((release) => (
            <ReleaseLine key={release.build} release={release} />
          ))}
        </tbody>
      </table>
      {data.unversioned === 0 ? null : (
        <p className="muted fine">{t('ops:releases.unversioned', { count: data.unversioned })}</p>
      )}
    </section>
  );
}

function ReleaseLine({ release: { build, state, open, served } }: { release: ReleasesAnswer['items'][number] }) {
  const t = useWords();
  const isDeserted = served.length < NEEDED_QUEUES.length && state !== 'drained';
  return (
    <tr>
      <td className="plain">{build}</td>
      <td className={isDeserted ? 'medium danger-ink' : undefined}>
        {t(`ops:releases.${state}`)}
        {isDeserted ? ` · ${t('ops:releases.deserted')}` : null}
      </td>
      <td className="align-end">{formatNumber(open)}</td>
    </tr>
  );
}
