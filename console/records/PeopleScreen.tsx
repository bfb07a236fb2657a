import { useMay } from '../http/may.js';
import { useWords } from '../words/use-words.js';
import { RecordsBar } from './list/RecordsBar.js';
import { pickTab } from './list/RecordTabs.js';
import { useAddress } from './list/use-address.js';
import { KeysTab } from './people/KeysTab.js';
import { NotAllowed } from './list/NotAllowed.js';
import { PeopleTab } from './people/PeopleTab.js';

export function PeopleScreen() {
  const t = useWords();
  const title = t('frame:go.people');
  const may = useMay();
  const [address] = useAddress();
  const tab = pickTab(address, ['', 'keys']);
  const isAllowed = may('people.manage');
  const tabs = [
    { id: '', label: t('records:people.people') },
    { id: 'keys', label: t('records:people.keys') },
  ];
  return (
    <>
      <RecordsBar title={title} now={tab} tabs={isAllowed ? tabs : []} />
      {isAllowed ? tab === '' ? <PeopleTab /> : <KeysTab /> : <NotAllowed permission="people.manage" />}
    </>
  );
}
