import { Link, useMatchRoute, useNavigate } from '@tanstack/react-router';
import { Fragment } from 'react';
import { STAGES } from '../../domain/notices/notice.js';
import { useOpenConversations } from '../conversations/queries.js';
import type { Notice } from '../http/types.js';
import { formatNumber } from '../parts/format.js';
import { useSecondReviewCount } from '../second-review/second-reviews.js';
import { useStore } from '../state/store.js';
import { useWords } from '../words/use-words.js';
import { documentDrawer, useIsNarrow } from './document-drawer.js';

const TABS = [
  ['triage', '/notices/$id/triage'],
  ['review', '/notices/$id'],
  ['secondReview', '/notices/$id/second-review'],
  ['letters', '/notices/$id/letters'],
  ['approval', '/notices/$id/approval'],
  ['conversations', '/notices/$id/conversations'],
  ['enforcement', '/notices/$id/enforcement'],
  ['timeline', '/notices/$id/timeline'],
  ['linked', '/notices/$id/linked'],
] as const;

export function NoticeTabs({ notice }: { notice: Notice }) {
  const t = useWords();
  const toRead = useSecondReviewCount(notice);
  const isAt = useMatchRoute();
  const isReading = isAt({ to: '/notices/$id/second-review', params: { id: notice.id } }) !== false;
  const hasDocument = isReading || isAt({ to: '/notices/$id', params: { id: notice.id } }) !== false;
  const count: Partial<Record<string, number>> = {
    review: notice.counts.undecided,
    secondReview: toRead,
    conversations: useOpenConversations(notice.id).length,
    linked: notice.links.length,
  };
  const isAtTriage = isAt({ to: '/notices/$id/triage', params: { id: notice.id } }) !== false;
  const isTriaging = notice.stage === 'triage' || isAtTriage;
  const isShown: Partial<Record<string, boolean>> = { secondReview: toRead > 0 || isReading, triage: isTriaging };
  const shown = TABS.filter(([name]) => isShown[name] ?? true);
  return (
    <nav className="tabs" aria-label={t('notice:parts')}>
      {shown.map(([name, to]) => (
        <Fragment key={name}>
          <Link
            to={to}
            params={{ id: notice.id }}
            activeOptions={{ exact: true, includeSearch: false }}
            activeProps={{ 'aria-current': 'page' }}
          >
            {t(`notice:tab.${name}`)}
            {(count[name] ?? 0) > 0 ? <span className="number fine">{formatNumber(count[name] ?? 0)}</span> : null}
          </Link>
          {name === 'review' ? <DocumentTab notice={notice} hasDocument={hasDocument} isTriage={isAtTriage} /> : null}
        </Fragment>
      ))}
    </nav>
  );
}

function DocumentTab(props: { notice: Notice; hasDocument: boolean; isTriage: boolean }) {
  const { notice, hasDocument, isTriage } = props;
  const t = useWords();
  const navigate = useNavigate();
  const isOpen = useStore(documentDrawer) && hasDocument;
  const isNarrow = useIsNarrow();
  if (!isNarrow || isTriage) return null;
  const press = () => {
    documentDrawer.set(!isOpen);
    if (!hasDocument) void navigate({ to: '/notices/$id', params: { id: notice.id } });
  };
  return (
    <button type="button" className="no-print" aria-expanded={isOpen} aria-controls="document" onClick={press}>
      {t('notice:tab.document')} <kbd aria-hidden="true">D</kbd>
    </button>
  );
}

export function Steps({ notice }: { notice: Notice }) {
  const t = useWords();
  const at = STAGES.indexOf(notice.stage);
  return (
    <ol className="steps fine faint nowrap roomy" aria-label={t('notice:stage', { at: at + 1, of: STAGES.length })}>
      {STAGES.map((stage, place) => (
        <li key={stage} className={place < at ? 'muted' : undefined} aria-current={place === at ? 'step' : undefined}>
          {t(`words:stage.${stage}`)}
        </li>
      ))}
    </ol>
  );
}
