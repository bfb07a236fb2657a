import { Term } from '../help/Term.js';
import { useQuery } from '@tanstack/react-query';
import { useConversations } from '../conversations/queries.js';
import { uploadsQuery } from '../http/queries.js';
import type { Notice } from '../http/types.js';
import { formatInstant, formatNumber, withOwnTimes } from '../parts/format.js';
import { reachList } from '../parts/reach.js';
import { useStore } from '../state/store.js';
import { EvidenceButton } from '../notice/sender/EvidenceButton.js';
import { conversationFlags, listFlags, isPlainDoubt, type Flag } from './flags.js';
import { AfterApproval, ApproveForm } from './ApproveForm.js';
import { letterKey, openedLetters } from './opened-letters.js';
import type { ShownLetter } from './queries.js';
import { RatifyGo, RatifySlots } from './Ratify.js';
import { ApproverSlots } from './ApproverSlots.js';
import { toShownSlots } from './approver-slots.js';
import type { LineFilter, MayApprove, SubmissionRecord } from './types.js';
import { useRolesByPerson } from '../http/colleagues.js';
import type { ReactNode } from 'react';
import { Icon, type IconName } from '../parts/Icon.js';
import { useWords } from '../words/use-words.js';

interface VerdictProps {
  notice: Notice;
  submission: SubmissionRecord;
  letters: readonly ShownLetter[];
  guarded: { guarded: number; guardedActing: number };
  onShow: (filter: LineFilter) => void;
  onLetters: () => void;
  onConversations: () => void;
  replaced: number | null;
  onReadNew: () => void;
  onLatest: () => void;
}

export function ApprovalVerdict(props: VerdictProps) {
  const { notice, submission, letters, guarded, onShow, onConversations } = props;
  const t = useWords();
  const rolesOf = useRolesByPerson();
  const opened = useStore(openedLetters);
  const isLatest = notice.submission?.number === submission.number;
  const may: MayApprove | null = isLatest ? (notice.submission?.mayApprove ?? null) : null;
  const { approverSlots: needed, approvals } = submission;
  const approverSlots = toShownSlots({ approverSlots: needed, approvals, rolesOf }, may?.slot ?? null);
  const uploads = useQuery(uploadsQuery(notice.id)).data?.items ?? [];
  const unreadLines = uploads.reduce((sum, { rejected }) => sum + rejected, 0);
  const reach = reachList(notice.defaultCountries ?? [notice.jurisdiction]);
  const letterNotes = letters.flatMap(({ notes }) => notes ?? []);
  const { checklist, order } = notice;
  const conversations = conversationFlags(useConversations(notice.id).data?.items ?? []);
  const flags = [
    ...conversations,
    ...listFlags({ submission, checklist, order, unreadLines, letterNotes, reach, ...guarded }),
  ];
  const ratification = notice.ratification?.submission === submission.number ? notice.ratification : null;
  const unread = letters.filter(({ kind }) => !opened.has(letterKey(submission.digest, kind)));
  return (
    <aside className="verdict" id="decision" aria-label={t('approval:decision')}>
      <div className="scrolls print-whole" tabIndex={0} role="region" aria-label={t('approval:flags.title')}>
        {ratification === null ? null : <RatifySlots ratification={ratification} />}
        <ApproverSlots submission={submission} approverSlots={approverSlots} may={may} />
        <Flags flags={flags} onShow={(show) => (show === 'conversations' ? onConversations() : onShow(show))}>
          <EvidenceButton notice={notice} />
        </Flags>
      </div>
      {submission.state === 'open' && isLatest ? (
        <ApproveForm
          {...props}
          flags={flags.length}
          approverSlots={approverSlots}
          may={may}
          unread={unread}
          key={submission.digest}
        />
      ) : ratification?.state === 'open' ? (
        <RatifyGo notice={notice} submission={submission} ratification={ratification} />
      ) : (
        <Over {...props} isLatest={isLatest} />
      )}
    </aside>
  );
}

function Over({ notice, submission, isLatest, onLatest }: VerdictProps & { isLatest: boolean }) {
  const t = useWords();
  const { state, returned } = submission;
  const text =
    returned !== null
      ? t('approval:over.returned', { name: returned.byName, at: formatInstant(returned.at) })
      : state === 'approved' || state === 'void' || state === 'frozen'
        ? t(`approval:over.${state}`)
        : '';
  return (
    <div className="panel-foot no-print">
      <p className="medium">{text}</p>
      {returned === null ? null : (
        <blockquote className="said plain" dir="auto">
          {returned.reason}
        </blockquote>
      )}
      {isLatest || notice.submission === null ? null : (
        <button type="button" className="text-button link" onClick={onLatest}>
          {t('approval:over.latest', { number: notice.submission.number })}
        </button>
      )}
      {isLatest ? <AfterApproval notice={notice} submission={submission} /> : null}
    </div>
  );
}

const LOOK: Record<Flag['tone'], { icon: IconName; ink: string }> = {
  guard: { icon: 'm-guard', ink: 'guard-ink' },
  urgent: { icon: 's-urgent', ink: 'urgent-ink' },
  caution: { icon: 'm-warn', ink: 'caution-ink' },
};

interface FlagsProps {
  flags: readonly Flag[];
  onShow: (show: NonNullable<Flag['show']>) => void;
  /** The link to the facts that the flags are based on. */
  children: ReactNode;
}

function Flags({ flags, onShow, children }: FlagsProps) {
  const t = useWords();
  return (
    <section>
      <div className="heading">
        <Term name="risk">{t('approval:flags.title')}</Term>
      </div>
      {flags.length === 0 ? <p className="muted">{t('approval:flags.none')}</p> : null}
      <ul className="flags">
        {flags.map(({ name, tone, count, values, show }) => {
          const words = { ...values, count, n: formatNumber(count) };
          const title = withOwnTimes(t(`approval:flag.${name}.title`, words));
          return (
            <li key={name}>
              <Icon name={LOOK[tone].icon} className={LOOK[tone].ink} />
              <div>
                <b className="medium">{title}</b>
                <p className="why">
                  {isPlainDoubt(name) ? t(`authenticity:doubt.${name}`) : t(`approval:flag.${name}.body`, words)}
                </p>
              </div>
              {show === null ? (
                <span />
              ) : (
                <button type="button" className="text-button link fine" onClick={() => onShow(show)}>
                  {count > 0 ? t('approval:flags.show', { n: formatNumber(count) }) : t('approval:flags.showAll')}
                  <span className="visually-hidden"> {title}</span>
                </button>
              )}
            </li>
          );
        })}
      </ul>
      {children}
    </section>
  );
}
