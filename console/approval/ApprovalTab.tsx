import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../http/may.js';
import { Loading, Empty } from '../parts/Loading.js';
import { mayReadLetters, submissionLettersQuery, submissionsQuery, toFrozen, useGuarded } from './queries.js';
import { SubmissionReading, type View } from './SubmissionReading.js';
import type { SubmissionRecord } from './types.js';
import { useLook } from '../conversations/use-look.js';
import { ApprovalVerdict } from './Verdict.js';
import { useOpenNotice } from '../notice/open-notice.js';
import { Link } from '@tanstack/react-router';
import { can } from '../../domain/people/permission.js';
import { useColleagues } from '../http/colleagues.js';
import type { Notice } from '../http/types.js';
import { formatList } from '../parts/format.js';
import { useWords, type Words } from '../words/use-words.js';

export function ApprovalTab() {
  const t = useWords();
  const notice = useOpenNotice();
  const submissions = useQuery(submissionsQuery(notice.id));
  if (submissions.data === undefined)
    return <Loading query={submissions} failed={t('approval:failed')} rows={12} className="decision-row" />;
  const { items } = submissions.data;
  const [latest] = items;
  return latest === undefined ? (
    <NoSubmission notice={notice} />
  ) : (
    <Review notice={notice} submissions={items} latest={latest} />
  );
}

interface ReviewProps {
  notice: Notice;
  submissions: readonly SubmissionRecord[];
  latest: SubmissionRecord;
}

function Review({ notice, submissions, latest }: ReviewProps) {
  const [chosen, setChosen] = useState<number | null>(null);
  const [view, setView] = useState<View>({ name: 'changes' });
  const may = useMay();
  const seen = useSeen(latest);
  // Prefers an emergency waiting for ratification, unless another submission is open for approval.
  const first = latest.state === 'open' ? latest.number : (findOpenRatification(notice) ?? latest.number);
  const submission = submissions.find(({ number }) => number === (chosen ?? first)) ?? latest;
  const { look, markSeen } = useLook(notice.id, submission.number);
  const since = look?.last == null || look.last.submission === submission.number ? null : look.last.submission;
  const frozen = toFrozen(notice, submission, since);
  const guarded = useGuarded(frozen, submission.byAction);
  const letters = useQuery({
    ...submissionLettersQuery(notice.id, submission),
    enabled: mayReadLetters(may, submission),
  });
  return (
    <div className="split review print-flow">
      <SubmissionReading
        notice={notice}
        submissions={submissions}
        submission={submission}
        frozen={frozen}
        letters={letters}
        guarded={guarded.guarded}
        look={look}
        onSeen={markSeen}
        view={view}
        onView={setView}
        onChoose={(number) => {
          setChosen(number === latest.number ? null : number);
          setView({ name: 'changes' });
        }}
      />
      <ApprovalVerdict
        notice={notice}
        submission={submission}
        letters={letters.data ?? []}
        guarded={guarded}
        onShow={(filter) => setView({ name: 'all', filter })}
        onLetters={() => setView({ name: 'letters' })}
        onConversations={() => setView({ name: 'conversations' })}
        replaced={submission === latest ? seen.before : null}
        onReadNew={seen.markSeen}
        onLatest={() => setChosen(null)}
      />
    </div>
  );
}

function findOpenRatification({ ratification }: Notice): number | null {
  return ratification?.state === 'open' ? ratification.submission : null;
}

type Seen = Pick<SubmissionRecord, 'number' | 'digest'>;

/**
 * Tracks the submission the reader has seen. If another one replaces it on screen, approval is blocked until they
 * confirm having read the new one.
 */
function useSeen({ number, digest }: SubmissionRecord): { before: number | null; markSeen: () => void } {
  const [seen, setSeen] = useState<Seen>({ number, digest });
  return {
    before: seen.digest === digest ? null : seen.number,
    markSeen: () => setSeen({ number, digest }),
  };
}

const NAMED = 6;

function NoSubmission({ notice }: { notice: Notice }) {
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
