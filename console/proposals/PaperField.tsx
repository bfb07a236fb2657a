import { useQuery } from '@tanstack/react-query';
import { documentsQuery } from '../http/queries.js';
import { Field } from '../intake/Field.js';
import { correspondenceQuery } from '../letters/letters-query.js';
import { useWords } from '../words/use-words.js';

/** A reply of the authority or a paper of the notice, as it is sent. */
export type ChosenPaper = { reply: number } | { document: string } | Record<string, never>;

/** The paper of the authority that says something: a reply or a paper of the notice. */
export function PaperField({
  notice,
  value,
  onChange,
}: {
  notice: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const t = useWords();
  const papers = useQuery(documentsQuery(notice)).data?.items ?? [];
  const said = useQuery(correspondenceQuery(notice)).data?.items ?? [];
  return (
    <Field label={t('proposals:paper.label')}>
      {(given) => (
        <select {...given} value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">{t('proposals:paper.none')}</option>
          {said.flatMap(({ kind, n, subject }) =>
            kind === 'reply' && n !== null
              ? [
                  <option key={`reply ${n}`} value={`reply:${n}`}>
                    {t('proposals:paper.reply', { n })} {subject}
                  </option>,
                ]
              : [],
          )}
          {papers.map(({ sha256, name }) => (
            <option key={sha256} value={`document:${sha256}`}>
              {name}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

/** What was chosen, as it is sent. */
export function toPaper(value: string): ChosenPaper {
  const [kind, which = ''] = value.split(':');
  if (kind === 'reply') return { reply: Number(which) };
  return kind === 'document' ? { document: which } : {};
}
