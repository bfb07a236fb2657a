import { useQuery } from '@tanstack/react-query';
import type { z } from 'zod';
import type { stepsView } from '../../contract/ops.js';
import { queryBelow } from '../http/queries.js';
import { formatNumber } from '../parts/format.js';
import { Instant } from '../parts/Instant.js';
import { Loading } from '../parts/Loading.js';
import { Table } from '../parts/Table.js';
import { useWords, wordAt, type Words } from '../words/use-words.js';

type StepsView = z.infer<typeof stepsView>;
type Step = StepsView['items'][number];

const stepsQuery = queryBelow<StepsView>('steps');
/** No event reports an attempt. */
const EVERY_MS = 15_000;

/** What Temporal works on for a notice: attempts, the last error in plain words and the next attempt. */
export function StepsTable({ notice }: { notice: string }) {
  const t = useWords();
  const steps = useQuery({ ...stepsQuery(notice), refetchInterval: EVERY_MS });
  if (steps.data === undefined) return <Loading query={steps} failed={t('steps:failed')} rows={2} />;
  const { reached, items } = steps.data;
  if (!reached) return <p className="caution-ink">{t('steps:unreached')}</p>;
  if (items.length === 0) return <p className="muted">{t('steps:none')}</p>;
  return (
    <Table
      wide
      label={t('steps:title')}
      rows={items}
      keyOf={({ activity, startedAt }) => `${activity}${startedAt}`}
      columns={[
        { head: t('steps:step'), cell: (step) => nameStep(step, t) },
        { head: t('steps:attempts'), end: true, cell: (step) => formatAttempts(step, t) },
        { head: t('steps:last'), cell: (step) => describeError(step, t) },
        {
          head: t('steps:next'),
          className: 'number',
          cell: ({ running, nextAt }) => {
            if (running) return t('steps:running');
            return nextAt === null ? '–' : <Instant at={nextAt} short seconds />;
          },
        },
      ]}
    />
  );
}

function nameStep({ activity }: Step, t: Words): string {
  const name = activity ?? 'own';
  return wordAt(t, 'steps:activity', name, name);
}

function formatAttempts({ attempt, maxAttempts }: Step, t: Words): string {
  return maxAttempts === null ? formatNumber(attempt) : t('steps:of', { n: attempt, max: maxAttempts });
}

function describeError({ activity, attempt, lastError }: Step, t: Words): string {
  if (activity === null) return t('steps:error.own');
  if (lastError === null) return attempt === 1 ? t('steps:first') : t('steps:noError');
  return wordAt(t, 'steps:error', lastError, t('steps:errorType', { type: lastError }));
}
