import { Bar } from '../frame/Bar.js';
import { useMay } from '../http/may.js';
import { useTitleOf } from '../state/title.js';
import { useWords } from '../words/use-words.js';
import { RecordTabs, tabOf } from './list/RecordTabs.js';
import { useAddress } from './list/use-address.js';
import { KeysTab } from './people/KeysTab.js';
import { NotAllowed } from './list/NotAllowed.js';
import { PeopleTab } from './people/PeopleTab.js';

/** Who works here, with which roles, and which keys open the desk in their name. */
export function PeopleScreen() {
  const t = useWords();
  const title = t('frame:go.people');
  useTitleOf(title);
  const may = useMay();
  const [address] = useAddress();
  const tab = tabOf(address, ['', 'keys']);
  const isAllowed = may('people.manage');
  return (
    <>
      <Bar>
        <h1 className="where">{title}</h1>
        {isAllowed ? (
          <RecordTabs
            label={title}
            now={tab}
            tabs={[
              { id: '', label: t('records:people.people') },
              { id: 'keys', label: t('records:people.keys') },
            ]}
          />
        ) : null}
      </Bar>
      {isAllowed ? tab === '' ? <PeopleTab /> : <KeysTab /> : <NotAllowed permission="people.manage" />}
    </>
  );
}
