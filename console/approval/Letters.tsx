import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import { SUBMISSION_LETTERS } from '../../domain/letters/letter.js';
import { findOneOf } from '../../domain/is-one-of.js';
import { TextDifference } from '../parts/TextDifference.js';
import { useState } from 'react';
import { Segments } from '../forms/Segments.js';
import { useMay } from '../http/may.js';
import type { Notice } from '../http/types.js';
import { AnswerDuties } from '../letters/AnswerDuties.js';
import { LetterNotes } from '../letters/LetterNotes.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { formatLanguage } from '../parts/format.js';
import { Icon } from '../parts/Icon.js';
import { useStore } from '../state/store.js';
import { useWords } from '../words/use-words.js';
import { letterKey, markOpened, openedLetters } from './opened-letters.js';
import { mayReadLetters, returnedLettersQuery, type ShownLetter } from './queries.js';
import type { SubmissionRecord } from './types.js';

interface LettersProps {
  answer: Notice['answer'];
  submission: SubmissionRecord;
  letters: UseQueryResult<ShownLetter[]>;
  notice: string;
  /** The returned submission to compare with; null: none. */
  against: number | null;
}

/** The letters of the submission, collapsed; expanding a letter is what counts as reading it. */
export function Letters({ answer, submission, letters, notice, against }: LettersProps) {
  const t = useWords();
  const may = useMay();
  const { data, error } = letters;
  const before = useQuery({ ...returnedLettersQuery(notice, against ?? 0), enabled: against !== null }).data ?? [];
  return (
    <section>
      <div className="section-head">
        <h2>{t('approval:letters.title')}</h2>
      </div>
      {mayReadLetters(may, submission) ? null : <p className="muted">{t('letters:noAccess')}</p>}
      <Failure title={t('letters:failed')} error={error} onRetry={() => void letters.refetch()} />
      {data?.length === 0 ? <p className="muted">{t('approval:letters.none')}</p> : null}
      <AnswerDuties answer={answer} />
      <ul className="letters">
        {(data ?? []).map((letter) => (
          <OneLetter
            key={letter.kind + letter.subject}
            letter={letter}
            digest={submission.digest}
            before={before.find(({ kind }) => kind === letter.kind) ?? null}
            against={against}
          />
        ))}
      </ul>
    </section>
  );
}

interface OneLetterProps {
  letter: ShownLetter;
  digest: string;
  /** The letter of the submission to compare with. */
  before: ShownLetter | null;
  against: number | null;
}

function OneLetter({ letter, digest, before, against }: OneLetterProps) {
  const t = useWords();
  const [isOpen, setOpen] = useState(false);
  const key = letterKey(digest, letter.kind);
  const wasOpened = useStore(openedLetters).has(key);
  const leaves = findOneOf(SUBMISSION_LETTERS, letter.kind);
  const id = `letter-${letter.kind}`;
  return (
    <li>
      <div className="section-head">
        <h3>{t(`letters:kind.${letter.kind}`)}</h3>
        <span className="muted fine" dir="auto">
          {t('approval:letters.about', {
            to: letter.to ?? t('approval:letters.nobody'),
            language: formatLanguage(letter.language),
          })}
          {letter.state === undefined ? '' : `, ${t(`approval:letters.state.${letter.state}`)}`}
        </span>
        <span className={wasOpened ? 'push fine muted nowrap' : 'push fine caution-ink nowrap'}>
          <Icon name={wasOpened ? 's-met' : 'm-warn'} />{' '}
          {t(wasOpened ? 'approval:letters.opened' : 'approval:letters.unopened')}
        </span>
        <Button
          size="small"
          expanded={isOpen}
          onPress={() => {
            setOpen(!isOpen);
            markOpened(key);
          }}
        >
          {t(isOpen ? 'approval:letters.close' : 'approval:letters.open')}
          <span className="visually-hidden"> {t(`letters:kind.${letter.kind}`)}</span>
        </Button>
      </div>
      {leaves === undefined || letter.state !== undefined ? null : (
        <p className="why">{t(`approval:letters.when.${leaves}`)}</p>
      )}
      {letter.problem == null ? null : (
        <p className="danger-ink">{t('approval:letters.problem', { problem: letter.problem })}</p>
      )}
      <LetterNotes notes={letter.notes ?? []} />
      {isOpen ? <LetterText id={id} letter={letter} before={before} against={against} /> : null}
    </li>
  );
}

function LetterText({ id, letter, before, against }: Omit<OneLetterProps, 'digest'> & { id: string }) {
  const t = useWords();
  const [isPlain, setPlain] = useState(false);
  const isCompared = before !== null && before.text !== '' && !isPlain;
  return (
    <>
      {before === null || before.text === '' ? null : (
        <Segments
          label={t('approval:letters.compare')}
          options={[
            { value: 'diff', text: t('approval:letters.with', { number: against ?? 0 }) },
            { value: 'plain', text: t('approval:letters.plain') },
          ]}
          value={isPlain ? 'plain' : 'diff'}
          onChange={(value) => setPlain(value === 'plain')}
        />
      )}
      <article className="letter letter-open" id={id} lang={letter.language} dir="auto">
        <b>{isCompared ? <TextDifference before={before.subject} after={letter.subject} /> : letter.subject}</b>
        <p className="plain">
          {isCompared ? <TextDifference before={before.text} after={letter.text} /> : letter.text}
        </p>
      </article>
    </>
  );
}
