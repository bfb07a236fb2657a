import { useWords } from '../../words/use-words.js';
import { useQuery } from '@tanstack/react-query';
import { read } from '../../http/call.js';
import type { Page } from '../../http/types.js';
import { Dialog } from '../../parts/Dialog.js';
import { Failure } from '../../parts/Failure.js';
import { Instant } from '../../parts/Instant.js';
import { historyText, type TargetEvent } from './history-text.js';
import { padNo } from './selection.js';

export default function HistoryDialog({ notice, no, onClose }: { notice: string; no: number; onClose: () => void }) {
  const t = useWords();
  const { data, error } = useQuery({
    queryKey: ['notice', notice, 'targets', 'history', no],
    queryFn: ({ signal }) =>
      read<Page<TargetEvent>>(`/v1/notices/${notice}/targets/${no}/history?limit=200`, { signal }),
  });
  return (
    <Dialog title={t('notice:targets.history', { locator: padNo(no) })} onClose={onClose} wide hasClose>
      <Failure title={t('notice:targets.historyFailed')} error={error} />
      <ul className="entries">
        {(data?.items ?? []).map((event, place) => {
          const [what, more] = historyText(event, t);
          return (
            // Entries have no id and never reorder, so the index is part of the key.
            <li key={`${place}${event.action}`}>
              {event.at === null ? <span /> : <Instant at={event.at} short />}
              <div>
                <b>{what}</b> {event.byName ?? ''}
                {more === '' ? null : <p className="muted fine plain">{more}</p>}
              </div>
            </li>
          );
        })}
      </ul>
    </Dialog>
  );
}
