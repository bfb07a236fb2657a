import { DashboardPanel } from '../charts/dashboard/DashboardPanel.js';
import { useWords } from '../words/use-words.js';
import { RecordScreen } from './list/RecordScreen.js';
import { ForecastPanel } from './reports/Forecast.js';
import { Sheets } from './reports/Sheets.js';
import { Transparency } from './reports/Transparency.js';

export function ReportsScreen() {
  const t = useWords();
  return (
    <RecordScreen
      title={t('frame:go.reports')}
      permission="notice.read_facts"
      tabs={[
        { id: '', label: t('publishing:reports.transparency'), body: Transparency },
        { id: 'sheets', label: t('publishing:sheets.tab'), body: Sheets },
        { id: 'dashboard', label: t('charts:dashboard'), body: DashboardPanel },
        { id: 'forecast', label: t('publishing:reports.forecast'), body: ForecastPanel },
      ]}
    />
  );
}
