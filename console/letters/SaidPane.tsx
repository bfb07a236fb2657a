import type { Correspondence } from '../http/types.js';
import { noticeKeys, useWrite } from '../http/use-write.js';
import { Failure } from '../parts/Failure.js';
import { Fact } from '../parts/Fact.js';
import { formatInstant } from '../parts/format.js';
import { describeCorrespondence } from './CorrespondenceList.js';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ReasonDialog } from '../forms/ReasonDialog.js';
import { useNoticeForm } from '../forms/use-command-form.js';
import { useMay } from '../http/may.js';
import { clocksQuery } from '../http/queries.js';
import { Button } from '../parts/Button.js';
import { useWords } from '../words/use-words.js';
import { LetterText } from './LetterPane.js';

/** An authority's reply or a meeting's outcome; always rendered as plain text. */
export function SaidPane({ notice, item }: { notice: string; item: Correspondence }) {
  const t = useWords();
  const { kind, n, at, subject, text, isRead } = item;
  return (
    <section className="read spaced print-whole" aria-label={describeCorrespondence(item, t)} key={item.id}>
      <section>
        <div className="section-head">
          <h2>{describeCorrespondence(item, t)}</h2>
          {isRead === false && n !== null ? <MarkRead notice={notice} n={n} /> : null}
          {kind === 'reply' && n !== null ? <NoAnswer notice={notice} reply={n} /> : null}
        </div>
        <dl className="key-values">
          <Fact name={t('correspondence:from')} className="monospace">
            {item.with}
          </Fact>
        </dl>
        <p className="muted">
          {formatInstant(at)}. {item.isProven === false ? t('correspondence:unproven') : null}{' '}
          {kind === 'dialogue' ? null : t('correspondence:documents')}
        </p>
      </section>
      <LetterText subject={subject} text={text} />
    </section>
  );
}

function MarkRead({ notice, n }: { notice: string; n: number }) {
  const t = useWords();
  const may = useMay();
  const mark = useWrite({
    to: `/v1/notices/${notice}/replies/${n}/read`,
    refresh: noticeKeys(notice),
    done: t('correspondence:marked'),
  });
  return (
    <>
      <Button
        size="small"
        why={may('read_reply') ? null : t('correspondence:mayNot')}
        busy={mark.isPending ? t('correspondence:marking') : null}
        onPress={() => mark.mutate({})}
      >
        {t('correspondence:markRead')}
      </Button>
      <Failure title={t('correspondence:notDone')} error={mark.error} />
    </>
  );
}

/** Marks a reply as no answer to our question, which pauses the deadline that it resumed. */
function NoAnswer({ notice, reply }: { notice: string; reply: number }) {
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
