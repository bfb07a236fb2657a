import { useWords } from '../../words/use-words.js';
import { ShownOnce } from '../list/ShownOnce.js';

export function ShownSecret({ name, text, onClose }: { name: string; text: string | undefined; onClose: () => void }) {
  const t = useWords();
  return (
    <ShownOnce
      title={t('records:subscribers.made', { name })}
      body={t('records:subscribers.once')}
      text={text}
      what={t('records:subscribers.theSecret')}
      gone={t('records:subscribers.gone')}
      onClose={onClose}
    />
  );
}
