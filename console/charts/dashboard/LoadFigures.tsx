import { useCallback } from 'react';
import type { Dashboard } from '../../http/types.js';
import { formatNumber, formatRough } from '../../parts/format.js';
import { useWords } from '../../words/use-words.js';
import { Figure } from '../Figure.js';
import type { PlotModule } from '../style.js';
import { nameDay, nameWeekday } from './days.js';
import { drawHours, drawLoad } from './draw.js';

/** Seven names with their weekday need this width. */
const WEEKDAYS_PX = 640;

export function LoadFigure({ load: { days, perPersonHour, later } }: { load: Dashboard['load'] }) {
  const t = useWords();
  const draw = useCallback(
    (plot: PlotModule, width: number) => drawLoad(plot, width, days, width < WEEKDAYS_PX ? nameDay : nameWeekday),
    [days],
  );
  const over = days.filter(({ due, capacity }) => capacity !== null && due > capacity).length;
  const speed =
    perPersonHour === null
      ? t('charts:load.noHistory')
      : t('charts:load.speed', { rate: formatRough(perPersonHour), over: t('charts:load.over', { count: over }) });
  return (
    <Figure
      title={t('charts:load.title')}
      note={later === 0 ? speed : `${speed} ${t('charts:load.later', { count: later, number: formatNumber(later) })}`}
      legend={[
        { look: 'first', name: t('charts:load.due') },
        { look: 'hatched', name: t('charts:load.beyond') },
        { look: 'line', name: t('charts:load.capacity') },
      ]}
      draw={draw}
      rows={days}
      keyOf={({ day }) => day}
      columns={[
        { head: t('charts:load.day'), cell: ({ day }) => nameWeekday(day) },
        { head: t('charts:load.due'), end: true, cell: ({ due }) => formatNumber(due) },
        {
          head: t('charts:load.capacity'),
          end: true,
          cell: ({ capacity }) => (capacity === null ? '–' : formatNumber(capacity)),
        },
      ]}
    />
  );
}

const nameHour = (hour: number) => `${String(hour).padStart(2, '0')}:00`;

export function HoursFigure({ hours }: { hours: Dashboard['hours'] }) {
  const t = useWords();
  const draw = useCallback(
    (plot: PlotModule, width: number) =>
      drawHours(plot, width, hours, {
        arrived: t('charts:hours.arrived'),
        people: t('charts:hours.people'),
        hour: nameHour,
      }),
    [hours, t],
  );
  const isEmpty = hours.every(({ arrived, people }) => arrived === 0 && people === 0);
  return (
    <Figure
      title={t('charts:hours.title')}
      note={t('charts:hours.note')}
      draw={draw}
      rows={isEmpty ? [] : hours}
      keyOf={({ hour }) => hour}
      columns={[
        { head: t('charts:hours.hour'), cell: ({ hour }) => nameHour(hour) },
        { head: t('charts:hours.arrived'), end: true, cell: ({ arrived }) => formatNumber(arrived) },
        { head: t('charts:hours.people'), end: true, cell: ({ people }) => formatRough(people) },
      ]}
    />
  );
}
