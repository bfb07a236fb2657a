import { useCallback } from 'react';
import { formatNumber } from '../../parts/format.js';
import { Table, type Column } from '../../parts/Table.js';
import { Chart } from './Chart.js';
import { drawBars, type PlotModule } from './charts.js';

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
    <section>
      <div className="section-head">
        <h3>{title}</h3>
      </div>
      <div className="pair">
        <Chart label={title} draw={draw} />
        <Table
          label={title}
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
      </div>
    </section>
  );
}
