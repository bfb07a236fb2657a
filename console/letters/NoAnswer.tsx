import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ReasonDialog } from '../forms/ReasonDialog.js';
import { useNoticeForm } from '../forms/use-command-form.js';
import { useMay } from '../http/may.js';
import { clocksQuery } from '../http/queries.js';
import { Button } from '../parts/Button.js';
import { useWords } from '../words/use-words.js';

/** Marks a reply as no answer to our question, which pauses the deadline that it resumed. */
export function NoAnswer({ notice, reply }: { notice: string; reply: number }) {
  const t = useWords();
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  const clocks = useQuery(clocksQuery(notice)).data?.items ?? [];
  const resumed = clocks.find(({ state, moves }) => state === 'running' && moves.at(-1)?.cause === 'answer');
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
        <NoAnswerDialog notice={notice} clock={resumed.id} reply={reply} onClose={() => setOpen(false)} />
      ) : null}
    </>
  );
}

function NoAnswerDialog(props: { notice: string; clock: string; reply: number; onClose: () => void }) {
  const { notice, clock, reply, onClose } = props;
  const t = useWords();
  const form = useNoticeForm(notice, 'pause', {
    start: { reason: '' },
    body: ({ reason }) => ({ clock, reason: reason.trim(), reply }),
    done: t('correspondence:noAnswer.done'),
    onClose,
  });
  return (
    <ReasonDialog
      form={form}
      title={t('correspondence:noAnswer.title')}
      body={t('correspondence:noAnswer.body')}
      go={t('correspondence:noAnswer.go')}
    />
  );
}
