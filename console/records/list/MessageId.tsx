import { Fact } from '../../parts/Fact.js';
import { useWords } from '../../words/use-words.js';
import { CopyButton } from './CopyButton.js';

export function MessageId({ id }: { id: string | null }) {
  const t = useWords();
  const what = t('records:outbox.messageId');
  return (
    <Fact name={what}>
      {id === null ? null : (
        <>
          <span className="monospace plain">{id}</span> <CopyButton text={id} what={what} />
        </>
      )}
    </Fact>
  );
}
