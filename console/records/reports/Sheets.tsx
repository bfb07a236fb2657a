import { useQuery } from '@tanstack/react-query';
import { read } from '../../http/call.js';
import type { DsaSheet, TcoSheet } from '../../http/types.js';
import { Menu } from '../../parts/Menu.js';
import { nowMs } from '../../state/now.js';
import { useWords } from '../../words/use-words.js';
import { AsOf } from './AsOf.js';
import { buildCsvUrl } from './as-of.js';
import { SheetFigures } from './SheetFigures.js';
import { useAddress } from '../list/use-address.js';

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
