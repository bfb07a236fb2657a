import { useWords } from '../words/use-words.js';
import { RecordScreen } from './list/RecordScreen.js';
import { KeysTab } from './people/KeysTab.js';
import { PeopleTab } from './people/PeopleTab.js';
import { RoutingTab } from './people/RoutingTab.js';
import { SubscribersTab } from './subscribers/SubscribersTab.js';

export function PeopleScreen() {
  const t = useWords();
  return (
    <RecordScreen
      title={t('frame:go.people')}
      permission="people.manage"
      tabs={[
        { id: '', label: t('records:people.people'), body: PeopleTab },
        { id: 'keys', label: t('records:people.keys'), body: KeysTab },
        { id: 'routing', label: t('records:routing.tab'), body: RoutingTab },
        { id: 'webhooks', label: t('records:subscribers.tab'), body: SubscribersTab },
      ]}
    />
  );
}
