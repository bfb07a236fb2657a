import { useNavigate, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from 'react';
import { useComments } from '../conversations/use-comments.js';
import type { Target } from '../http/types.js';
import { useBeingAt } from '../queue/presence.js';
import { DecidePanel } from './decide/DecidePanel.js';
import { useListPlace } from './targets/list-place.js';
import { DocumentPane } from './DocumentPane.js';
import { TargetPane } from './targets/TargetPane.js';
import { useOpenNotice } from './open-notice.js';
import { isSameFilter, readTargetSearch, type TargetFilters } from './targets/target-search.js';
import { useStore } from '../state/store.js';
import { withoutFacets } from '../review/facet-filters.js';
import { reviewPane } from '../review/review-pane.js';
import { loadWords } from '../words/index.js';
import { useIsNarrow } from './document-drawer.js';

const GroupsPane = lazy(async () => {
  await loadWords('review');
  return import('../review/GroupsPane.js');
});

export function ReviewTab() {
  const notice = useOpenNotice();
  const navigate = useNavigate();
  const search = useSearch({ from: '/app/notices/$id/' });
  // The router also passes what no filter knows.
  const filters = useMemo(() => readTargetSearch(search), [search]);
  const { at, setAt, selection, setSelection, selectNext } = useListPlace(notice.id, filters);
  const [row, setRow] = useState<{ at: number; target: Target | null }>({ at, target: null });
  const setCursor = useCallback((target: Target | null) => setRow({ at, target }), [at]);
  // After a move, the row under the cursor follows a moment later: a digit pressed meanwhile is not for the old one.
  const cursor = row.at === at ? row.target : null;
  const isNarrow = useIsNarrow();
  const others = useBeingAt(notice.id, 'review', row.target?.no ?? null);
  const numbers = selection.kind === 'numbers' ? [...selection.numbers] : [];
  const about = numbers.length > 0 ? numbers : selection.kind === 'all' || cursor === null ? [] : [cursor.no];
  const { dialog } = useComments(notice, about);
  const narrow = useCallback(
    (next: TargetFilters, isTyping = false) => {
      void navigate({ to: '/notices/$id', params: { id: notice.id }, search: next, replace: isTyping });
    },
    [navigate, notice.id],
  );
  const isGrouped = useStore(reviewPane) === 'groups';
  useEffect(() => () => (isNarrow ? reviewPane.set('document') : undefined), [isNarrow]);
  const choose = (next: TargetFilters, count: number | null) => {
    if (count !== null && isSameFilter(next, filters)) return setSelection({ kind: 'all', count });
    if (count !== null) selectNext(next, count);
    narrow(next);
  };
  const isGroup = isGrouped && selection.kind === 'all';
  return (
    <div className="split work print-flow">
      {isGrouped ? (
        <Suspense fallback={<div className="pane document-pane" />}>
          <GroupsPane notice={notice} filters={filters} isSelected={selection.kind === 'all'} onChoose={choose} />
        </Suspense>
      ) : (
        <DocumentPane notice={notice} />
      )}
      <TargetPane
        notice={notice}
        filters={filters}
        onFilters={narrow}
        at={at}
        onAt={setAt}
        onCursor={setCursor}
        selection={selection}
        onSelection={setSelection}
        others={others}
      />
      <DecidePanel
        notice={notice}
        filters={filters}
        cursor={cursor}
        selection={selection}
        onFilters={narrow}
        onSelection={setSelection}
        onNext={setAt}
        onDone={isGroup ? () => narrow(withoutFacets(filters)) : undefined}
        at={at}
      />
      {dialog}
    </div>
  );
}
