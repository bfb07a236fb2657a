import { useWords } from '../../words/use-words.js';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCommand } from '../../http/commands.js';
import { useMay } from '../../http/may.js';
import { clocksQuery } from '../../http/queries.js';
import type { Clock, Notice } from '../../http/types.js';
import { formatInstant } from '../../parts/format.js';
import { say } from '../../state/message.js';
import { ActDialog, ActField } from './ActDialog.js';
import { unmetOwn } from './clocks-for.js';

/** Closes the notice, after listing the deadlines that would end unmet. */
export function CloseAct({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useWords();
  const may = useMay();
  const unmet = unmetOwn(useQuery(clocksQuery(notice.id)).data?.items ?? []);
  const [reason, setReason] = useState('');
  const [override, setOverride] = useState(false);
  const close = useCommand(notice.id, 'close', () => {
    say(t('acts:close.done'));
    onClose();
  });
  const why =
    unmet.length > 0 && !may('override')
      ? t('acts:close.overrideWhy')
      : unmet.length > 0 && !override
        ? t('acts:close.overrideTick')
        : reason.trim() === ''
          ? t('acts:reasonWhy')
          : null;
  return (
    <ActDialog
      title={t('acts:close.title')}
      body={t('acts:close.body')}
      go={t('acts:close.go')}
      why={why}
      danger
      pending={close.isPending}
      error={close.error}
      onGo={() => close.mutate({ reason: reason.trim(), override })}
      onClose={onClose}
    >
      <Unmet clocks={unmet} />
      {unmet.length > 0 && !may('override') ? <p className="unsure">{t('acts:close.overrideWhy')}</p> : null}
      {may('override') ? (
        <label className="tick">
          <input type="checkbox" checked={override} onChange={(event) => setOverride(event.target.checked)} />
          {t('acts:close.override')}
        </label>
      ) : null}
      <ActField label={t('acts:reason')} rows={2} value={reason} onChange={setReason} autoFocus />
    </ActDialog>
  );
}

function Unmet({ clocks }: { clocks: readonly Clock[] }) {
  const t = useWords();
  if (clocks.length === 0) return null;
  return (
    <div>
      <b>{t('acts:close.unmet', { count: clocks.length })}</b>
      <ul className="lines">
        {clocks.map(({ id, kind, dueAt }) => (
          <li key={id}>
            {dueAt === null
              ? t('acts:close.unmetPaused', { kind: t(`words:clock.${kind}`) })
              : t('acts:close.unmetLine', { kind: t(`words:clock.${kind}`), due: formatInstant(dueAt) })}
          </li>
        ))}
      </ul>
    </div>
  );
}

export function ReopenAct({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useWords();
  const [reason, setReason] = useState('');
  const reopen = useCommand(notice.id, 'reopen', () => {
    say(t('acts:reopen.done'));
    onClose();
  });
  return (
    <ActDialog
      title={t('acts:reopen.title')}
      body={t('acts:reopen.body')}
      go={t('acts:reopen.go')}
      why={reason.trim() === '' ? t('acts:reasonWhy') : null}
      pending={reopen.isPending}
      error={reopen.error}
      onGo={() => reopen.mutate({ reason: reason.trim() })}
      onClose={onClose}
    >
      <ActField label={t('acts:reason')} rows={2} value={reason} onChange={setReason} autoFocus />
    </ActDialog>
  );
}
