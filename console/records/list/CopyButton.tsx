import { Button } from '../../parts/Button.js';
import { say } from '../../state/message.js';
import { useWords } from '../../words/use-words.js';
import { Fact } from '../../parts/Fact.js';

export function CopyButton({ text, what, children }: { text: string; what: string; children?: string }) {
  const t = useWords();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      say(t('records:copied', { what }));
    } catch {
      // Browsers deny the clipboard on insecure origins or without permission.
      say(t('records:notCopied', { what }));
    }
  };
  return (
    <Button size="small" variant="quiet" label={t('records:copyWhat', { what })} onPress={() => void copy()}>
      {children ?? t('frame:copy')}
    </Button>
  );
}

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
