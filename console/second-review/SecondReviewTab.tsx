import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useMay } from '../http/may.js';
import type { Notice, UnreadTarget } from '../http/types.js';
import { DocumentPane } from '../notice/DocumentPane.js';
import { emptySelection, type Selection } from '../notice/targets/selection.js';
import { Empty, Loading } from '../parts/Loading.js';
import { useWords } from '../words/use-words.js';
import { SecondReviewPanel } from './SecondReviewPanel.js';
import { secondReviewsQuery } from './second-reviews.js';
import { UnreadPane } from './UnreadPane.js';
import { useOpenNotice } from '../notice/open-notice.js';

export function SecondReviewTab() {
  const t = useWords();
  const mayRead = useMay()('decide');
  const notice = useOpenNotice();
  const query = useQuery({ ...secondReviewsQuery(notice.id), enabled: mayRead });
  const { data } = query;
  if (!mayRead) return <Nothing text={t('second-review:role')} notice={notice} />;
  if (data === undefined || query.error !== null)
    return <Loading query={query} failed={t('notice:targets.failed')} rows={12} />;
  if (data.items.length === 0) return <Nothing text={t('second-review:none')} notice={notice} />;
  return <Reading notice={notice} targets={data.items} total={data.total ?? data.items.length} />;
}

function Nothing({ text, notice }: { text: string; notice: Notice }) {
  const t = useWords();
  return (
    <Empty>
      <p>{text}</p>
      <Link className="button" to="/notices/$id" params={{ id: notice.id }}>
        {t('second-review:toReview')}
      </Link>
    </Empty>
  );
}

function Reading({ notice, targets, total }: { notice: Notice; targets: readonly UnreadTarget[]; total: number }) {
  const [no, setNo] = useState<number | null>(null);
  const [selection, setSelection] = useState<Selection>(emptySelection);
  // A reviewed target leaves the list; the cursor then moves to the next one.
  const next = targets.findIndex((target) => target.no >= (no ?? 0));
  const at = next === -1 ? targets.length - 1 : next;
  const cursorNo = targets[at]?.no ?? null;
  return (
    <div className="split work print-flow">
      <DocumentPane notice={notice} />
      <UnreadPane
        targets={targets}
        total={total}
        at={at}
        onAt={(place) => setNo(targets[place]?.no ?? null)}
        selection={selection}
        onSelection={setSelection}
      />
      <SecondReviewPanel
        notice={notice}
        targets={targets}
        cursorNo={cursorNo}
        selection={selection}
        onRead={() => setSelection(emptySelection)}
      />
    </div>
  );
}
