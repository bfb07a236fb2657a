import { useState } from 'react';
import { Dialog } from './Dialog.js';
import { Failure } from './Failure.js';
import { useWords } from '../words/use-words.js';

interface ReasonDialogProps {
  title: string;
  body: string;
  go: string;
  busy: string;
  failed: string;
  isPending: boolean;
  error: unknown;
  danger?: boolean;
  onGo: (reason: string) => void;
  onClose: () => void;
}

export function ReasonDialog(props: ReasonDialogProps) {
  const { title, body, go, busy, failed, isPending, error, danger, onGo, onClose } = props;
  const t = useWords();
  const [reason, setReason] = useState('');
  const isEmpty = reason.trim() === '';
  return (
    <Dialog
      title={title}
      onClose={onClose}
      go={{
        label: go,
        run: () => onGo(reason.trim()),
        why: isEmpty ? t('frame:reason.need') : null,
        busy: isPending ? busy : null,
        danger: danger === true,
      }}
    >
      <p>{body}</p>
      <label>
        {t('frame:reason.label')}
        <span className="field area">
          <textarea
            rows={4}
            maxLength={4_000}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            autoFocus
          />
        </span>
      </label>
      {error === null ? null : <Failure title={failed} error={error} />}
    </Dialog>
  );
}
