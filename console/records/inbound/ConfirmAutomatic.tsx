import { Dialog } from '../../parts/Dialog.js';
import { useWords } from '../../words/use-words.js';
import type { InboundMail } from '../../http/types.js';

/** Asks before a notice is created from what looks like a bounce or an automatic reply. */
export function ConfirmAutomatic({
  mail,
  onGo,
  onClose,
}: {
  mail: InboundMail;
  onGo: () => void;
  onClose: () => void;
}) {
  const t = useWords();
  const kind = mail.proposal.kind as 'bounce' | 'automatic';
  return (
    <Dialog
      role="alertdialog"
      title={t('inbound:automaticTitle')}
      onClose={onClose}
      go={{ label: t('inbound:automaticGo'), run: onGo, danger: true }}
    >
      <p>{t(`inbound:automaticBody.${kind}`)}</p>
    </Dialog>
  );
}
