import { DashboardPanel } from '../charts/dashboard/DashboardPanel.js';
import { GoldenPanel } from '../second-review/quality/GoldenPanel.js';
import { QualityPanel } from '../second-review/quality/QualityPanel.js';
import { useWords } from '../words/use-words.js';
import { RecordScreen } from './list/RecordScreen.js';
import { ForecastPanel } from './reports/Forecast.js';
import { Imported } from './reports/Imported.js';
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
        { id: 'quality', label: t('second-review:quality.tab'), body: QualityPanel },
        {
          id: 'golden',
          label: t('second-review:golden.tab'),
          permission: 'golden.confirm',
          body: GoldenPanel,
        },
        { id: 'imported', label: t('frame:go.imported'), permission: 'notice.read_documents', body: Imported },
        { id: 'forecast', label: t('publishing:reports.forecast'), body: ForecastPanel },
      ]}
    />
  );
}
