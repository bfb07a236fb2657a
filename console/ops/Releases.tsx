import { useQuery } from '@tanstack/react-query';
import { useMay } from '../http/may.js';
import { formatNumber } from '../parts/format.js';
import { wordAt, useWords } from '../words/use-words.js';
import { releasesQuery } from './queries.js';
import type { Releases as ReleasesAnswer } from './types.js';

/** Which releases of the desk run, which is current and what is still on which, for whoever may promote one. */
export function Releases() {
  const t = useWords();
  const may = useMay()('release.promote');
  const { data } = useQuery({ ...releasesQuery, enabled: may });
  if (data === undefined || data.items.length === 0) return null;
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
            <th scope="col">{t('ops:releases.served')}</th>
          </tr>
        </thead>
        <tbody>
          {data.items.map((release) => (
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
  const isStranded = state === 'current' && served.length === 0;
  return (
    <tr>
      <td className="number">{build}</td>
      <td className={isStranded ? 'medium danger-ink' : undefined}>{t(`ops:releases.${state}`)}</td>
      <td className="align-end">{formatNumber(open)}</td>
      <td>
        {served.length === 0
          ? t('ops:health.noWorker')
          : served.map((queue) => wordAt(t, 'ops:queueName', queue, queue)).join(', ')}
      </td>
    </tr>
  );
}
