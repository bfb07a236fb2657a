import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { queryBelow } from '../../http/queries.js';
import type { Clock, Notice, NoticeChart } from '../../http/types.js';
import { formatInstant, formatSpan } from '../../parts/format.js';
import { nowMs, useMinute } from '../../state/now.js';
import { useWords } from '../../words/use-words.js';
import { Figure } from '../Figure.js';
import type { PlotModule } from '../style.js';
import { drawTimeline } from './draw.js';
import { drawPicture, listLines, type Picture, type TimelineLine } from './picture.js';

const chartQuery = queryBelow<NoticeChart>('chart');
const NOTHING: Picture = { from: 0, to: 0, now: null, rows: [], bars: [], signs: [] };

/** A notice from its receipt to now. */
export function NoticeTimeline({ notice, clocks }: { notice: Notice; clocks: readonly Clock[] }) {
  const t = useWords();
  const minute = useMinute();
  const chart = useQuery(chartQuery(notice.id)).data;
  const picture = useMemo(
    () => (chart === undefined ? NOTHING : drawPicture({ chart, clocks, nowMs: Math.max(minute, nowMs()), t })),
    [chart, clocks, minute, t],
  );
  const draw = useCallback(
    (plot: PlotModule, width: number) => drawTimeline(plot, width, picture, t('charts:timeline.now')),
    [picture, t],
  );
  if (chart === undefined) return null;
  const span = formatSpan(
    (picture.now ?? Date.parse(chart.closedAt ?? chart.receivedAt)) - Date.parse(chart.receivedAt),
  );
  return (
    <Figure<TimelineLine>
      title={t(`charts:timeline.${picture.now === null ? 'whole' : 'title'}`)}
      note={span}
      legend={[
        { look: 'hatched', name: t('charts:timeline.isOverdue') },
        { look: 'dashed', name: t('charts:timeline.isTheirs') },
      ]}
      draw={draw}
      rows={listLines(picture)}
      keyOf={(_, place) => place}
      columns={[
        { head: t('charts:timeline.part'), cell: ({ name }) => name },
        { head: t('charts:timeline.what'), cell: ({ what }) => what },
        { head: t('charts:timeline.from'), cell: ({ from }) => formatInstant(from) },
        { head: t('charts:timeline.to'), cell: ({ to }) => (to === null ? '' : formatInstant(to)) },
      ]}
    />
  );
}
