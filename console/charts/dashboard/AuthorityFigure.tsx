import { Link } from '@tanstack/react-router';
import { useCallback } from 'react';
import type { Dashboard } from '../../http/types.js';
import { formatNumber, formatPercent } from '../../parts/format.js';
import { useWords } from '../../words/use-words.js';
import { Figure } from '../Figure.js';
import type { PlotModule } from '../style.js';
import { listMonths, nameMonth } from './days.js';
import { drawMonths } from './draw.js';

type Row = Dashboard['authorities'][number];

/** The table has the others. */
const MAX_DRAWN = 10;

export function AuthorityFigure({ authorities }: { authorities: readonly Row[] }) {
  const t = useWords();
  const draw = useCallback(
    (plot: PlotModule, width: number) => {
      const shown = authorities.slice(0, MAX_DRAWN);
      const months = listMonths(shown.flatMap((one) => one.months.map(({ month }) => month)));
      const cells = shown.flatMap(({ name, months: own }) =>
        own.map(({ month, orders, refused }) => ({
          name,
          month,
          orders,
          text: t('charts:authorities.cell', { count: orders, refused: formatNumber(refused) }),
        })),
      );
      return drawMonths(plot, width, { cells, months, name: nameMonth });
    },
    [authorities, t],
  );
  return (
    <Figure
      title={t('charts:authorities.title')}
      note={t('charts:authorities.note')}
      draw={draw}
      rows={authorities}
      empty={t('charts:authorities.none')}
      keyOf={({ authority, name }) => authority ?? name}
      columns={[
        { head: t('charts:authorities.name'), cell: (row) => <AuthorityName {...row} /> },
        { head: t('charts:authorities.orders'), end: true, cell: ({ orders }) => formatNumber(orders) },
        { head: t('charts:authorities.targets'), end: true, cell: ({ targets }) => formatNumber(targets) },
        {
          head: t('charts:authorities.refused'),
          end: true,
          cell: ({ refused, targets }) =>
            targets === 0 ? '–' : `${formatNumber(refused)}, ${formatPercent(refused / targets)}`,
        },
        {
          head: t('charts:authorities.byMonth'),
          cell: ({ months }) =>
            months.map(({ month, orders }) => `${nameMonth(month)}: ${formatNumber(orders)}`).join('; '),
        },
      ]}
    />
  );
}

function AuthorityName({ authority, name }: Pick<Row, 'authority' | 'name'>) {
  if (authority === null) return <span dir="auto">{name}</span>;
  return (
    <Link to="/authorities" search={{ q: authority }}>
      {name}
    </Link>
  );
}
