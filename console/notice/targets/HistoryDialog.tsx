import { useWords, type Words } from '../../words/use-words.js';
import { useQuery } from '@tanstack/react-query';
import { read } from '../../http/call.js';
import type { Page } from '../../http/types.js';
import { Dialog } from '../../parts/Dialog.js';
import { Failure } from '../../parts/Failure.js';
import { Instant } from '../../parts/Instant.js';
import { padNo } from './selection.js';
import type { z } from 'zod';
import type { targetEvent } from '../../../contract/notice-parts.js';
import type { DecisionAction } from '../../../domain/targets/decision-action.js';
import { decisionText } from '../../approval/decision-text.js';
import { problemText } from '../../enforcement/trouble-text.js';
import { formatCountry, formatList } from '../../parts/format.js';
import type { PlatformAction, OperationStatus } from '../../../domain/targets/platform-action.js';
import type { Purpose } from '../../../domain/submissions/submission.js';
import { problemName } from '../../parts/names.js';
import type { TargetFlag } from '../../../domain/targets/target.js';
import type { GroundCode } from '../../../domain/targets/ground.js';

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

type TargetEvent = z.infer<typeof targetEvent>;

interface Draft {
  action: DecisionAction;
  grounds: GroundCode[];
  countries: string[];
  note: string;
}

interface Kept {
  problem?: string | null;
  flags?: TargetFlag[];
  before?: Draft | null;
  after?: Draft | null;
  copiedFrom?: string;
  submission?: number;
  purpose?: Purpose;
  action?: PlatformAction;
  status?: OperationStatus;
  countries?: string[];
  receipt?: string | null;
}

function historyText({ action, detail }: Pick<TargetEvent, 'action' | 'detail'>, t: Words): [string, string] {
  const kept = detail as Kept;
  switch (action) {
    case 'received':
      return [
        t('notice:history.received'),
        attached([
          kept.problem == null ? '' : problemName(kept.problem, t),
          ...(kept.flags ?? []).map((flag) => t(`words:flag.${flag}`)),
        ]),
      ];
    case 'decide':
    case 'copy':
    case 'undo':
      return draftText(action, kept, t);
    case 'submitted': {
      const values = { number: kept.submission ?? 0 };
      return [t(`notice:history.${kept.purpose === 'restoration' ? 'toRestore' : 'submitted'}`, values), ''];
    }
    case 'approved':
      return [t('notice:history.approved', { number: kept.submission ?? 0 }), ''];
    case 'operation':
      return operationText(kept, t);
  }
}

function draftText(step: 'decide' | 'copy' | 'undo', { before, after, copiedFrom }: Kept, t: Words): [string, string] {
  if (after === undefined) return [t('notice:history.unseen'), ''];
  const was = before == null ? '' : t('notice:history.before', { action: t(`words:action.${before.action}`) });
  if (after === null) return [t('notice:history.takenBack'), was];
  const action = t(`words:action.${after.action}`);
  const what =
    step === 'decide'
      ? t('notice:history.drafted', { action })
      : step === 'undo'
        ? t('notice:history.backTo', { action })
        : t('notice:history.copied', { action, number: copiedFrom ?? t('notice:history.another') });
  return [what, attached([decisionText(after, t), was])];
}

function operationText({ action = 'withhold', status = 'pending', ...kept }: Kept, t: Words): [string, string] {
  const state = status === 'released' ? t('notice:history.released') : t(`enforcement:part.${status}`);
  return [
    t('notice:history.operation', { act: t(`notice:history.act.${action}`), state }),
    attached([
      formatList((kept.countries ?? []).map(formatCountry)),
      kept.problem == null ? '' : problemText(kept.problem, t),
      kept.receipt == null ? '' : t('notice:history.receipt', { receipt: kept.receipt }),
    ]),
  ];
}

const attached = (parts: readonly string[]) => parts.filter((part) => part !== '').join('; ');
