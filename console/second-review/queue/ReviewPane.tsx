import { useQuery } from '@tanstack/react-query';
import { useCommandForm } from '../../forms/use-command-form.js';
import { read } from '../../http/call.js';
import type { OpenedReview, QueuedReview } from '../../http/types.js';
import { RECORD_KEYS } from '../../http/use-write.js';
import { ChoiceFields, useChoice, whyIncomplete } from '../../notice/decide/choice.js';
import { Fact } from '../../parts/Fact.js';
import { Loading } from '../../parts/Loading.js';
import { useAddress } from '../../records/list/use-address.js';
import { useShortcuts } from '../../state/shortcuts.js';
import { RecordDecision } from '../RecordDecision.js';
import { useWords } from '../../words/use-words.js';

interface ReviewPaneProps {
  row: QueuedReview;
  /** The id of the target to show afterwards. */
  next: string | undefined;
}

/** One target of the queue: the order behind it, and the reader's own decision. */
export function ReviewPane({ row, next }: ReviewPaneProps) {
  const t = useWords();
  return (
    <>
      <section>
        <h2 className="title locator" dir="ltr">
          {row.locator}
        </h2>
        <dl className="key-values">
          <Fact name={t('second-review:queue.authority')}>{row.authority}</Fact>
          <Fact name={t('second-review:queue.law')}>{row.regime}</Fact>
          <Fact name={t('second-review:queue.kind')}>{t(`words:kind.${row.kind}`)}</Fact>
          <Fact name={t('second-review:remark')}>{row.note === '' ? null : row.note}</Fact>
        </dl>
      </section>
      <OwnDecision row={row} next={next} />
      <Order row={row} />
    </>
  );
}

/** The text of the order as received: never as markup, never with links. */
function Order({ row: { id } }: { row: QueuedReview }) {
  const t = useWords();
  const path = `/v1/second-reviews/${id}`;
  const query = useQuery({
    queryKey: ['second-review', id],
    queryFn: ({ signal }) => read<OpenedReview>(path, { signal }),
    staleTime: 60_000,
  });
  const { data } = query;
  return (
    <section>
      <h3>{t('second-review:queue.order')}</h3>
      {data === undefined ? (
        <Loading query={query} failed={t('second-review:queue.orderFailed')} rows={6} />
      ) : (
        <div dir="auto" lang={data.language}>
          <p className="medium">{data.subject}</p>
          <p className="plain">{data.body.trim() === '' ? t('notice:document.none') : data.body}</p>
          <ul>
            {data.documents.map(({ sha256, name }) => (
              <li key={sha256}>
                <a href={`${path}/documents/${sha256}`} download={name}>
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}

function OwnDecision({ row, next }: ReviewPaneProps) {
  const t = useWords();
  const [, change] = useAddress();
  const choice = useChoice(row, { name: `second-review.${row.id}`, subject: null });
  const { action, grounds, note, clear } = choice;
  const form = useCommandForm<object, { agrees: boolean }>({
    to: `/v1/second-reviews/${row.id}`,
    texts: 'second-review',
    refresh: [...RECORD_KEYS, ['live', 'waiting']],
    start: {},
    done: ({ agrees }) => t(agrees ? 'second-review:queue.agrees' : 'second-review:queue.differs'),
    onDone: () => {
      clear();
      change({ open: next ?? '' });
    },
  });
  const why = whyIncomplete(choice, t);
  const go = () => {
    if (why !== null || form.isPending) return;
    form.mutate({ action, grounds, ...(note.trim() === '' ? {} : { note: note.trim() }) });
  };
  useShortcuts([...choice.commands, { id: 'read', label: t('second-review:goPlain'), keys: 'Enter', run: go, why }]);
  return (
    <>
      <ChoiceFields notice={row} choice={choice} noteLabel={t('second-review:note')} />
      <section className="no-print">
        <RecordDecision
          action={action}
          count={1}
          why={why}
          isBusy={form.isPending}
          error={form.error}
          onPress={go}
          onClose={form.reset}
        />
      </section>
    </>
  );
}
