import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FormField } from '../../intake/Field.js';
import { call } from '../../http/call.js';
import { formatInstant } from '../../parts/format.js';
import { say } from '../../state/message.js';
import { useWords } from '../../words/use-words.js';
import { ActDialog, ActField } from './ActDialog.js';

/** Maximum and default length of one access, in hours (docs/working/counsel.md). */
const MAX_HOURS = 24;
const HOURS = 4;

/** Takes break-glass access for some hours and states beforehand who is notified. */
export function BreakGlassAct({ id, onClose }: { id: string; onClose: () => void }) {
  const t = useWords();
  const queries = useQueryClient();
  const [reason, setReason] = useState('');
  const [hours, setHours] = useState(String(HOURS));
  const length = Number(hours);
  const isLength = Number.isInteger(length) && length >= 1 && length <= MAX_HOURS;
  const broken = useMutation({
    mutationFn: () =>
      call<{ until: string }>('POST', `/v1/notices/${id}/break-glass`, {
        body: { reason: reason.trim(), hours: length },
      }),
    onSuccess: ({ until }) => {
      say(t('acts:breakGlass.done', { until: formatInstant(until) }));
      onClose();
      return queries.invalidateQueries({ queryKey: ['notice', id] });
    },
  });
  return (
    <ActDialog
      title={t('acts:breakGlass.title')}
      body={t('acts:breakGlass.body')}
      go={t('acts:breakGlass.go')}
      why={reason.trim() === '' ? t('acts:reasonWhy') : isLength ? null : t('acts:breakGlass.hoursWhy')}
      pending={broken.isPending}
      error={broken.error}
      danger
      onGo={() => broken.mutate()}
      onClose={onClose}
    >
      <ActField label={t('acts:reason')} rows={2} value={reason} onChange={setReason} autoFocus />
      <FormField label={t('acts:breakGlass.hours')}>
        {(parts) => (
          <input
            {...parts}
            type="number"
            min={1}
            max={MAX_HOURS}
            value={hours}
            onChange={(event) => setHours(event.target.value)}
          />
        )}
      </FormField>
    </ActDialog>
  );
}
