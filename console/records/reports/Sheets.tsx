import { useQuery } from '@tanstack/react-query';
import { read } from '../../http/call.js';
import { Menu } from '../../parts/Menu.js';
import { nowMs } from '../../state/now.js';
import { AsOf } from './AsOf.js';
import { buildCsvUrl } from './as-of.js';
import { useAddress } from '../list/use-address.js';
import { useState } from 'react';
import type { DsaSheet, TcoSheet } from '../../http/types.js';
import { Button } from '../../parts/Button.js';
import { formatCountry, formatNumber } from '../../parts/format.js';
import { Table } from '../../parts/Table.js';
import { useWords, type Words } from '../../words/use-words.js';
import { formatValueName } from '../list/find-name.js';
import { BehindDialog } from './BehindDialog.js';

const SHEETS = ['dsa', 'tco', 'us'] as const;
/** The current year and the previous ones that are still reported. */
const YEARS_BACK = 6;

/** Yearly reports in the form a law prescribes, for download. */
export function Sheets() {
  const t = useWords();
  const [address, change] = useAddress();
  const thisYear = new Date(nowMs()).getUTCFullYear();
  const years = Array.from({ length: YEARS_BACK }, (_, back) => String(thisYear - back));
  const year = years.find((one) => one === address.from) ?? String(thisYear - 1);
  return (
    <>
      <div className="filters no-print">
        <Menu
          label={t('publishing:sheets.year')}
          value={year}
          options={years.map((value) => ({ value, label: value }))}
          onChange={(from) => change({ from })}
        />
      </div>
      <div className="read reports">
        {SHEETS.map((sheet) => (
          <Sheet key={sheet} sheet={sheet} year={year} />
        ))}
      </div>
    </>
  );
}

function Sheet({ sheet, year }: { sheet: (typeof SHEETS)[number]; year: string }) {
  const t = useWords();
  const { data } = useQuery({
    queryKey: ['sheet', sheet, year],
    queryFn: ({ signal }) => read<DsaSheet | TcoSheet>(`/v1/reports/${sheet}?year=${year}`, { signal }),
    // Bands cover a past half-year and have no `asOf` instant.
    enabled: sheet !== 'us',
  });
  return (
    <section>
      <div className="section-head">
        <h3>{t(`publishing:sheets.${sheet}.title`, { year })}</h3>
        {data === undefined ? null : <AsOf at={data.asOf} />}
        <a className="button small" href={buildCsvUrl(sheet, { year }, data?.asOf ?? null)} download>
          {t('publishing:reports.csv')}
        </a>
      </div>
      <p>{t(`publishing:sheets.${sheet}.what`)}</p>
      <p className="muted">{t(`publishing:sheets.${sheet}.without`)}</p>
      {data === undefined ? null : <SheetFigures sheet={data} />}
    </section>
  );
}

interface Figure {
  name: string;
  value: number;
  notices: string;
}

function SheetFigures({ sheet }: { sheet: DsaSheet | TcoSheet }) {
  const t = useWords();
  const [behind, setBehind] = useState<string | null>(null);
  const figures = listFigures(sheet, t).filter(({ value }) => value > 0);
  if (figures.length === 0) return null;
  return (
    <>
      <Table
        rows={figures}
        keyOf={({ name }) => name}
        columns={[
          { isName: true, cell: ({ name }) => name },
          {
            end: true,
            cell: ({ value, notices }) => (
              <Button size="small" variant="quiet" onPress={() => setBehind(notices)} hasPopup="dialog">
                {formatNumber(value)}
              </Button>
            ),
          },
        ]}
      />
      {behind === null ? null : <BehindDialog path={behind} onClose={() => setBehind(null)} />}
    </>
  );
}

function listFigures({ rows }: DsaSheet | TcoSheet, t: Words): Figure[] {
  return rows.flatMap((row) => ('measure' in row ? tcoFigure(row, t) : dsaFigures(row, t)));
}

function dsaFigures({ scope, category, act, inform }: DsaSheet['rows'][number], t: Words): Figure[] {
  const where = scope === 'total' ? t('publishing:sheets.allStates') : formatCountry(scope);
  const about = category === 'total' ? '' : `, ${formatValueName(t, 'publishing:category.of', category)}`;
  return [
    { of: act, name: t('publishing:sheets.act') },
    { of: inform, name: t('publishing:sheets.inform') },
  ].flatMap(({ of, name }) =>
    of === null ? [] : [{ name: `${name}, ${where}${about}`, value: of.orders, notices: of.notices }],
  );
}

function tcoFigure({ measure, ground, value, notices }: TcoSheet['rows'][number], t: Words): Figure[] {
  if (value === null || notices === null) return [];
  const why = ground === null ? '' : `, ${formatValueName(t, 'words:ground', ground)}`;
  return [{ name: `${formatValueName(t, 'publishing:sheets.measure', measure)}${why}`, value, notices }];
}
