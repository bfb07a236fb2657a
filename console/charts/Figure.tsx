import { useState, type ReactNode } from 'react';
import { Table, type Column } from '../parts/Table.js';
import { useWords } from '../words/use-words.js';
import { Chart } from './Chart.js';
import type { Draw } from './style.js';

export type Swatch = 'first' | 'second' | 'hatched' | 'hatchedOk' | 'outlined' | 'dashed' | 'ok' | 'line';

interface FigureProps<Row> {
  title: string;
  note?: ReactNode;
  acts?: ReactNode;
  legend?: readonly { look: Swatch; name: string }[];
  draw: Draw;
  /** The figures of the drawing; without any, `empty` is shown instead. */
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  keyOf: (row: Row, place: number) => string | number;
  empty?: string;
  /** Where the table always stands; otherwise it opens on request. */
  table?: 'beside' | 'below';
}

/** A chart with its caption, and the same figures as a table: for screen readers, in print, and on request. */
export function Figure<Row>({ title, note, acts, legend = [], empty, rows, ...drawn }: FigureProps<Row>) {
  const t = useWords();
  const [shows, setShows] = useState(false);
  return (
    <section className="figure">
      <div className="section-head">
        <h2>{title}</h2>
        {note === undefined ? null : <span className="muted fine">{note}</span>}
        <span className="push" />
        {acts}
        {drawn.table !== undefined || rows.length === 0 ? null : (
          <button
            type="button"
            className="chip no-print"
            aria-pressed={shows}
            aria-label={t('charts:tableOf', { title })}
            onClick={() => setShows(!shows)}
          >
            {t('charts:table')}
          </button>
        )}
      </div>
      {rows.length === 0 ? (
        <p className="muted">{empty ?? t('charts:none')}</p>
      ) : (
        <Drawn title={title} legend={legend} rows={rows} shows={shows} {...drawn} />
      )}
    </section>
  );
}

type DrawnProps<Row> = Pick<FigureProps<Row>, 'title' | 'draw' | 'rows' | 'columns' | 'keyOf' | 'table'> & {
  legend: readonly { look: Swatch; name: string }[];
  shows: boolean;
};

function Drawn<Row>({ title, legend, draw, rows, columns, keyOf, table, shows }: DrawnProps<Row>) {
  const places = new Map(rows.map((row, place) => [row, place]));
  return (
    <div className={table === 'beside' ? 'pair' : undefined}>
      <div className="figure-drawing">
        {legend.length === 0 ? null : (
          <p className="figure-legend fine muted" aria-hidden="true">
            {legend.map(({ look, name }) => (
              <span key={name}>
                <i className={`swatch is-${look}`} />
                {name}
              </span>
            ))}
          </p>
        )}
        <Chart label={title} draw={draw} />
      </div>
      <div className={table !== undefined || shows ? undefined : 'figure-table'}>
        <Table
          wide={table === undefined}
          label={title}
          rows={rows}
          keyOf={(row) => keyOf(row, places.get(row) ?? 0)}
          columns={columns}
        />
      </div>
    </div>
  );
}
