import { useQuery } from '@tanstack/react-query';
import { read } from '../http/call.js';
import { useMay } from '../http/may.js';
import { documentsQuery } from '../http/queries.js';
import type { DocumentFacts, DocumentText, Notice, Translation } from '../http/types.js';
import { Loading } from '../parts/Loading.js';
import { useWords } from '../words/use-words.js';
import { joinLines } from './join-lines.js';
import { SideBySide } from './SideBySide.js';

const READABLE = /\.(?:pdf|docx|txt|xlsx)$/i;

// The files of a notice whose text the desk can read; none where the reader may not.
export function useReadableFiles(notice: Notice): DocumentFacts[] {
  const mayRead = useMay()('notice.read_documents');
  const files = useQuery({ ...documentsQuery(notice.id), enabled: mayRead }).data?.items ?? [];
  return notice.erased?.kinds.includes('documents') === true ? [] : files.filter(({ name }) => READABLE.test(name));
}

interface FileTextProps {
  notice: string;
  sha256: string;
  translation?: Translation | undefined;
}

export function FileText({ notice, sha256, translation }: FileTextProps) {
  const t = useWords();
  const query = useQuery({
    queryKey: ['notice', notice, 'document-text', sha256],
    queryFn: ({ signal }) => read<DocumentText>(`/v1/notices/${notice}/documents/${sha256}/text`, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  });
  if (query.data === undefined) return <Loading query={query} failed={t('notice:document.failed')} rows={8} />;
  const text = joinLines(query.data.lines);
  if (translation !== undefined) return <SideBySide original={text} language={undefined} translation={translation} />;
  return (
    <div className="sheet" dir="auto">
      {text === '' ? <p className="note">{t('notice:document.scan')}</p> : <p className="plain">{text}</p>}
    </div>
  );
}
