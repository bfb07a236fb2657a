import { Button } from '../../parts/Button.js';
import { Dialog } from '../../parts/Dialog.js';
import { useWords } from '../../words/use-words.js';
import { CopyButton } from './CopyButton.js';

interface ShownOnceProps {
  title: string;
  body: string;
  /** The secret; undefined if it was shown before. */
  text: string | undefined;
  what: string;
  gone: string;
  onClose: () => void;
}

/** Shows a secret for the only time; only the dialog's own button closes it. */
export function ShownOnce({ title, body, text, what, gone, onClose }: ShownOnceProps) {
  const t = useWords();
  return (
    <Dialog
      title={title}
      onClose={onClose}
      fixed
      role="alertdialog"
      footer={
        <Button variant="primary" onPress={onClose}>
          {t('records:people.keyKept')}
        </Button>
      }
    >
      <p>{body}</p>
      {text === undefined ? <p className="why invalid">{gone}</p> : <Secret text={text} what={what} />}
    </Dialog>
  );
}

export function Secret({ text, what }: { text: string; what: string }) {
  return (
    <>
      <pre tabIndex={0} role="region" aria-label={what} className="plain">
        {text}
      </pre>
      <div>
        <CopyButton text={text} what={what} />
      </div>
    </>
  );
}
