import { Bar } from '../../frame/Bar.js';
import { useScreenTitle } from '../../state/title.js';
import { RecordTabs, type RecordTab } from './RecordTabs.js';

interface RecordsBarProps {
  title: string;
  /** The active tab; '' is the first. */
  now: string;
  /** Empty if the reader can access no tab. */
  tabs: readonly RecordTab[];
}

export function RecordsBar({ title, now, tabs }: RecordsBarProps) {
  useScreenTitle(title);
  return (
    <Bar>
      <h1 className="where">{title}</h1>
      {tabs.length === 0 ? null : <RecordTabs label={title} now={now} tabs={tabs} />}
    </Bar>
  );
}
