import { useQueries, useQuery } from '@tanstack/react-query';
import { documentsQuery, noticeQuery } from '../http/queries.js';
import { FormField } from '../intake/Field.js';
import { correspondenceQuery } from '../letters/letters-query.js';
import { useWords } from '../words/use-words.js';

/** The authority's reply or document in the form the API takes; empty if none. */
export type ChosenDocument = { reply: number } | { document: string } | Record<string, never>;

export function DocumentField({
  notice,
  value,
  onChange,
}: {
  notice: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const t = useWords();
  const documents = useDocuments(notice);
  const said = useQuery(correspondenceQuery(notice)).data?.items ?? [];
  return (
    <FormField label={t('proposals:document.label')}>
      {(given) => (
        <select {...given} value={value} onChange={(event) => onChange(event.target.value)}>
          <option value="">{t('proposals:document.none')}</option>
          {said.flatMap(({ kind, n, subject }) =>
            kind === 'reply' && n !== null
              ? [
                  <option key={`reply ${n}`} value={`reply:${n}`}>
                    {t('proposals:document.reply', { n })} {subject}
                  </option>,
                ]
              : [],
          )}
          {documents.map(({ sha256, name, of }) => (
            <option key={`${of} ${sha256}`} value={`document:${sha256}`}>
              {of} {name}
            </option>
          ))}
        </select>
      )}
    </FormField>
  );
}

function useDocuments(notice: string) {
  const links = useQuery(noticeQuery(notice)).data?.links ?? [];
  const linked = [...new Map(links.map((link) => [link.notice, link.number]))];
  const sources: [id: string, number: string][] = [[notice, ''], ...linked];
  const found = useQueries({ queries: sources.map(([id]) => documentsQuery(id)) });
  return sources.flatMap(([, of], at) => (found[at]?.data?.items ?? []).map((item) => ({ ...item, of })));
}

export function toDocument(value: string): ChosenDocument {
  const [kind, which = ''] = value.split(':');
  if (kind === 'reply') return { reply: Number(which) };
  return kind === 'document' ? { document: which } : {};
}
