import { useWords } from '../../words/use-words.js';
import { useState } from 'react';
import { useCommand } from '../../http/commands.js';
import type { Notice } from '../../http/types.js';
import { pickInstant, readWhen } from '../../intake/when/when.js';
import { WhenField } from '../../intake/when/WhenField.js';
import { ownZone } from '../../intake/when/zones.js';
import { noOffer, toOffer } from '../../proposals/offer-form.js';
import { OfferFields } from '../../proposals/OfferFields.js';
import { say } from '../../state/message.js';
import { nowMs } from '../../state/now.js';
import { ActDialog, ActField } from './ActDialog.js';

export function RequestDialogueAct({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useWords();
  const [office, setOffice] = useState('');
  const [subject, setSubject] = useState('');
  const [proposal, setProposal] = useState('');
  const [when, setWhen] = useState('');
  const [place, setPlace] = useState('');
  const zone = ownZone();
  const meetingAt = readWhen(when, { zone, now: nowMs() });
  const at = pickInstant(meetingAt);
  const request = useCommand(notice.id, 'request-dialogue', () => {
    say(t('acts:dialogue.done'));
    onClose();
  });
  const isReady = [office, subject, proposal].every((text) => text.trim() !== '');
  const isUnread = meetingAt.state !== 'empty' && at === null;
  const [form, setForm] = useState(noOffer);
  const offer = toOffer(form);
  return (
    <ActDialog
      title={t('acts:dialogue.title')}
      body={t('acts:dialogue.body')}
      go={t('acts:dialogue.go')}
      why={
        isUnread ? t('intake:when.why') : !isReady ? t('acts:dialogue.why') : offer === null ? t('proposals:why') : null
      }
      pending={request.isPending}
      error={request.error}
      onGo={() =>
        request.mutate({
          with: office.trim(),
          subject: subject.trim(),
          proposal: proposal.trim(),
          ...(offer == null ? {} : { offer }),
          ...(at === null ? {} : { meeting: { at, minutes: 60, place: place.trim() } }),
        })
      }
      onClose={onClose}
    >
      <ActField
        label={t('acts:dialogue.with')}
        help={t('acts:dialogue.withHelp')}
        value={office}
        onChange={setOffice}
        autoFocus
      />
      <ActField label={t('acts:dialogue.subject')} value={subject} onChange={setSubject} />
      <ActField label={t('acts:dialogue.proposal')} rows={4} value={proposal} onChange={setProposal} />
      <OfferFields form={form} mayBeNone onChange={setForm} />
      <WhenField
        label={t('acts:dialogue.when')}
        help={t('acts:dialogue.whenHelp')}
        placeholder={t('intake:when.aheadPlaceholder')}
        value={when}
        zone={zone}
        onChange={setWhen}
      />
      {at === null ? null : <ActField label={t('acts:dialogue.place')} value={place} onChange={setPlace} />}
    </ActDialog>
  );
}

export function RecordDialogueAct({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useWords();
  const [outcome, setOutcome] = useState('');
  const [minutes, setMinutes] = useState('');
  const [form, setForm] = useState(noOffer);
  const offer = toOffer(form);
  const record = useCommand(notice.id, 'record-dialogue', () => {
    say(t('acts:record.done'));
    onClose();
  });
  return (
    <ActDialog
      title={t('acts:record.title')}
      body={t('acts:record.body')}
      go={t('acts:record.go')}
      why={outcome.trim() === '' ? t('acts:record.why') : offer === null ? t('proposals:why') : null}
      pending={record.isPending}
      error={record.error}
      onGo={() =>
        record.mutate({ outcome: outcome.trim(), minutes: minutes.trim(), ...(offer == null ? {} : { offer }) })
      }
      onClose={onClose}
    >
      <ActField label={t('acts:record.outcome')} value={outcome} onChange={setOutcome} autoFocus />
      <ActField label={t('acts:record.minutes')} rows={6} value={minutes} onChange={setMinutes} />
      <OfferFields form={form} mayBeNone onChange={setForm} />
    </ActDialog>
  );
}
