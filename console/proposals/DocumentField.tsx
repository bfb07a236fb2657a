import { useQueries, useQuery } from '@tanstack/react-query';
import { SelectField } from '../forms/choices.js';
import { documentsQuery, noticeQuery } from '../http/queries.js';
import { correspondenceQuery } from '../letters/letters-query.js';
import { useWords } from '../words/use-words.js';

/** The authority's reply or document in the form the API takes; empty if none. */
export type ChosenDocument = { reply: number } | { document: string } | Record<string, never>;

interface DocumentFieldProps {
  notice: string;
  path: string;
  value: string;
  onChange: (value: string) => void;
}

export function DocumentField({ notice, ...field }: DocumentFieldProps) {
  const t = useWords();
  const documents = useDocuments(notice);
  const said = useQuery(correspondenceQuery(notice)).data?.items ?? [];
  return (
    <SelectField
      label={t('proposals:document.label')}
      options={[
        { value: '', text: t('proposals:document.none') },
        ...said.flatMap(({ kind, n, subject }) =>
          kind === 'reply' && n !== null
            ? [{ value: `reply:${n}`, text: `${t('proposals:document.reply', { n })} ${subject}` }]
            : [],
        ),
        ...documents,
      ]}
      {...field}
    />
  );
}

/** The documents of the notice and of those linked to it. */
function useDocuments(notice: string) {
  const links = useQuery(noticeQuery(notice)).data?.links ?? [];
  const linked = [...new Map(links.map((link) => [link.notice, link.number]))];
  const sources: [id: string, number: string][] = [[notice, ''], ...linked];
  const found = useQueries({ queries: sources.map(([id]) => documentsQuery(id)) });
  return sources.flatMap(([, of], at) =>
    (found[at]?.data?.items ?? []).map(({ sha256, name }) => ({
      value: `document:${sha256}`,
      text: `${of} ${name}`.trim(),
    })),
  );
}

export function toDocument(value: string): ChosenDocument {
  const [kind, which = ''] = value.split(':');
  if (kind === 'reply') return { reply: Number(which) };
  return kind === 'document' ? { document: which } : {};
}
