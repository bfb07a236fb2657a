import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { Tick } from '../forms/choices.js';
import { CommandDialog } from '../forms/CommandDialog.js';
import { TextField } from '../forms/TextField.js';
import { useNoticeForm } from '../forms/use-command-form.js';
import { call } from '../http/call.js';
import { useColleagues } from '../http/colleagues.js';
import type { Commanded } from '../http/commands.js';
import { sessionStore } from '../http/session.js';
import type { Notice } from '../http/types.js';
import { LanguageField } from '../letters/LanguageField.js';
import { LetterNotes } from '../letters/LetterNotes.js';
import { letterLanguagesQuery } from '../letters/letters-query.js';
import type { AheadLetter } from '../letters/use-preview.js';
import { noOffer, toOffer } from '../proposals/offer-form.js';
import { OfferFields } from '../proposals/OfferFields.js';
import { NecessityFields, necessityQuery } from '../review/Necessity.js';
import { useStore } from '../state/store.js';
import { useWords } from '../words/use-words.js';
import { countsText, slotsText, useSubmissionAhead } from './submission-ahead.js';

interface SubmitForm {
  /** Null: that of the law, else of the notice, if letters exist in it. */
  language: string | null;
  salutation: string;
  remarks: string;
  comment: string;
  offer: typeof noOffer;
  emergency: boolean;
}

const EMPTY: SubmitForm = {
  language: null,
  salutation: '',
  remarks: '',
  comment: '',
  offer: noOffer,
  emergency: false,
};

export default function SubmitDialog({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useWords();
  const navigate = useNavigate();
  const languages = useQuery(letterLanguagesQuery).data?.items.map((one) => one.language) ?? ['en'];
  const necessity = useQuery(necessityQuery(notice.id)).data;
  const own = notice.answer.language.slice(0, 2);
  const isRefusing = useSubmissionAhead(notice)?.byAction.push_back !== undefined;
  const findLanguage = (chosen: string | null) => chosen ?? (languages.includes(own) ? own : 'en');
  const findOffer = ({ offer }: SubmitForm) => (isRefusing ? toOffer(offer) : undefined);
  const toLetter = (values: SubmitForm) => {
    const offer = findOffer(values);
    return {
      language: findLanguage(values.language),
      fields: { ...given('salutation', values.salutation), ...given('remarks', values.remarks) },
      ...(offer == null ? {} : { offer }),
    };
  };
  const form = useNoticeForm(notice.id, 'submit', {
    start: EMPTY,
    body: (values) => ({
      letter: toLetter(values),
      ...(values.emergency ? { emergency: true } : {}),
      ...given('comment', values.comment),
    }),
    why: (values) =>
      findOffer(values) === null
        ? t('proposals:why')
        : necessity?.current === false
          ? t('review:necessity.first')
          : null,
    done: ({ submission }: Commanded) => t('notice:submitting.done', { number: submission?.number ?? '' }),
    onDone: () => {
      onClose();
      void navigate({ to: '/notices/$id/approval', params: { id: notice.id } });
    },
    onClose,
  });
  const { field, values } = form;
  return (
    <CommandDialog
      form={form}
      title={t('notice:submitting.title')}
      wide
      go={t('notice:submitting.go')}
      failed={t('notice:notSubmitted')}
      busy={t('notice:submitting.busy')}
      after={<Preview notice={notice.id} letter={toLetter(values)} />}
    >
      <WhatFollows notice={notice} emergency={values.emergency} />
      <NecessityFields notice={notice} />
      <p>{t('notice:submitting.body')}</p>
      <LanguageField
        label={t('notice:submitting.language')}
        languages={languages}
        {...field('language')}
        value={findLanguage(values.language)}
      />
      <TextField label={t('notice:submitting.salutation')} {...field('salutation')} />
      <TextField label={t('notice:submitting.remarks')} rows={3} {...field('remarks')} />
      <TextField label={t('notice:submitting.comment')} rows={2} {...field('comment')} />
      {isRefusing ? <OfferFields mayBeNone {...field('offer')} /> : null}
      <Tick label={t('notice:submitting.emergency')} {...field('emergency')} />
      {values.emergency ? <p className="why">{t('notice:submitting.emergencyHelp')}</p> : null}
    </CommandDialog>
  );
}

function given(name: 'salutation' | 'remarks' | 'comment', text: string) {
  return text.trim() === '' ? {} : { [name]: text.trim() };
}

function Preview({ notice, letter }: { notice: string; letter: object }) {
  const t = useWords();
  const letters = useQuery({
    queryKey: ['notice', notice, 'letters-preview', letter],
    queryFn: ({ signal }) =>
      call<{ items: AheadLetter[] }>('POST', `/v1/notices/${notice}/letters/preview`, {
        body: letter,
        signal,
        background: true,
      }),
    placeholderData: (before) => before,
    retry: false,
  }).data?.items;
  if (letters === undefined || letters.length === 0) return null;
  return (
    <>
      <h3>{t('notice:submitting.letters')}</h3>
      {letters.map((one) => (
        <section key={one.kind + one.subject}>
          <LetterNotes notes={one.notes} />
          <article lang={one.language}>
            <b>{one.subject}</b>
            <p className="plain">{one.text}</p>
          </article>
        </section>
      ))}
    </>
  );
}

function WhatFollows({ notice, emergency }: { notice: Notice; emergency: boolean }) {
  const t = useWords();
  const ahead = useSubmissionAhead(notice);
  const people = useColleagues();
  const { session } = useStore(sessionStore);
  if (ahead === undefined || session === null) return <p className="why">{t('notice:submitting.counting')}</p>;
  return (
    <div>
      <p className="medium number">{countsText(ahead, t)}</p>
      <p>{slotsText(ahead, { people, me: session.person.id, emergency, massTargets: session.massTargets }, t)}</p>
    </div>
  );
}
