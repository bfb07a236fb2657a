import { useMay } from '../http/may.js';
import { useWords } from '../words/use-words.js';
import { RecordsBar } from './list/RecordsBar.js';
import { pickTab } from './list/RecordTabs.js';
import { useAddress } from './list/use-address.js';
import { ChangelogTab } from './rulebook/ChangelogTab.js';
import { ChangesTab } from './rulebook/ChangesTab.js';
import { EditionsTab } from './rulebook/EditionsTab.js';
import { IncidentsTab } from './rulebook/IncidentsTab.js';
import { LawsTab } from './rulebook/LawsTab.js';
import { RevisionsTab } from './rulebook/RevisionsTab.js';

const TABS = {
  '': LawsTab,
  changes: ChangesTab,
  changelog: ChangelogTab,
  incidents: IncidentsTab,
  editions: EditionsTab,
  revisions: RevisionsTab,
};

export function RulebookScreen() {
  const t = useWords();
  const title = t('frame:go.rulebook');
  const may = useMay();
  const [address] = useAddress();
  const tab = pickTab(address, ['', 'changes', 'changelog', 'incidents', 'editions', 'revisions']);
  const ofNotices = may('notice.read_facts')
    ? [
        { id: 'incidents', label: t('rulebook:review.incidents') },
        { id: 'editions', label: t('rulebook:editions') },
        { id: 'revisions', label: t('rulebook:revisions') },
      ]
    : [];
  const Tab = TABS[tab];
  return (
    <>
      <RecordsBar
        title={title}
        now={tab}
        tabs={[
          { id: '', label: t('rulebook:laws') },
          { id: 'changes', label: t('rulebook:changes') },
          { id: 'changelog', label: t('rulebook:changelog') },
          ...ofNotices,
        ]}
      />
      <Tab />
    </>
  );
}
