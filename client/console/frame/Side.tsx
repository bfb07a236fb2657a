import { useWords } from '../words/use-words.js';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { countQuery } from '../http/queries.js';
import { useMay } from '../http/may.js';
import { sessionStore } from '../http/session.js';
import { formatNumber } from '../parts/format.js';
import { Icon } from '../parts/Icon.js';
import { Keys } from '../parts/Keys.js';
import { viewsQuery } from '../queue/views.js';
import { useStore } from '../state/store.js';
import { PLACES } from './places.js';
import { SettingsFoot } from './SettingsFoot.js';
import { attentionCountQuery } from './attention-count.js';

/** Where to go: screens with what waits there, views of the queue, records. */
export function Side({ onKeys }: { onKeys: () => void }) {
  const t = useWords();
  const may = useMay();
  const { session } = useStore(sessionStore);
  const roles = session?.roles ?? [];
  const shown = (group: 'work' | 'records') =>
    PLACES.filter((place) => place.group === group && (place.needs === undefined || place.needs.some(may)));
  return (
    <nav className="side" aria-label={t('frame:main')}>
      <Link className="brand" to="/">
        {t('frame:name')}
      </Link>
      <div className="scroll">
        <div className="nav">
          {shown('work').map(({ to, name, keys }) => (
            <Place key={to} to={to} keys={keys} label={t(`frame:go.${name}`)} count={WAITING[name]} />
          ))}
        </div>
        <div className="views">
          <h2>{t('frame:views')}</h2>
          <Views />
          <h2>{t('frame:records')}</h2>
          <div className="nav">
            {shown('records').map(({ to, name }) => (
              <Place key={to} to={to} label={t(`frame:go.${name}`)} />
            ))}
          </div>
        </div>
      </div>
      <SettingsFoot name={session?.person.name ?? ''} roles={roles} onKeys={onKeys} />
    </nav>
  );
}

function Place({
  to,
  label,
  keys,
  count,
}: {
  to: (typeof PLACES)[number]['to'];
  label: string;
  keys?: string;
  count?: React.ReactNode;
}) {
  return (
    <Link to={to} activeOptions={{ exact: to === '/', includeSearch: false }} activeProps={{ 'aria-current': 'page' }}>
      {label}
      {keys === undefined ? null : <Keys of={keys} />}
      {count}
    </Link>
  );
}

/** What waits at a place. */
const WAITING: Partial<Record<string, React.ReactNode>> = {
  queue: <Count of="open=true" />,
  approvals: <Count of="stage=approval" />,
  enforcement: <Count of="stage=enforcement" />,
  ops: <AttentionCount />,
};

function Count({ of, hot }: { of: string; hot?: boolean }) {
  const count = useQuery(countQuery(of)).data;
  if (count === undefined) return null;
  return (
    <span className={hot === true && count > 0 ? 'n hot' : 'n'}>
      {hot === true && count > 0 ? <Icon name="s-overdue" /> : null}
      {formatNumber(count)}
    </span>
  );
}

function AttentionCount() {
  const count = useQuery(attentionCountQuery).data;
  return count === undefined ? null : <span className="n">{formatNumber(count)}</span>;
}

/** Views that come with the console, then those people have saved. */
function Views() {
  const t = useWords();
  const may = useMay();
  const saved = useQuery({ ...viewsQuery, enabled: may('notice.read_facts') }).data?.items ?? [];
  const own = [
    { name: t('frame:view.overdue'), query: 'overdue=true', hot: true },
    { name: t('frame:view.day'), query: 'dueWithin=PT24H', hot: false },
    { name: t('frame:view.mine'), query: 'assignee=me', hot: false },
    { name: t('frame:view.unclaimed'), query: 'unassigned=true', hot: false },
    { name: t('frame:view.approval'), query: 'stage=approval', hot: false },
  ];
  return (
    <div className="nav">
      {[...own, ...saved.map((view) => ({ ...view, hot: false }))].map(({ name, query, hot }) => (
        <Link
          key={`${name}?${query}`}
          to="/"
          search={Object.fromEntries(new URLSearchParams(query))}
          activeOptions={{ exact: true, includeSearch: true }}
          activeProps={{ 'aria-current': 'page' }}
        >
          {name}
          <Count of={query.startsWith('stage=') ? query : `open=true&${query}`} hot={hot} />
        </Link>
      ))}
    </div>
  );
}
