import { Bar } from '../../frame/Bar.js';
import { useTitleOf } from '../../state/title.js';
import { RecordTabs, type RecordTab } from './RecordTabs.js';

interface RecordsBarProps {
  title: string;
  /** The tab that is shown; '' is the first. */
  now: string;
  /** None: nothing of the screen is open to the reader. */
  tabs: readonly RecordTab[];
}

/** The bar of a screen of records with tabs; the screen bears its title. */
export function RecordsBar({ title, now, tabs }: RecordsBarProps) {
  useTitleOf(title);
  return (
    <Bar>
      <h1 className="where">{title}</h1>
      {tabs.length === 0 ? null : <RecordTabs label={title} now={now} tabs={tabs} />}
    </Bar>
  );
}
