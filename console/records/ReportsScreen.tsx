import { useMay } from '../http/may.js';
import { useWords } from '../words/use-words.js';
import { NotAllowed } from './list/NotAllowed.js';
import { RecordsBar } from './list/RecordsBar.js';
import { pickTab } from './list/RecordTabs.js';
import { useAddress } from './list/use-address.js';
import { ForecastPanel } from './reports/Forecast.js';
import { Sheets } from './reports/Sheets.js';
import { Transparency } from './reports/Transparency.js';

export function ReportsScreen() {
  const t = useWords();
  const title = t('frame:go.reports');
  const [address] = useAddress();
  const tab = pickTab(address, ['', 'sheets', 'forecast']);
  if (!useMay()('notice.read_facts')) {
    return (
      <>
        <RecordsBar title={title} now={tab} tabs={[]} />
        <NotAllowed permission="notice.read_facts" />
      </>
    );
  }
  return (
    <>
      <RecordsBar
        title={title}
        now={tab}
        tabs={[
          { id: '', label: t('publishing:reports.transparency') },
          { id: 'sheets', label: t('publishing:sheets.tab') },
          { id: 'forecast', label: t('publishing:reports.forecast') },
        ]}
      />
      {tab === '' ? <Transparency /> : null}
      {tab === 'sheets' ? <Sheets /> : null}
      {tab === 'forecast' ? <ForecastPanel /> : null}
    </>
  );
}
