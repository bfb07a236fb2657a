import { useWords } from '../words/use-words.js';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../http/call.js';
import { useColleagues } from '../http/colleagues.js';
import { useCommand } from '../http/commands.js';
import { sessionStore } from '../http/session.js';
import type { Notice } from '../http/types.js';
import { LanguageField } from '../letters/LanguageField.js';
import { LetterNotes } from '../letters/LetterNotes.js';
import { letterLanguagesQuery } from '../letters/letters-query.js';
import type { AheadLetter } from '../letters/use-preview.js';
import { Dialog } from '../parts/Dialog.js';
import { Failure } from '../parts/Failure.js';
import { noOffer, toOffer } from '../proposals/offer-form.js';
import { OfferFields } from '../proposals/OfferFields.js';
import { say } from '../state/message.js';
import { useStore } from '../state/store.js';
import { countsText, slotsText, useSubmissionAhead } from './submission-ahead.js';

export default function SubmitDialog({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useWords();
  const known = useQuery(letterLanguagesQuery).data?.items.map((one) => one.language) ?? ['en'];
  const [chosen, setChosen] = useState<string | null>(null);
  const own = notice.language.slice(0, 2);
  const language = chosen ?? (known.includes(own) ? own : 'en');
  const [salutation, setSalutation] = useState('');
  const [remarks, setRemarks] = useState('');
  const [comment, setComment] = useState('');
  const [emergency, setEmergency] = useState(false);
  const fields = {
    ...(salutation.trim() === '' ? {} : { salutation: salutation.trim() }),
    ...(remarks.trim() === '' ? {} : { remarks: remarks.trim() }),
  };
  const isRefusing = useSubmissionAhead(notice)?.byAction.push_back !== undefined;
  const [form, setForm] = useState(noOffer);
  const offer = isRefusing ? toOffer(form) : undefined;
  const letter = { language, fields, ...(offer == null ? {} : { offer }) };
  const letters = useQuery({
    queryKey: ['notice', notice.id, 'letters-preview', letter],
    queryFn: ({ signal }) =>
      call<{ items: AheadLetter[] }>('POST', `/v1/notices/${notice.id}/letters/preview`, {
        body: letter,
        signal,
        background: true,
      }),
    placeholderData: (before) => before,
    retry: false,
  });
  const navigate = useNavigate();
  const submit = useCommand(notice.id, 'submit', (done) => {
    say(t('notice:submitting.done', { number: done.submission?.number ?? '' }));
    onClose();
    void navigate({ to: '/notices/$id/approval', params: { id: notice.id } });
  });
  return (
    <Dialog
      title={t('notice:submitting.title')}
      onClose={onClose}
      wide
      go={{
        label: t('notice:submitting.go'),
        run: () =>
          submit.mutate({
            letter,
            ...(emergency ? { emergency } : {}),
            ...(comment.trim() === '' ? {} : { comment: comment.trim() }),
          }),
        busy: submit.isPending ? t('notice:submitting.busy') : null,
        why: offer === null ? t('proposals:why') : null,
      }}
    >
      <WhatFollows notice={notice} emergency={emergency} />
      <p>{t('notice:submitting.body')}</p>
      <div className="form-grid">
        <LanguageField
          label={t('notice:submitting.language')}
          value={language}
          languages={known}
          onChange={setChosen}
        />
        <label>
          {t('notice:submitting.salutation')}
          <span className="field">
            <input value={salutation} onChange={(event) => setSalutation(event.target.value)} maxLength={500} />
          </span>
        </label>
        <label>
          {t('notice:submitting.remarks')}
          <span className="field area">
            <textarea rows={3} value={remarks} onChange={(event) => setRemarks(event.target.value)} />
          </span>
        </label>
        <label>
          {t('notice:submitting.comment')}
          <span className="field area">
            <textarea rows={2} value={comment} onChange={(event) => setComment(event.target.value)} />
          </span>
        </label>
        {isRefusing ? <OfferFields form={form} mayBeNone onChange={setForm} /> : null}
        <label className="tick">
          <input type="checkbox" checked={emergency} onChange={(event) => setEmergency(event.target.checked)} />
          {t('notice:submitting.emergency')}
        </label>
        {emergency ? <p className="why">{t('notice:submitting.emergencyHelp')}</p> : null}
      </div>
      {(letters.data?.items ?? []).length === 0 ? null : (
        <>
          <h3>{t('notice:submitting.letters')}</h3>
          {letters.data?.items.map((one) => (
            <section key={one.kind + one.subject}>
              <LetterNotes notes={one.notes} />
              <article lang={one.language}>
                <b>{one.subject}</b>
                <p className="plain">{one.text}</p>
              </article>
            </section>
          ))}
        </>
      )}
      {submit.error === null ? null : <Failure title={t('notice:notSubmitted')} error={submit.error} />}
    </Dialog>
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
