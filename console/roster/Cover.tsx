import { useQuery } from '@tanstack/react-query';
import { statsQuery } from '../http/queries.js';
import { formatList } from '../parts/format.js';
import { useWords } from '../words/use-words.js';
import { formatCover } from './cover-text.js';

/** One line of a notice whose deadlines will be missed at the present pace. */
export default function NoticeCover({ notice }: { notice: string }) {
  const t = useWords();
  const { data } = useQuery(statsQuery);
  const risks = data?.forecast?.items.filter((item) => item.notice === notice) ?? [];
  const texts = [...new Set(risks.map(({ cover }) => formatCover(cover, t)))];
  if (texts.length === 0) return null;
  return <p className="muted">{t('roster:cover.of', { title: t('roster:cover.title'), text: formatList(texts) })}</p>;
}
