import { Term } from '../../help/Term.js';
import type { QueuedReview } from '../../http/types.js';
import { formatValueName } from '../../records/list/find-name.js';
import type { RecordColumn } from '../../records/list/RecordRows.js';
import { RecordScreen } from '../../records/list/RecordScreen.js';
import { RecordsList, ToQueue } from '../../records/list/RecordsList.js';
import { usePages } from '../../records/list/use-pages.js';
import { useMay } from '../../http/may.js';
import { useWords, type Words } from '../../words/use-words.js';
import { ReviewPane } from './ReviewPane.js';

/** What waits for the reader's blind second review in all notices. */
export function SecondReviewsScreen() {
  const t = useWords();
  const title = t('frame:go.secondReviews');
  const list = usePages<QueuedReview>('/v1/second-reviews', {}, { isOn: useMay()('decide') });
  const { rows } = list;
  const findNext = (row: QueuedReview) => {
    const place = rows.indexOf(row);
    return rows[place + 1] ?? rows[place - 1];
  };
  return (
    <RecordScreen title={title} permission="decide">
      <RecordsList
        label={t('second-review:label')}
        list={list}
        columns={buildColumns(t)}
        keyOf={({ id }) => id}
        failed={t('second-review:queue.failed')}
        empty={t('second-review:queue.none')}
        way={<ToQueue />}
        tools={
          <>
            <Term name="secondReview">{t('second-review:queue.count', { count: list.total ?? 0 })}</Term>
            <span className="muted fine cut" title={t('second-review:queue.blind')}>
              {t('second-review:queue.blind')}
            </span>
          </>
        }
        pane={(row) => <ReviewPane row={row} next={findNext(row)?.id} />}
        paneLabel={t('second-review:panel')}
        reading
      />
    </RecordScreen>
  );
}

function buildColumns(t: Words): RecordColumn<QueuedReview>[] {
  return [
    {
      head: t('second-review:queue.target'),
      width: 'minmax(10rem, 1fr)',
      cell: ({ locator }) => (
        <b className="locator" dir="ltr" title={locator}>
          {locator}
        </b>
      ),
    },
    {
      head: t('second-review:queue.type'),
      width: '6rem',
      cell: ({ type }) => formatValueName(t, 'words:type', type),
    },
    { head: t('second-review:queue.law'), width: 'minmax(7rem, 0.6fr)', cell: ({ regime }) => regime },
  ];
}
