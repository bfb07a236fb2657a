import { Dialog } from '../parts/Dialog.js';
import { useWords } from '../words/use-words.js';
import { OwnSettings } from './OwnSettings.js';

/** What is the reader's alone. */
export default function OwnDialog({ onKeys, onClose }: { onKeys: () => void; onClose: () => void }) {
  const t = useWords();
  return (
    <Dialog title={t('frame:settings')} onClose={onClose} hasClose>
      <div className="stack gap-above">
        <OwnSettings
          onKeys={() => {
            onClose();
            onKeys();
          }}
        />
      </div>
    </Dialog>
  );
}
