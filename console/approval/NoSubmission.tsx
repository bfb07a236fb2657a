import { Link } from '@tanstack/react-router';
import { can } from '../../domain/people/permission.js';
import { useColleagues } from '../http/colleagues.js';
import type { Notice } from '../http/types.js';
import { formatList } from '../parts/format.js';
import { useWords, type Words } from '../words/use-words.js';
import { Empty } from '../parts/Loading.js';

const NAMED = 6;

export function NoSubmission({ notice }: { notice: Notice }) {
  const t = useWords();
  const names = useColleagues()
    .filter(({ roles, away }) => !away && can(roles, 'submit'))
    .slice(0, NAMED)
    .map(({ name }) => name);
  return (
    <Empty>
      <h2>{t('approval:nothing.title')}</h2>
      <p>{missingText(notice, t)}</p>
      <p>
        {names.length === 0
          ? t('approval:nothing.whoRole')
          : t('approval:nothing.who', { names: formatList(names, 'disjunction') })}
      </p>
      <Link className="button primary" to="/notices/$id" params={{ id: notice.id }}>
        {t('approval:nothing.go')}
      </Link>
    </Empty>
  );
}

function missingText({ counts }: Notice, t: Words): string {
  if (counts.targets === 0) return t('approval:nothing.noTargets');
  return counts.undecided > 0
    ? t('approval:nothing.undecided', { count: counts.undecided })
    : t('approval:nothing.ready');
}
