import { useMay } from '../http/may.js';
import type { Correspondence } from '../http/types.js';
import { noticeKeys, useWrite } from '../http/use-write.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { Fact } from '../parts/Fact.js';
import { formatInstant } from '../parts/format.js';
import { useWords } from '../words/use-words.js';
import { NoAnswer } from './NoAnswer.js';
import { describeCorrespondence } from './CorrespondenceList.js';

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
      <article className="letter letter-sheet" dir="auto">
        <h3>{subject}</h3>
        <div className="plain">{text}</div>
      </article>
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
