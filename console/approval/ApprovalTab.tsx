import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useMay } from '../http/may.js';
import type { Notice } from '../http/types.js';
import { Loading } from '../parts/Loading.js';
import { useWords } from '../words/use-words.js';
import { NoSubmission } from './NoSubmission.js';
import { mayReadLetters, submissionLettersQuery, submissionsQuery, toFrozen, useGuarded } from './queries.js';
import { SubmissionReading, type View } from './SubmissionReading.js';
import type { SubmissionRecord } from './types.js';
import { ApprovalVerdict } from './Verdict.js';
import { useOpenNotice } from '../notice/open-notice.js';

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
  const frozen = toFrozen(notice, submission);
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
