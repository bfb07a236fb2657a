import { useState } from 'react';
import { NOTICE_KINDS, type NoticeKind } from '../../../domain/notices/notice.js';
import { useWords } from '../../words/use-words.js';
import { errorAt, Field } from '../list/Field.js';
import { Saving } from '../list/Saving.js';
import { TextField } from '../list/TextField.js';
import { useChange } from '../people/use-change.js';
import type { InboundMail } from '../../http/types.js';
import { isMachineMail } from './mail.js';

/** Creates a notice from a mail; a person has to check the proposed values first. */
export function AcceptDialog({ mail, onClose }: { mail: InboundMail; onClose: () => void }) {
  const t = useWords();
  const { proposal } = mail;
  const [authority, setAuthority] = useState(proposal.authority ?? '');
  const [country, setCountry] = useState((proposal.authority ?? '').slice(0, 2).toUpperCase());
  const [kind, setKind] = useState<NoticeKind>('request');
  const [regime, setRegime] = useState(proposal.regime ?? '');
  const [reference, setReference] = useState('');
  const [subject, setSubject] = useState(mail.subject);
  const save = useChange({
    method: 'POST',
    path: `/v1/inbound/${mail.id}/accept`,
    done: t('inbound:accepted'),
    onDone: onClose,
  });
  const { error } = save;
  const body = {
    kind,
    authority: authority.trim(),
    jurisdiction: country.trim().toUpperCase(),
    ...(regime.trim() === '' ? {} : { regime: regime.trim() }),
    reference: reference.trim(),
    subject: subject.trim(),
    body: mail.text ?? '',
    targetsFollow: true,
    ...(isMachineMail(mail) ? { confirmAutomatic: true } : {}),
  };
  return (
    <Saving
      title={t('inbound:takeTitle')}
      body={t('inbound:takeBody')}
      go={t('inbound:take')}
      failed={t('inbound:notDone')}
      isSaving={save.isPending}
      error={error}
      fields={['authority', 'jurisdiction', 'kind', 'regime', 'reference', 'subject']}
      why={body.authority === '' || body.jurisdiction.length !== 2 ? t('inbound:authorityWanted') : null}
      onSave={() => save.mutate(body)}
      onClose={onClose}
    >
      <TextField
        label={t('intake:authority')}
        value={authority}
        help={t('intake:authorityHelp')}
        error={errorAt(error, '/authority')}
        onChange={setAuthority}
        autoFocus
      />
      <TextField
        label={t('intake:country')}
        value={country}
        help={t('intake:countryHelp')}
        error={errorAt(error, '/jurisdiction')}
        onChange={setCountry}
      />
      <Field label={t('inbound:documentKind')} error={errorAt(error, '/kind')}>
        {(given) => (
          <select {...given} value={kind} onChange={(event) => setKind(event.target.value as NoticeKind)}>
            {NOTICE_KINDS.map((one) => (
              <option key={one} value={one}>
                {t(`words:kind.${one}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      <TextField label={t('inbound:law')} value={regime} error={errorAt(error, '/regime')} onChange={setRegime} />
      <TextField
        label={t('inbound:reference')}
        value={reference}
        error={errorAt(error, '/reference')}
        onChange={setReference}
      />
      <TextField
        label={t('inbound:subject')}
        value={subject}
        error={errorAt(error, '/subject')}
        onChange={setSubject}
      />
    </Saving>
  );
}
