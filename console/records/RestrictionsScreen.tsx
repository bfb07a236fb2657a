import { Bar } from '../frame/Bar.js';
import { useTitleOf } from '../state/title.js';
import { useWords } from '../words/use-words.js';
import { RecordTabs, tabOf } from './list/RecordTabs.js';
import { useAddress } from './list/use-address.js';
import { InForce } from './restrictions/InForce.js';
import { WithoutBasis } from './restrictions/WithoutBasis.js';

/** What is in force on the platform, and what of it no living order supports. */
export function RestrictionsScreen() {
  const t = useWords();
  const title = t('frame:go.restrictions');
  useTitleOf(title);
  const [address] = useAddress();
  const tab = tabOf(address, ['', 'without-basis']);
  return (
    <>
      <Bar>
        <h1 className="where">{title}</h1>
        <RecordTabs
          label={title}
          now={tab}
          tabs={[
            { id: '', label: t('records:restrictions.inForce') },
            { id: 'without-basis', label: t('records:restrictions.withoutBasis') },
          ]}
        />
      </Bar>
      {tab === '' ? <InForce /> : <WithoutBasis />}
    </>
  );
}
