import { useQuery } from '@tanstack/react-query';
import { usePersonNames } from '../../http/colleagues.js';
import { clocksQuery, timelineQuery } from '../../http/queries.js';
import { formatList, formatShort } from '../../parts/format.js';
import { Instant } from '../../parts/Instant.js';
import { Loading } from '../../parts/Loading.js';
import { Table } from '../../parts/Table.js';
import { useWords, type Words } from '../../words/use-words.js';
import { listNotifiedSteps, type NotifiedStep } from './notified.js';

const MAX_STEPS = 6;

/** Who was notified of the deadlines of a notice, and who acknowledged it. */
export function Notified({ notice, about }: { notice: string; about: readonly unknown[] }) {
  const t = useWords();
  const nameOf = usePersonNames();
  const clocks = useQuery(clocksQuery(notice));
  const timeline = useQuery(timelineQuery(notice));
  if (clocks.data === undefined) return <Loading query={clocks} failed={t('ops:failed')} rows={2} />;
  const steps = listNotifiedSteps({
    clocks: clocks.data.items,
    timeline: timeline.data?.items ?? [],
    about,
  }).slice(0, MAX_STEPS);
  if (steps.length === 0) return <p className="muted">{t('ops:detail.none')}</p>;
  return (
    <Table
      wide
      label={t('ops:detail.notified')}
      rows={steps}
      keyOf={({ key }) => key}
      columns={[
        { head: t('ops:detail.step'), cell: ({ to }) => formatList(to.map((role) => t(`frame:role.${role}`))) },
        { head: t('ops:figure.col.kind'), cell: ({ clock }) => t(`words:clock.${clock.kind}`) },
        { head: t('ops:detail.at'), className: 'number', cell: ({ at }) => <Instant at={at} short seconds /> },
        { head: t('ops:detail.seen'), cell: ({ seen }) => describeSeen(seen, { t, nameOf }) },
      ]}
    />
  );
}

function describeSeen(seen: NotifiedStep['seen'], { t, nameOf }: { t: Words; nameOf: (id: string) => string }): string {
  if (seen === null) return t('ops:detail.notSeen');
  const name = nameOf(seen.by);
  return seen.at === null ? name : t('ops:detail.seenBy', { name, at: formatShort(seen.at) });
}
