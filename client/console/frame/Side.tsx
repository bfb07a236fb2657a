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
import { SettingsFoot } from './SettingsFoot.js';
import { attentionCountQuery } from './attention-count.js';

/** Where to go: screens with what waits there, views of the queue, records. */
export function Side({ onKeys }: { onKeys: () => void }) {
  const t = useWords();
  const may = useMay();
  const { session } = useStore(sessionStore);
  const roles = session?.roles ?? [];
  return (
    <nav className="side" aria-label={t('frame:main')}>
      <Link className="brand" to="/">
        {t('frame:name')}
      </Link>
      <div className="scroll">
        <div className="nav">
          <Place to="/" keys="g q" label={t('frame:go.queue')} count={<Count of="open=true" />} exact />
          <Place to="/approvals" keys="g a" label={t('frame:go.approvals')} count={<Count of="stage=approval" />} />
          <Place
            to="/enforcement"
            keys="g e"
            label={t('frame:go.enforcement')}
            count={<Count of="stage=enforcement" />}
          />
          {may('attention.read') ? (
            <Place to="/ops" keys="g o" label={t('frame:go.ops')} count={<AttentionCount />} />
          ) : null}
          {may('notice.create') || may('targets.add') ? (
            <Place to="/intake" keys="g n" label={t('frame:go.intake')} />
          ) : null}
        </div>
        <div className="views">
          <h2>{t('frame:views')}</h2>
          <Views />
          <h2>{t('frame:records')}</h2>
          <div className="nav">
            <Place to="/restrictions" label={t('frame:go.restrictions')} />
            {may('authorities.read') ? <Place to="/authorities" label={t('frame:go.authorities')} /> : null}
            {may('people.manage') ? <Place to="/people" label={t('frame:go.people')} /> : null}
            <Place to="/rulebook" label={t('frame:go.rulebook')} />
            <Place to="/reports" label={t('frame:go.reports')} />
            {may('audit.read') ? <Place to="/audit" label={t('frame:go.audit')} /> : null}
            {may('outbox.read') ? <Place to="/outbox" label={t('frame:go.outbox')} /> : null}
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
  exact,
}: {
  to: string;
  label: string;
  keys?: string;
  count?: React.ReactNode;
  exact?: boolean;
}) {
  return (
    <Link
      to={to}
      activeOptions={{ exact: exact === true, includeSearch: false }}
      activeProps={{ 'aria-current': 'page' }}
    >
      {label}
      {keys === undefined ? null : <Keys of={keys} />}
      {count}
    </Link>
  );
}

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
  const saved = useQuery(viewsQuery).data?.items ?? [];
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
