import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useCommand } from '../http/commands.js';
import { useMay } from '../http/may.js';
import { clocksQuery } from '../http/queries.js';
import { ActDialog, ActField } from '../notice/acts/ActDialog.js';
import { Button } from '../parts/Button.js';
import { say } from '../state/message.js';
import { useWords } from '../words/use-words.js';

/** Marks a reply as no answer to our question, which pauses the deadline that it resumed. */
export function NoAnswer({ notice, reply }: { notice: string; reply: number }) {
  const t = useWords();
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  const [reason, setReason] = useState('');
  const clocks = useQuery(clocksQuery(notice)).data?.items ?? [];
  const resumed = clocks.find(({ state, moves }) => state === 'running' && moves.at(-1)?.cause === 'answer');
  const pause = useCommand(notice, 'pause', () => {
    say(t('correspondence:noAnswer.done'));
    setOpen(false);
  });
  if (resumed === undefined) return null;
  return (
    <>
      <Button
        size="small"
        why={may('pause') ? null : t('correspondence:mayNot')}
        onPress={() => setOpen(true)}
        hasPopup="dialog"
      >
        {t('correspondence:noAnswer.open')}
      </Button>
      {isOpen ? (
        <ActDialog
          title={t('correspondence:noAnswer.title')}
          body={t('correspondence:noAnswer.body')}
          go={t('correspondence:noAnswer.go')}
          why={reason.trim() === '' ? t('acts:reasonWhy') : null}
          pending={pause.isPending}
          error={pause.error}
          onGo={() => pause.mutate({ clock: resumed.id, reason: reason.trim(), reply })}
          onClose={() => setOpen(false)}
        >
          <ActField label={t('acts:reason')} rows={2} value={reason} onChange={setReason} autoFocus />
        </ActDialog>
      ) : null}
    </>
  );
}
