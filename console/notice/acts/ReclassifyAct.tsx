import { useWords } from '../../words/use-words.js';
import { useState } from 'react';
import { SECRECY_LEVELS, type SecrecyLevel } from '../../../domain/notices/notice.js';
import { useCommand } from '../../http/commands.js';
import type { Notice } from '../../http/types.js';
import { say } from '../../state/message.js';
import { ActDialog, ActField } from './ActDialog.js';

const toEntries = (text: string) =>
  text
    .split(/[\s,]+/)
    .map((entry) => entry.trim())
    .filter((entry) => entry !== '');

/** Changes the secrecy of a notice. The form starts with a pending request, if there is one. */
export function ReclassifyAct({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useWords();
  const request = notice.reclassification;
  const start = request?.secrecy ?? notice.secrecy;
  const [level, setLevel] = useState<SecrecyLevel>(start.level);
  const [people, setPeople] = useState(start.people.join(', '));
  const [reason, setReason] = useState('');
  const reclassify = useCommand<'reclassify', { state: 'in_effect' | 'pending' | 'dropped'; cure?: string }>(
    notice.id,
    'reclassify',
    ({ result }) => {
      // The response says what to do if no other person can confirm the change.
      if (result !== undefined)
        say(t(result.cure === undefined ? `acts:reclassify.${result.state}` : 'acts:reclassify.pendingAlone'));
      onClose();
    },
  );
  const until = start.until ?? null;
  const secrecy = { level, people: toEntries(people), ...(until === null || level === 'open' ? {} : { until }) };
  return (
    <ActDialog
      title={t('acts:reclassify.title')}
      body={
        request === null
          ? t('acts:reclassify.body')
          : t('acts:reclassify.waits', { name: request.byName, reason: request.reason })
      }
      go={t('acts:reclassify.go')}
      why={reason.trim() === '' ? t('acts:reasonWhy') : null}
      pending={reclassify.isPending}
      error={reclassify.error}
      onGo={() => reclassify.mutate({ secrecy, reason: reason.trim() })}
      onClose={onClose}
    >
      <span className="segments" role="group" aria-label={t('intake:secrecy.label')}>
        {SECRECY_LEVELS.map((one) => (
          <button key={one} type="button" aria-pressed={one === level} onClick={() => setLevel(one)}>
            {t(`words:secrecy.${one}`)}
          </button>
        ))}
      </span>
      <ActField label={t('acts:reclassify.people')} rows={2} value={people} onChange={setPeople} />
      <ActField label={t('acts:reason')} rows={2} value={reason} onChange={setReason} autoFocus />
    </ActDialog>
  );
}
