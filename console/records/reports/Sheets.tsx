import { Menu } from '../../parts/Menu.js';
import { nowMs } from '../../state/now.js';
import { useWords } from '../../words/use-words.js';
import { SheetFigures } from './SheetFigures.js';
import { useAddress } from '../list/use-address.js';

const SHEETS = ['dsa', 'tco', 'us'] as const;
/** The year that runs and those before it that are still reported. */
const YEARS_BACK = 6;

/** Sheets as laws want them, one year each, to be taken along and filled in. */
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
          <section key={sheet}>
            <div className="section-head">
              <h3>{t(`publishing:sheets.${sheet}.title`, { year })}</h3>
              <a className="button small" href={`/v1/reports/${sheet}?year=${year}&format=csv`} download>
                {t('publishing:reports.csv')}
              </a>
            </div>
            <p>{t(`publishing:sheets.${sheet}.what`)}</p>
            <p className="muted">{t(`publishing:sheets.${sheet}.without`)}</p>
            {sheet === 'us' ? null : <SheetFigures sheet={sheet} year={year} />}
          </section>
        ))}
      </div>
    </>
  );
}
