import { useWords } from '../words/use-words.js';
import { RecordsBar } from './list/RecordsBar.js';
import { tabOf } from './list/RecordTabs.js';
import { useAddress } from './list/use-address.js';
import { InForce } from './restrictions/InForce.js';
import { WithoutBasis } from './restrictions/WithoutBasis.js';

export function RestrictionsScreen() {
  const t = useWords();
  const title = t('frame:go.restrictions');
  const [address] = useAddress();
  const tab = tabOf(address, ['', 'without-basis']);
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
      {tab === '' ? <InForce /> : <WithoutBasis />}
    </>
  );
}
