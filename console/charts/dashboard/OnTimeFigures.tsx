import { useCallback } from 'react';
import type { Dashboard } from '../../http/types.js';
import { formatNumber, formatPercent } from '../../parts/format.js';
import { useWords } from '../../words/use-words.js';
import { Figure } from '../Figure.js';
import { drawShares } from '../shares.js';
import type { PlotModule } from '../style.js';
import { nameDay } from './days.js';
import { drawWeeks } from './draw.js';

type Share = Dashboard['onTime']['byWeek'][number];

const percent = ({ onTime, total }: Share) => (total === 0 ? '–' : formatPercent(onTime / total));

export function WeeksFigure({ weeks }: { weeks: readonly Share[] }) {
  const t = useWords();
  const draw = useCallback((plot: PlotModule, width: number) => drawWeeks(plot, width, weeks, nameDay), [weeks]);
  const sum = (pick: (week: Share) => number) => weeks.reduce((all, week) => all + pick(week), 0);
  const [onTime, total] = [sum((week) => week.onTime), sum((week) => week.total)];
  const figures = { share: percent({ name: '', onTime, total }), count: formatNumber(onTime), of: formatNumber(total) };
  return (
    <Figure
      title={t('charts:onTime.byWeek')}
      note={t('charts:card.figures', figures)}
      draw={draw}
      rows={total === 0 ? [] : weeks}
      empty={t('charts:onTime.none')}
      keyOf={({ name }) => name}
      columns={useColumns(t('charts:onTime.week'), nameDay)}
    />
  );
}

interface SharesProps {
  title: string;
  shares: readonly Share[];
  name: (name: string) => string;
}

export function SharesFigure({ title, shares, name }: SharesProps) {
  const t = useWords();
  const draw = useCallback(
    (plot: PlotModule, width: number) =>
      drawShares(
        plot,
        width,
        shares.slice(0, MAX_DRAWN).map((share) => ({
          name: name(share.name),
          share: share.onTime / share.total,
          text: `${percent(share)}, ${formatNumber(share.onTime)} / ${formatNumber(share.total)}`,
        })),
      ),
    [shares, name],
  );
  return (
    <Figure
      title={title}
      note={t('charts:onTime.worst')}
      draw={draw}
      rows={shares}
      empty={t('charts:onTime.none')}
      keyOf={(share) => share.name}
      columns={useColumns(t('charts:onTime.name'), name)}
    />
  );
}

const MAX_DRAWN = 12;

function useColumns(head: string, name: (name: string) => string) {
  const t = useWords();
  return [
    { head, cell: (share: Share) => name(share.name) },
    { head: t('charts:onTime.total'), end: true as const, cell: ({ total }: Share) => formatNumber(total) },
    { head: t('charts:onTime.onTime'), end: true as const, cell: ({ onTime }: Share) => formatNumber(onTime) },
    { head: t('charts:onTime.share'), end: true as const, cell: percent },
  ];
}
