import { SegmentsField } from '../forms/choices.js';
import { CommandButton, CommandFields } from '../forms/CommandDialog.js';
import { toOptions } from '../forms/Segments.js';
import { useCommandForm } from '../forms/use-command-form.js';
import { OPINION_ANSWERS, type OpinionAnswer } from '../../domain/conversations/opinion.js';
import { useInitials } from '../http/colleagues.js';
import { call } from '../http/call.js';
import { sessionStore } from '../http/session.js';
import type { Conversation, Notice } from '../http/types.js';
import { noticeKeys } from '../http/use-write.js';
import { ActionLabel } from '../parts/Action.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { formatInstant } from '../parts/format.js';
import { Instant } from '../parts/Instant.js';
import { Tag } from '../parts/Tag.js';
import { useStore } from '../state/store.js';
import { useWords } from '../words/use-words.js';
import { rangeText } from '../notice/targets/selection.js';
import { CommentField } from './CommentField.js';
import { findMentions } from './mentions.js';
import { useParticipants } from './queries.js';
import type { ThreadActs } from './use-thread-acts.js';

interface ThreadProps {
  notice: Notice;
  conversation: Conversation;
  isCurrent: boolean;
  isReplying: boolean;
  acts: ThreadActs;
  onReply: (isOpen: boolean) => void;
  onFocus: () => void;
}

export function Thread(props: ThreadProps) {
  const { notice, conversation, isCurrent, isReplying, acts, onReply, onFocus } = props;
  const t = useWords();
  const { number, comments, resolved } = conversation;
  return (
    <div
      className="thread"
      data-current={isCurrent || undefined}
      role="row"
      id={`conversation-${number}`}
      data-row={number}
      data-no={conversation.targets[0] ?? 0}
      tabIndex={isCurrent ? 0 : -1}
      onFocus={onFocus}
      aria-labelledby={`conversation-${number}-title`}
    >
      <div className="thread-inside" role="gridcell">
        <Head conversation={conversation} />
        <ol className="comments">
          {comments.map((comment) => (
            <Comment key={comment.number} comment={comment} />
          ))}
        </ol>
        {resolved === null ? null : (
          <p className="muted fine">
            {t('conversations:resolvedBy', { name: resolved.by.name, at: formatInstant(resolved.at) })}
          </p>
        )}
        {isReplying ? (
          <Reply notice={notice} conversation={conversation} onClose={() => onReply(false)} />
        ) : (
          <ThreadButtons {...{ conversation, isCurrent, acts, onReply }} />
        )}
        {acts.failed?.number === number ? (
          <Failure title={t('conversations:failed')} error={acts.failed.error} onClose={acts.reset} />
        ) : null}
      </div>
    </div>
  );
}

type ThreadButtonsProps = Pick<ThreadProps, 'conversation' | 'isCurrent' | 'acts' | 'onReply'>;

function ThreadButtons({ conversation, isCurrent, acts, onReply }: ThreadButtonsProps) {
  const t = useWords();
  const isOpen = conversation.state === 'open';
  const mayWrite = acts.whyNot === null;
  return (
    <div className="acts no-print">
      {isOpen && mayWrite ? (
        <Button size="small" {...(isCurrent ? { keys: 'c' } : {})} onPress={() => onReply(true)}>
          {t(isAsked(conversation, acts.me) ? 'conversations:giveOpinion' : 'conversations:reply')}
        </Button>
      ) : null}
      {mayWrite ? (
        <Button
          size="small"
          {...(isCurrent ? { keys: 'e' } : {})}
          busy={acts.isPending ? t('frame:saving') : null}
          onPress={() => acts.settle(conversation)}
        >
          {t(isOpen ? 'conversations:resolve' : 'conversations:reopen')}
        </Button>
      ) : null}
      {isOpen && acts.mayUse(conversation) ? (
        <Button size="small" {...(isCurrent ? { keys: 'u' } : {})} onPress={() => acts.use(conversation)}>
          {t('conversations:use', { count: conversation.targets.length })}
        </Button>
      ) : null}
    </div>
  );
}

export function isAsked({ opinion, state }: Conversation, me: string): boolean {
  return state === 'open' && opinion !== null && opinion.answer === null && opinion.of.id === me;
}

