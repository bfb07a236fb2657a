import { formatInstant } from '../parts/format.js';
import { useWords } from '../words/use-words.js';
import type { SubmissionRecord } from './types.js';

interface ReturnedBeforeProps {
  submission: SubmissionRecord;
  before: SubmissionRecord | undefined;
  readerId: string;
}

export function ReturnedBefore({ submission, before, readerId }: ReturnedBeforeProps) {
  const t = useWords();
  const { comment, letter } = submission;
  const returned = before?.returned ?? null;
  const formatName = (id: string, name: string) => (id === readerId ? t('approval:came.you') : name);
  const remarks = letter?.fields.remarks ?? '';
  return (
    <div>
      <div className="section-head">
        <h2>
          {returned === null || before === undefined
            ? t('approval:came.word')
            : t('approval:came.title', { number: before.number })}
        </h2>
      </div>
      {returned === null ? null : (
        <blockquote className="said plain" dir="auto">
          {returned.reason}
          <footer>
            {t('approval:came.returned', {
              name: formatName(returned.by, returned.byName),
              at: formatInstant(returned.at),
            })}
          </footer>
        </blockquote>
      )}
      {comment === null || comment === '' ? (
        <p className="muted said-gap">
          {t('approval:came.silent', { name: formatName(submission.by, submission.byName) })}
        </p>
      ) : (
        <blockquote className="said plain said-gap" dir="auto">
          {comment}
          <footer>
            {t('approval:came.submitted', {
              name: formatName(submission.by, submission.byName),
              at: formatInstant(submission.at),
            })}
          </footer>
        </blockquote>
      )}
      {remarks === '' ? null : (
        <blockquote className="said plain said-gap" dir="auto" lang={letter?.language}>
          {remarks}
          <footer>{t('approval:came.remarks')}</footer>
        </blockquote>
      )}
    </div>
  );
}
