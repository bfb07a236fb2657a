import { useCallback } from 'react';
import { formatNumber } from '../../parts/format.js';
import { Chart } from './Chart.js';
import { drawBars } from './charts.js';
import type { PlotModule } from './plot.js';

interface BarFigureProps {
  title: string;
  head: string;
  /** Column headings; the first column is drawn. */
  columns: readonly string[];
  rows: readonly { name: string; values: readonly number[] }[];
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
        <table className="table">
          <caption className="visually-hidden">{title}</caption>
          <thead>
            <tr>
              <th scope="col">{head}</th>
              {columns.map((column) => (
                <th scope="col" className="align-end" key={column}>
                  {column}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ name, values }) => (
              <tr key={name}>
                <td dir="auto">{name}</td>
                {values.map((value, place) => (
                  <td className="align-end" key={place}>
                    {formatNumber(value)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
