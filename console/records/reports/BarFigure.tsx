import { useCallback } from 'react';
import { Figure } from '../../charts/Figure.js';
import type { PlotModule } from '../../charts/style.js';
import { formatNumber } from '../../parts/format.js';
import type { Column } from '../../parts/Table.js';
import { drawBars } from './charts.js';

interface Row {
  name: string;
  values: readonly number[];
}

interface BarFigureProps {
  title: string;
  head: string;
  /** Column headings; the first column is drawn. */
  columns: readonly string[];
  rows: readonly Row[];
}

export function BarFigure({ title, head, columns, rows }: BarFigureProps) {
  const draw = useCallback(
    (plot: PlotModule, width: number) =>
      drawBars(plot, width, {
        bars: rows.map(({ name, values }) => ({ name, value: values[0] ?? 0 })),
        unit: columns[0] ?? '',
      }),
    [rows, columns],
  );
  return (
    <Figure
      table="beside"
      title={title}
      draw={draw}
      rows={rows}
      keyOf={({ name }) => name}
      columns={[
        { head, cell: ({ name }) => name },
        ...columns.map(
          (column, place): Column<Row> => ({
            head: column,
            end: true,
            cell: ({ values }) => formatNumber(values[place] ?? 0),
          }),
        ),
      ]}
    />
  );
}
