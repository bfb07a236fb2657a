import { useState } from 'react';
import { groundNeedsNote } from '../../domain/targets/ground.js';
import { useMay } from '../http/may.js';
import { sessionStore } from '../http/session.js';
import { call } from '../http/call.js';
import { useWrite, noticeKeys } from '../http/use-write.js';
import type { Conversation, Notice } from '../http/types.js';
import { useDecide } from '../notice/decide/use-decision.js';
import { say } from '../state/message.js';
import { useStore } from '../state/store.js';
import { useWords } from '../words/use-words.js';

/** What a reader can do with the conversations of a notice: resolve, reopen, and draft what one suggests. */
export function useThreadActs(notice: Notice) {
  const t = useWords();
  const may = useMay();
  const me = useStore(sessionStore).session?.person.id ?? '';
  const [failed, setFailed] = useState<{ number: number; error: unknown } | null>(null);
  const { draft, undo } = useDecide(notice);
  const settling = useWrite<unknown, Conversation>({
    to: ({ number, state }, key) => {
      const path = `/v1/notices/${notice.id}/conversations/${number}`;
      return call('POST', `${path}/${state === 'open' ? 'resolve' : 'reopen'}`, { key, body: {} });
    },
    refresh: noticeKeys(notice.id),
    done: (_, { state }) => t(state === 'open' ? 'conversations:resolvedDone' : 'conversations:reopenedDone'),
  });
  const settle = (conversation: Conversation) =>
    settling.mutate(conversation, { onError: (error) => setFailed({ number: conversation.number, error }) });
  const use = (conversation: Conversation) => {
    const { suggestion, targets, comments, number } = conversation;
    if (suggestion === null) return;
    const { action, grounds } = suggestion;
    const note = grounds.some(groundNeedsNote) ? (comments[0]?.text ?? '') : '';
    draft.mutate(
      { select: { targets }, action, grounds, countries: null, note },
      {
        onError: (error) => setFailed({ number, error }),
        onSuccess: (result) => {
          if (result === undefined) return;
          const { changed: count, batch } = result;
          const done = t('notice:decide.doneAll', { count, action: t(`words:action.${action}`) });
          const takeBack = (made: number) =>
            undo.mutate(made, { onSuccess: () => say(t('notice:decide.undone', { count })) });
          say(done, batch === null ? undefined : { label: t('notice:decide.undo'), run: () => takeBack(batch) });
        },
      },
    );
  };
  const whyNot = !may('annotate') || notice.stage === 'closed' ? t('conversations:role') : null;
  return {
    me,
    whyNot,
    isPending: settling.isPending || draft.isPending,
    failed,
    reset: () => setFailed(null),
    settle,
    use,
    mayUse: ({ suggestion }: Conversation) => suggestion !== null && notice.allowedCommands.includes('decide'),
  };
}

export type ThreadActs = ReturnType<typeof useThreadActs>;
