import { useWords } from '../words/use-words.js';
import { RecordsBar } from './list/RecordsBar.js';
import { pickTab } from './list/RecordTabs.js';
import { useAddress } from './list/use-address.js';
import { RestrictionsInForce } from './restrictions/InForce.js';
import { WithoutBasis } from './restrictions/WithoutBasis.js';

export function RestrictionsScreen() {
  const t = useWords();
  const title = t('frame:go.restrictions');
  const [address] = useAddress();
  const tab = pickTab(address, ['', 'without-basis']);
  return (
    <>
      <RecordsBar
        title={title}
        now={tab}
        tabs={[
          { id: '', label: t('records:restrictions.inForce') },
          { id: 'without-basis', label: t('records:restrictions.withoutBasis') },
        ]}
      />
      {tab === '' ? <RestrictionsInForce /> : <WithoutBasis />}
    </>
  );
}
