import { useWords } from '../../words/use-words.js';
import { CopyButton } from './CopyButton.js';

export function MessageId({ id }: { id: string | null }) {
  const t = useWords();
  if (id === null) return null;
  return (
    <>
      <dt>{t('records:outbox.messageId')}</dt>
      <dd>
        <span className="monospace plain">{id}</span> <CopyButton text={id} what={t('records:outbox.messageId')} />
      </dd>
    </>
  );
}
