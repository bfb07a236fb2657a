import { useState } from 'react';
import { NOTICE_KINDS, type NoticeKind } from '../../../domain/notices/notice.js';
import { SelectField } from '../../forms/choices.js';
import { toOptions } from '../../forms/Segments.js';
import { CommandDialog } from '../../forms/CommandDialog.js';
import { TextField } from '../../forms/TextField.js';
import { useCommandForm } from '../../forms/use-command-form.js';
import { RECORD_KEYS } from '../../http/use-write.js';
import { useNoticeByNumber } from '../../linked/find-notice.js';
import { Dialog } from '../../parts/Dialog.js';
import { useWords } from '../../words/use-words.js';
import type { InboundMail } from '../../http/types.js';
import { isMachineMail } from './mail.js';

interface MailDialogProps {
  mail: InboundMail;
  onClose: () => void;
}

interface AcceptForm {
  authority: string;
  jurisdiction: string;
  kind: NoticeKind;
  regime: string;
  reference: string;
  subject: string;
}

const proposeForm = ({ proposal, subject }: InboundMail): AcceptForm => ({
  authority: proposal.authority ?? '',
  jurisdiction: (proposal.authority ?? '').slice(0, 2).toUpperCase(),
  kind: 'request',
  regime: proposal.regime ?? '',
  reference: '',
  subject,
});

/** Creates a notice from a mail; a person has to check the proposed values first. */
export function AcceptDialog({ mail, onClose }: MailDialogProps) {
  const t = useWords();
  const form = useCommandForm({
    to: `/v1/inbound/${mail.id}/accept`,
    refresh: RECORD_KEYS,
    start: proposeForm(mail),
    body: ({ authority, jurisdiction, kind, regime, reference, subject }) => ({
      kind,
      authority: authority.trim(),
      jurisdiction: jurisdiction.trim().toUpperCase(),
      ...(regime.trim() === '' ? {} : { regime: regime.trim() }),
      reference: reference.trim(),
      subject: subject.trim(),
      body: mail.text ?? '',
      targetsFollow: true,
      ...(isMachineMail(mail) ? { confirmAutomatic: true } : {}),
    }),
    why: ({ authority, jurisdiction }) =>
      authority.trim() === '' || jurisdiction.trim().length !== 2 ? t('inbound:authorityWanted') : null,
    done: t('inbound:accepted'),
    onClose,
  });
  const { field } = form;
  return (
    <CommandDialog
      form={form}
      title={t('inbound:takeTitle')}
      body={t('inbound:takeBody')}
      go={t('inbound:take')}
      failed={t('inbound:notDone')}
      isQuick
    >
      <TextField label={t('intake:authority')} help={t('intake:authorityHelp')} autoFocus {...field('authority')} />
      <TextField label={t('intake:country')} help={t('intake:countryHelp')} {...field('jurisdiction')} />
      <SelectField
        label={t('inbound:documentKind')}
        options={toOptions(NOTICE_KINDS, (kind) => t(`words:kind.${kind}`))}
        {...field('kind')}
      />
      <TextField label={t('inbound:law')} {...field('regime')} />
      <TextField label={t('inbound:reference')} {...field('reference')} />
      <TextField label={t('inbound:subject')} {...field('subject')} />
    </CommandDialog>
  );
}

export function AttachDialog({ mail, onClose }: MailDialogProps) {
  const t = useWords();
  const [found = ''] = /N-\d{4}-\d{6,}/i.exec(mail.subject) ?? [];
  const [number, setNumber] = useState(found);
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
