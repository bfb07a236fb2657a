import { useWords } from '../words/use-words.js';
import { useState } from 'react';
import { useCommand } from '../http/commands.js';
import { Dialog } from '../parts/Dialog.js';
import { Failure } from '../parts/Failure.js';
import { say } from '../state/message.js';

export function AnnotateDialog({ notice, onClose }: { notice: string; onClose: () => void }) {
  const t = useWords();
  const [text, setText] = useState('');
  const annotate = useCommand(notice, 'annotate', () => {
    say(t('notice:annotating.done'));
    onClose();
  });
  return (
    <Dialog
      title={t('notice:annotating.title')}
      onClose={onClose}
      go={{
        label: t('notice:annotating.go'),
        run: () => annotate.mutate({ text: text.trim(), audience: 'internal' }),
        why: text.trim() === '' ? t('notice:annotating.text') : null,
        busy: annotate.isPending ? t('notice:annotating.go') : null,
      }}
    >
      <p>{t('timeline:addHelp')}</p>
      <label>
        {t('notice:annotating.text')}
        <span className="field area">
          <textarea rows={4} value={text} onChange={(event) => setText(event.target.value)} autoFocus />
        </span>
      </label>
      {annotate.error === null ? null : <Failure title={t('notice:annotating.failed')} error={annotate.error} />}
    </Dialog>
  );
}
