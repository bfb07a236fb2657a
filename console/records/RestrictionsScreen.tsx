import { useWords } from '../words/use-words.js';
import { RecordScreen } from './list/RecordScreen.js';
import { RestrictionsInForce } from './restrictions/InForce.js';
import { WithoutBasis } from './restrictions/WithoutBasis.js';

export function RestrictionsScreen() {
  const t = useWords();
  return (
    <RecordScreen
      title={t('frame:go.restrictions')}
      tabs={[
        { id: '', label: t('records:restrictions.inForce'), body: RestrictionsInForce },
        { id: 'without-basis', label: t('records:restrictions.withoutBasis'), body: WithoutBasis },
      ]}
    />
  );
}
