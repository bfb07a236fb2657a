import { useState } from 'react';
import { CommandDialog } from '../../forms/CommandDialog.js';
import { TextField } from '../../forms/TextField.js';
import { useCommandForm } from '../../forms/use-command-form.js';
import { RECORD_KEYS } from '../../http/use-write.js';
import { useNoticeByNumber } from '../../linked/find-notice.js';
import { Dialog } from '../../parts/Dialog.js';
import { useWords } from '../../words/use-words.js';
import type { InboundMail } from '../../http/types.js';
import { findNoticeNumber } from './mail.js';

export interface MailDialogProps {
  mail: InboundMail;
  onClose: () => void;
}

export function AttachDialog({ mail, onClose }: MailDialogProps) {
  const t = useWords();
  const [number, setNumber] = useState(findNoticeNumber(mail) ?? '');
  const notice = useNoticeByNumber(number) ?? null;
  const form = useCommandForm({
    to: `/v1/inbound/${mail.id}/attach`,
    refresh: RECORD_KEYS,
    start: { notice: '' },
    body: () => ({ notice: notice?.id }),
    why: () => (notice === null ? t('intake:error.link') : null),
    done: t('inbound:attached'),
    onClose,
  });
  return (
    <CommandDialog
      form={form}
      title={t('inbound:joinTitle')}
      body={t('inbound:joinBody')}
      go={t('inbound:join')}
      failed={t('inbound:notDone')}
      isQuick
    >
      <TextField
        label={t('records:notice')}
        help={notice?.subject ?? ''}
        path="/notice"
        value={number}
        onChange={setNumber}
        autoFocus
      />
    </CommandDialog>
  );
}

export function RejectDialog({ mail, onClose }: MailDialogProps) {
  const t = useWords();
  const form = useCommandForm({
    texts: 'inbound-reject',
    to: `/v1/inbound/${mail.id}/reject`,
    refresh: RECORD_KEYS,
    start: { reason: '' },
    missing: t('inbound:reasonWanted'),
    done: t('inbound:rejected'),
    onClose,
  });
  return (
    <CommandDialog
      form={form}
      title={t('inbound:rejectTitle')}
      body={t('inbound:rejectBody')}
      go={t('inbound:reject')}
      failed={t('inbound:notDone')}
      isQuick
    >
      <TextField label={t('inbound:reason')} autoFocus {...form.field('reason')} />
    </CommandDialog>
  );
}

/** Asks before a notice is created from what looks like a bounce or an automatic reply. */
export function ConfirmAutomatic({ mail, onGo, onClose }: MailDialogProps & { onGo: () => void }) {
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
