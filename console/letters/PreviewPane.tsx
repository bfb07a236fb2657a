import { useWords } from '../words/use-words.js';
import { useQuery } from '@tanstack/react-query';
import { TextField } from '../forms/TextField.js';
import { Failure } from '../parts/Failure.js';
import { LanguageField } from './LanguageField.js';
import { LetterNotes } from './LetterNotes.js';
import { LetterCounts, LetterText } from './LetterPane.js';
import { letterLanguagesQuery } from './letters-query.js';
import type { AheadLetter, LetterDraftWords, Preview } from './use-preview.js';

export function PreviewPane({ preview, shown }: { preview: Preview; shown: AheadLetter | undefined }) {
  const t = useWords();
  return (
    <section className="read spaced print-whole" aria-label={t('approval:preview.title')}>
      <section>
        <div className="section-head">
          <h2>{shown === undefined ? t('approval:preview.title') : t(`letters:kind.${shown.kind}`)}</h2>
          <span className="push fine faint" role="status">
            {preview.isBehind ? t('approval:preview.writing') : t('approval:preview.isCurrent')}
          </span>
        </div>
        <p className="muted">{t('approval:preview.body')}</p>
        <WordsForm words={preview.words} change={preview.change} />
        <Failure title={t('approval:preview.failed')} error={preview.error} />
        {shown === undefined || shown.problem === null ? null : <p className="unsure">{shown.problem}</p>}
        {shown === undefined ? null : <LetterNotes notes={shown.notes} />}
        {shown === undefined ? null : (
          <dl className="key-values">
            <dt>{t('letters:to')}</dt>
            <dd dir="auto">{shown.to ?? t('letters:nobody')}</dd>
          </dl>
        )}
        {shown === undefined ? null : <LetterCounts counts={shown.counts} />}
      </section>
      {shown === undefined ? null : <LetterText subject={shown.subject} text={shown.text} language={shown.language} />}
    </section>
  );
}

function WordsForm({ words, change }: { words: LetterDraftWords; change: (words: Partial<LetterDraftWords>) => void }) {
  const t = useWords();
  const languages = useQuery(letterLanguagesQuery).data?.items.map(({ language }) => language) ?? ['en'];
  return (
    <div className="form-grid">
      <div className="halves">
        <LanguageField
          label={t('letters:language')}
          value={words.language}
          languages={[...new Set([words.language, ...languages])]}
          onChange={(language) => change({ language })}
        />
        <TextField
          label={t('approval:preview.salutation')}
          value={words.salutation}
          maxLength={500}
          onChange={(salutation) => change({ salutation })}
        />
      </div>
      <TextField
        label={t('approval:preview.remarks')}
        rows={3}
        value={words.remarks}
        onChange={(remarks) => change({ remarks })}
      />
    </div>
  );
}
