import { REQUESTED_LETTERS, type RequestedLetterKind } from '../../../domain/letters/letter.js';
import { SelectField } from '../../forms/choices.js';
import { CommandDialog } from '../../forms/CommandDialog.js';
import { toOptions } from '../../forms/Segments.js';
import { TextField } from '../../forms/TextField.js';
import { useNoticeForm } from '../../forms/use-command-form.js';
import { pickInstant, readWhen } from '../../forms/when/when.js';
import { WhenField } from '../../forms/when/WhenField.js';
import { ownZone } from '../../forms/when/zones.js';
import type { Notice } from '../../http/types.js';
import { noOffer, toOffer } from '../../proposals/offer-form.js';
import { OfferFields } from '../../proposals/OfferFields.js';
import { nowMs } from '../../state/now.js';
import { useWords } from '../../words/use-words.js';

interface RequestForm {
  kind: RequestedLetterKind;
  with: string;
  subject: string;
  proposal: string;
  offer: typeof noOffer;
  meeting: string;
  place: string;
}

const EMPTY: RequestForm = {
  kind: 'dialogue_request',
  with: '',
  subject: '',
  proposal: '',
  offer: noOffer,
  meeting: '',
  place: '',
};

interface DialogueActProps {
  notice: Notice;
  onClose: () => void;
}

export function RequestDialogueAct({ notice, onClose }: DialogueActProps) {
  const t = useWords();
  const zone = ownZone();
  const readMeeting = (when: string) => readWhen(when, { zone, now: nowMs() });
  const form = useNoticeForm(notice.id, 'request-dialogue', {
    start: EMPTY,
    body: ({ kind, offer, meeting, place, ...texts }) => {
      const at = pickInstant(readMeeting(meeting));
      const made = toOffer(offer);
      return {
        kind,
        with: texts.with.trim(),
        subject: texts.subject.trim(),
        proposal: texts.proposal.trim(),
        ...(made == null ? {} : { offer: made }),
        ...(at === null ? {} : { meeting: { at, minutes: 60, place: place.trim() } }),
      };
    },
    missing: t('acts:dialogue.why'),
    why: ({ offer, meeting }) => {
      const when = readMeeting(meeting);
      if (when.state !== 'empty' && pickInstant(when) === null) return t('intake:when.why');
      return toOffer(offer) === null ? t('proposals:why') : null;
    },
    done: t('acts:dialogue.done'),
    onClose,
  });
  const { meeting } = form.values;
  return (
    <CommandDialog
      form={form}
      title={t('acts:dialogue.title')}
      body={t('acts:dialogue.body')}
      go={t('acts:dialogue.go')}
    >
      <SelectField
        label={t('acts:dialogue.kind')}
        help={t('acts:dialogue.kindHelp')}
        options={toOptions(REQUESTED_LETTERS, (kind) => t(`letters:kind.${kind}`))}
        {...form.field('kind')}
      />
      <TextField label={t('acts:dialogue.with')} help={t('acts:dialogue.withHelp')} {...form.field('with')} autoFocus />
      <TextField label={t('acts:dialogue.subject')} {...form.field('subject')} />
      <TextField label={t('acts:dialogue.proposal')} rows={4} {...form.field('proposal')} />
      <OfferFields mayBeNone {...form.field('offer')} />
      <WhenField
        label={t('acts:dialogue.when')}
        help={t('acts:dialogue.whenHelp')}
        placeholder={t('intake:when.aheadPlaceholder')}
        zone={zone}
        {...form.field('meeting')}
      />
      {pickInstant(readMeeting(meeting)) === null ? null : (
        <TextField label={t('acts:dialogue.place')} {...form.field('place')} path="/meeting/place" />
      )}
    </CommandDialog>
  );
}

export function RecordDialogueAct({ notice, onClose }: DialogueActProps) {
  const t = useWords();
  const form = useNoticeForm(notice.id, 'record-dialogue', {
    start: { outcome: '', minutes: '', offer: noOffer },
    body: ({ outcome, minutes, offer }) => {
      const made = toOffer(offer);
      return { outcome: outcome.trim(), minutes: minutes.trim(), ...(made == null ? {} : { offer: made }) };
    },
    missing: t('acts:record.why'),
    why: ({ offer }) => (toOffer(offer) === null ? t('proposals:why') : null),
    done: t('acts:record.done'),
    onClose,
  });
  return (
    <CommandDialog form={form} title={t('acts:record.title')} body={t('acts:record.body')} go={t('acts:record.go')}>
      <TextField label={t('acts:record.outcome')} {...form.field('outcome')} autoFocus />
      <TextField label={t('acts:record.minutes')} rows={6} {...form.field('minutes')} />
      <OfferFields mayBeNone {...form.field('offer')} />
    </CommandDialog>
  );
}
