import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call, makeKey } from '../../http/call.js';
import type { Notice } from '../../http/types.js';
import { formatInstant } from '../../parts/format.js';
import { say } from '../../state/message.js';
import { useWords } from '../../words/use-words.js';
import { ActDialog, ActField } from './ActDialog.js';

type Route = 'hold' | 'lift-hold';

function useHold(notice: string, route: Route, onDone: (state: 'held' | 'lift_requested' | 'lifted') => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (reason: string) =>
      call<{ state: 'held' | 'lift_requested' | 'lifted' }>('POST', `/v1/notices/${notice}/${route}`, {
        body: { reason },
        key: makeKey(),
      }),
    onSuccess: ({ state }) => onDone(state),
    onSettled: () => queries.invalidateQueries({ queryKey: ['notice', notice] }),
  });
}

/** Sets a legal hold, requests its release, or confirms that request. */
export function HoldAct({ act, notice, onClose }: { act: Route; notice: Notice; onClose: () => void }) {
  const t = useWords();
  const [reason, setReason] = useState('');
  const hold = useHold(notice.id, act, (state) => {
    say(t(`acts:hold.${state}`));
    onClose();
  });
  const lifting = notice.hold?.lifting ?? null;
  const words = act === 'hold' ? 'set' : lifting === null ? 'ask' : 'agree';
  return (
    <ActDialog
      title={t(`acts:hold.title.${words}`)}
      body={
        lifting === null
          ? t(`acts:hold.body.${act === 'hold' ? 'set' : 'ask'}`)
          : t('acts:hold.body.agree', { name: lifting.byName, reason: lifting.reason, at: formatInstant(lifting.at) })
      }
      go={t(`acts:hold.go.${words}`)}
      why={reason.trim() === '' ? t('acts:reasonWhy') : null}
      pending={hold.isPending}
      error={hold.error}
      onGo={() => hold.mutate(reason.trim())}
      onClose={onClose}
    >
      <ActField label={t('acts:reason')} rows={2} value={reason} onChange={setReason} autoFocus />
    </ActDialog>
  );
}
