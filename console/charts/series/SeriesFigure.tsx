import { useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import { queryBelow } from '../../http/queries.js';
import type { Notice, Series } from '../../http/types.js';
import { NoticeNumberLink } from '../../records/list/NoticeLink.js';
import { formatInstant, formatNumber } from '../../parts/format.js';
import { nowMs, useMinute } from '../../state/now.js';
import { useWords, type Words } from '../../words/use-words.js';
import { Figure } from '../Figure.js';
import type { PlotModule } from '../style.js';
import { drawSeries } from './draw.js';
import { InForceList } from './InForceList.js';

const seriesQuery = queryBelow<Series>('series');

/** An order with what follows it: what was in force when, as one picture and as a list. */
export function SeriesFigure({ notice }: { notice: Notice }) {
  const series = useQuery(seriesQuery(notice.id)).data;
  if (series === undefined || (series.notices.length < 2 && series.steps.length === 0)) return null;
  return (
    <>
      <SeriesPicture series={series} />
      {series.steps.length === 0 ? null : <InForceList notice={notice} />}
    </>
  );
}

function SeriesPicture({ series }: { series: Series }) {
  const t = useWords();
  const minute = useMinute();
  const draw = useCallback(
    (plot: PlotModule, width: number) =>
      drawSeries(plot, width, {
        series,
        end: Math.max(minute, nowMs()),
        labels: { now: t('charts:timeline.now'), inForce: t('charts:series.inForce') },
      }),
    [series, minute, t],
  );
  const numberOf = new Map(series.notices.map(({ notice, number }) => [notice, number]));
  return (
    <Figure
      title={t('charts:series.title', { count: series.notices.length })}
      note={t('charts:series.note')}
      legend={[
        { look: 'outlined', name: t('charts:series.received') },
        { look: 'first', name: t('charts:series.inForce') },
      ]}
      draw={draw}
      rows={series.notices}
      keyOf={({ notice }) => notice}
      columns={[
        {
          head: t('charts:series.notice'),
          cell: ({ notice, number }) => <NoticeNumberLink id={notice} number={number} />,
        },
        { head: t('charts:series.kind'), cell: ({ kind, links }) => describeLinks({ kind, links }, numberOf, t) },
        { head: t('charts:series.received'), cell: ({ receivedAt }) => formatInstant(receivedAt) },
        { head: t('charts:series.asked'), end: true, cell: ({ targets }) => formatNumber(targets) },
        { head: t('charts:series.inForceNow'), end: true, cell: ({ inForce }) => formatNumber(inForce) },
      ]}
    />
  );
}

function describeLinks(
  { kind, links }: Pick<Series['notices'][number], 'kind' | 'links'>,
  numberOf: ReadonlyMap<string, string>,
  t: Words,
): string {
  const said = links.map(({ to, as }) => `${t(`words:link.${as}`)} ${numberOf.get(to) ?? ''}`);
  return [t(`words:kind.${kind}`), ...said].join(', ');
}
