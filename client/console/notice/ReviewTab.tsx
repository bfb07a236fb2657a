import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { noticeQuery } from '../http/queries.js';
import type { Notice } from '../http/types.js';
import { useBeingAt } from '../queue/presence.js';
import { DecidePanel } from './DecidePanel.js';
import { PaperPane } from './PaperPane.js';
import { emptySelection, type Selection } from './selection.js';
import { TargetPane } from './TargetPane.js';
import type { TargetFilters } from './target-pages.js';

/** The work screen: the paper, its targets, and the decision on those that are selected. */
export function ReviewTab() {
  const { id } = useParams({ from: '/app/notices/$id' });
  const notice = useQuery(noticeQuery(id)).data;
  return notice === undefined ? null : <Work notice={notice} key={id} />;
}

function Work({ notice }: { notice: Notice }) {
  const [filters, setFilters] = useState<TargetFilters>({});
  const [at, setAt] = useState(0);
  const [selection, setSelection] = useState<Selection>(emptySelection);
  const [cursorNo, setCursorNo] = useState<number | null>(null);
  const others = useBeingAt(notice.id, 'review', cursorNo);
  const narrow = (next: TargetFilters) => {
    setFilters(next);
    setAt(0);
    setSelection(emptySelection);
  };
  return (
    <div className="work">
      <PaperPane notice={notice} />
      <TargetPane
        notice={notice}
        filters={filters}
        onFilters={narrow}
        at={at}
        onAt={setAt}
        onCursorNo={setCursorNo}
        selection={selection}
        onSelection={setSelection}
        others={others}
      />
      <DecidePanel
        notice={notice}
        filters={filters}
        cursorNo={cursorNo}
        selection={selection}
        onFilters={narrow}
        onSelection={setSelection}
        onNext={setAt}
        at={at}
      />
    </div>
  );
}
