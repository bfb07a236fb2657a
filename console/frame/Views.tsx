import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { countQuery } from '../http/counts.js';
import { useMay } from '../http/may.js';
import { formatNumber } from '../parts/format.js';
import { Icon } from '../parts/Icon.js';
import { readSearch, toApiQuery } from '../queue/search.js';
import { isViewOf, viewsQuery } from '../queue/views.js';
import { findShortcut, useShortcutIsHere } from '../state/shortcuts.js';
import { useWords } from '../words/use-words.js';
import { usePlace } from './use-place.js';

export function Views({ onGo }: { onGo?: () => void }) {
  const t = useWords();
  const may = useMay();
  const isQueue = usePlace() === '/';
  const search = readSearch(useSearch({ strict: false }));
  const saved = useQuery({ ...viewsQuery, enabled: may('notice.read_facts') }).data?.items ?? [];
  const own = [
    { name: t('frame:view.overdue'), query: 'overdue=true', hot: true },
    { name: t('frame:view.day'), query: 'dueWithin=PT24H', hot: false },
    { name: t('frame:view.mine'), query: 'assignee=me', hot: false },
    { name: t('frame:view.unclaimed'), query: 'unassigned=true', hot: false },
    { name: t('frame:view.approval'), query: 'stage=approval', hot: false },
  ];
  return (
    <>
      <h2 className="heading">
        {t('frame:views')}
        <SaveViewButton />
      </h2>
      <div className="places">
        {[...own, ...saved.map((view) => ({ ...view, hot: false }))].map(({ name, query, hot }) => {
          const { open: _open, ...filters } = readSearch(Object.fromEntries(new URLSearchParams(query)));
          return (
            <Link
              key={`${name}?${query}`}
              to="/"
              search={filters}
              title={name}
              aria-current={isQueue && isViewOf(filters, search) ? 'page' : undefined}
              {...(onGo === undefined ? {} : { onClick: onGo })}
            >
              <span className="cut">{name}</span>
              <Count of={toApiQuery(filters).toString()} hot={hot} />
            </Link>
          );
        })}
      </div>
    </>
  );
}

/** Uses the list's own commands, so that they are also in the palette. */
function SaveViewButton() {
  const t = useWords();
  const canSave = useShortcutIsHere('save-view');
  const canRemove = useShortcutIsHere('remove-view');
  if (!canSave && !canRemove) return null;
  return (
    <button
      type="button"
      className="text-button link push"
      onClick={() => findShortcut(canSave ? 'save-view' : 'remove-view')?.run()}
    >
      {t(canSave ? 'frame:saveView' : 'queue:removeView.ask')}
    </button>
  );
}

export function Count({ of, hot }: { of: string; hot?: boolean }) {
  const count = useQuery(countQuery(of)).data;
  if (count === undefined) return null;
  return (
    <span className={hot === true && count > 0 ? 'number sign alarm danger-ink' : 'number'}>
      {hot === true && count > 0 ? <Icon name="s-overdue" /> : null}
      {formatNumber(count)}
    </span>
  );
}
