import { useWords } from '../words/use-words.js';
import { RecordScreen } from './list/RecordScreen.js';
import { ChangelogTab } from './rulebook/ChangelogTab.js';
import { ChangesTab } from './rulebook/ChangesTab.js';
import { EditionsTab } from './rulebook/EditionsTab.js';
import { IncidentsTab } from './rulebook/IncidentsTab.js';
import { LawsTab } from './rulebook/LawsTab.js';
import { LawWatchTab } from './rulebook/LawWatchTab.js';
import { RevisionsTab } from './rulebook/RevisionsTab.js';

export function RulebookScreen() {
  const t = useWords();
  const permission = 'notice.read_facts';
  return (
    <RecordScreen
      title={t('frame:go.rulebook')}
      tabs={[
        { id: '', label: t('rulebook:laws'), body: LawsTab },
        { id: 'changes', label: t('rulebook:changes'), body: ChangesTab },
        { id: 'changelog', label: t('rulebook:changelog'), body: ChangelogTab },
        { id: 'incidents', label: t('rulebook:review.incidents'), body: IncidentsTab, permission },
        { id: 'editions', label: t('rulebook:editions'), body: EditionsTab, permission },
        { id: 'watch', label: t('rulebook:watch.title'), body: LawWatchTab, permission },
        { id: 'revisions', label: t('rulebook:revisions'), body: RevisionsTab, permission },
      ]}
    />
  );
}
