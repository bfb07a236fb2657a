import { useQuery } from '@tanstack/react-query';
import { read } from '../../http/call.js';
import type { Page } from '../../http/types.js';
import { Button } from '../../parts/Button.js';
import { Dialog } from '../../parts/Dialog.js';
import { Failure } from '../../parts/Failure.js';
import { formatInstant, formatNumber } from '../../parts/format.js';
import { Skeleton } from '../../parts/Skeleton.js';
import { useWords } from '../../words/use-words.js';
import { formatValueName } from '../list/find-name.js';
import { NoticeNumberLink } from '../list/NoticeLink.js';

interface Behind {
  notice: string;
  number: string;
  receivedAt: string;
  /** Only in the transparency report. */
  targetsRestored?: number;
  outcome?: string;
  category?: string;
  /** The notice's contribution to the figure; which field is set depends on the report. */
  targets?: number;
  items?: number;
  value?: number;
}

/** The notices behind a figure of a report, as they stood at the instant of the report. */
export function BehindDialog({ path, onClose }: { path: string; onClose: () => void }) {
  const t = useWords();
  const { data, error, refetch } = useQuery({
    queryKey: ['behind', path],
    queryFn: ({ signal }) => read<Page<Behind>>(`${path}&limit=200`, { signal }),
  });
  return (
    <Dialog
      title={t('publishing:reports.behind')}
      onClose={onClose}
      wide
      footer={<Button onPress={onClose}>{t('frame:close')}</Button>}
    >
      <p>{t('publishing:reports.behindBody')}</p>
      {error === null ? null : (
        <Failure title={t('publishing:reports.failed')} error={error} onRetry={() => void refetch()} />
      )}
      {data === undefined ? error === null ? <Skeleton rows={4} /> : null : <BehindTable notices={data.items} />}
      {data?.nextCursor == null ? null : <p className="muted">{t('publishing:reports.more', { path })}</p>}
    </Dialog>
  );
}

function BehindTable({ notices }: { notices: readonly Behind[] }) {
  const t = useWords();
  // A sheet has counts only, without outcomes.
  const isWhole = notices.some(({ outcome }) => outcome !== undefined);
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{t('publishing:reports.notices')}</th>
          <th scope="col">{t('publishing:reports.receivedAt')}</th>
          <th scope="col" className="align-end">
            {t(`publishing:reports.${isWhole ? 'targets' : 'adds'}`)}
          </th>
          {isWhole ? (
            <>
              <th scope="col" className="align-end">
                {t('publishing:reports.targetsRestored')}
              </th>
              <th scope="col">{t('publishing:reports.outcome')}</th>
              <th scope="col">{t('publishing:category.label')}</th>
            </>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {notices.map((one) => (
          <tr key={one.notice}>
            <td>
              <NoticeNumberLink id={one.notice} number={one.number} />
            </td>
            <td>{formatInstant(one.receivedAt)}</td>
            <td className="align-end">{formatNumber(one.targets ?? one.items ?? one.value ?? 0)}</td>
            {isWhole ? <Whole notice={one} /> : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Whole({ notice: { targetsRestored = 0, outcome = '', category = '' } }: { notice: Behind }) {
  const t = useWords();
  return (
    <>
      <td className="align-end">{formatNumber(targetsRestored)}</td>
      <td>{formatValueName(t, 'records:outcome', outcome)}</td>
      <td>{formatValueName(t, 'publishing:category.of', category)}</td>
    </>
  );
}