function Head({ conversation }: { conversation: Conversation }) {
  const t = useWords();
  const { number, targets, locator, state, suggestion, opinion } = conversation;
  return (
    <header className="flow">
      <h3 id={`conversation-${number}-title`} className="cut" dir="auto">
        {locator === null || targets.length === 0
          ? t('conversations:whole')
          : targets.length === 1
            ? locator
            : t('conversations:andMore', { locator, count: targets.length - 1 })}
      </h3>
      {targets.length === 0 ? null : <span className="number faint fine">{rangeText(targets)}</span>}
      <span className="push muted fine nowrap">{t(`conversations:state.${state}`)}</span>
      {suggestion === null ? null : (
        <p className="line fine">
          {t('conversations:suggests')} <ActionLabel action={suggestion.action} />{' '}
          <span className="muted">{suggestion.grounds.map((ground) => t(`words:ground.${ground}`)).join(', ')}</span>
        </p>
      )}
      {opinion === null ? null : <OpinionLine opinion={opinion} />}
    </header>
  );
}

function OpinionLine({ opinion: { of, dueAt, answer, overdue } }: { opinion: NonNullable<Conversation['opinion']> }) {
  const t = useWords();
  return (
    <p className="line fine">
      {answer !== null ? (
        <Tag tone={answer === 'oppose' ? 'danger' : 'ok'}>{t(`conversations:answer.${answer}`)}</Tag>
      ) : overdue ? (
        <Tag tone="danger" icon="m-warn">
          {t('conversations:overdue')}
        </Tag>
      ) : null}
      <span>
        {answer === null
          ? t('conversations:asked', { name: of.name, due: formatInstant(dueAt) })
          : t('conversations:answered', { name: of.name })}
      </span>
    </p>
  );
}

function Comment({ comment }: { comment: Conversation['comments'][number] }) {
  const t = useWords();
  const initials = useInitials();
  const { by, at, text, answer } = comment;
  return (
    <li>
      <span className="initials" aria-hidden="true">
        {initials(by.id, by.name)}
      </span>
      <div>
        <p className="fine">
          <b className="medium">{by.name}</b> <Instant className="muted" at={at} short />{' '}
          {answer === null ? null : <b className="medium">{t(`conversations:answer.${answer}`)}</b>}
        </p>
        <p className="plain" dir="auto">
          {text === '' ? t('notice:erased.entry', { what: t('conversations:text') }) : text}
        </p>
      </div>
    </li>
  );
}

interface ReplyValues {
  text: string;
  answer: OpinionAnswer | null;
}

interface ReplyProps {
  notice: Notice;
  conversation: Conversation;
  onClose: () => void;
}

function Reply({ notice, conversation, onClose }: ReplyProps) {
  const t = useWords();
  const people = useParticipants(notice.id);
  const me = useStore(sessionStore).session?.person.id ?? '';
  const asked = isAsked(conversation, me);
  const path = `/v1/notices/${notice.id}/conversations/${conversation.number}/comments`;
  const start: ReplyValues = { text: '', answer: null };
  const form = useCommandForm<ReplyValues>({
    texts: 'conversations',
    to: ({ text, answer }, key) => {
      const given = answer === null ? {} : { answer };
      return call('POST', path, { key, body: { text: text.trim(), mentions: findMentions(text, people), ...given } });
    },
    refresh: noticeKeys(notice.id),
    start,
    missing: t('conversations:needText'),
    why: ({ answer }) => (asked && answer === null ? t('conversations:needAnswer') : null),
    done: t(asked ? 'conversations:opinionDone' : 'conversations:done'),
    onClose,
  });
  return (
    <div className="thread-inside no-print">
      <CommandFields form={form} failed={t('conversations:failed')}>
        {asked ? (
          <SegmentsField
            label={t('conversations:position')}
            options={toOptions(OPINION_ANSWERS, (value) => t(`conversations:answer.${value}`))}
            value={form.values.answer}
            onChange={(answer) => form.change({ answer })}
            path="/answer"
          />
        ) : null}
        <CommentField label={t('conversations:text')} {...form.field('text')} people={people} autoFocus />
      </CommandFields>
      <CommandButton form={form} label={t(asked ? 'conversations:giveOpinion' : 'conversations:send')} isPrimary>
        <Button variant="quiet" onPress={onClose}>
          {t('conversations:discard')}
        </Button>
      </CommandButton>
    </div>
  );
}
