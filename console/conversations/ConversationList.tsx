import { useRef, useState } from 'react';
import type { Conversation, Notice } from '../http/types.js';
import { History } from '../notice/targets/History.js';
import { Button } from '../parts/Button.js';
import { formatNumber } from '../parts/format.js';
import { lazyDialog } from '../parts/lazy-dialog.js';
import { Loading } from '../parts/Loading.js';
import { useCursor } from '../parts/use-cursor.js';
import { useShortcuts } from '../state/shortcuts.js';
import { useWords } from '../words/use-words.js';
import { useConversations } from './queries.js';
import { Thread } from './Thread.js';
import { useThreadActs } from './use-thread-acts.js';

const CommentDialog = lazyDialog(() => import('./CommentDialog.js'), 'conversations', 'intake');

/** The conversations of a notice, the open ones first. */
export function ConversationList({ notice }: { notice: Notice }) {
  const t = useWords();
  const query = useConversations(notice.id);
  const [isAll, setAll] = useState(false);
  const [isNew, setNew] = useState(false);
  const all = query.data?.items ?? [];
  const open = all.filter(({ state }) => state === 'open');
  const shown = isAll ? [...open, ...all.filter(({ state }) => state === 'resolved')] : open;
  if (query.data === undefined) return <Loading query={query} failed={t('conversations:listFailed')} rows={6} />;
  const chip = (label: string, is: boolean, count: number) => (
    <button type="button" className="chip" aria-pressed={isAll === is} onClick={() => setAll(is)}>
      {label} <span className="number">{formatNumber(count)}</span>
    </button>
  );
  return (
    <section className="conversations">
      <div className="chips">
        {chip(t('conversations:openOnes'), false, open.length)}
        {chip(t('conversations:all'), true, all.length)}
        <span className="push" />
        <NewButton notice={notice} onPress={() => setNew(true)} />
      </div>
      {shown.length === 0 ? (
        <p className="muted">{t(isAll ? 'conversations:none' : 'conversations:noneOpen')}</p>
      ) : null}
      <Threads notice={notice} shown={shown} />
      {isNew ? <CommentDialog notice={notice} targets={[]} onClose={() => setNew(false)} /> : null}
    </section>
  );
}

function NewButton({ notice, onPress }: { notice: Notice; onPress: () => void }) {
  const t = useWords();
  const { whyNot } = useThreadActs(notice);
  useShortcuts([{ id: 'comment-notice', label: t('conversations:new'), keys: 'Shift+C', run: onPress, why: whyNot }]);
  return (
    <Button size="small" keys="Shift+C" why={whyNot} onPress={onPress} hasPopup="dialog">
      {t('conversations:new')}
    </Button>
  );
}

function Threads({ notice, shown }: { notice: Notice; shown: readonly Conversation[] }) {
  const t = useWords();
  const root = useRef<HTMLDivElement>(null);
  const acts = useThreadActs(notice);
  const [history, setHistory] = useState<number | null>(null);
  const [replying, setReplying] = useState<number | null>(null);
  const moves = { next: t('conversations:cmd.next'), previous: t('conversations:cmd.previous') };
  const cursor = useCursor(root, { ...moves, onHistory: (no) => setHistory(no === 0 ? null : no) });
  const current = shown.find(({ number }) => `${number}` === cursor.at?.row) ?? shown[0];
  const why = acts.whyNot ?? (current === undefined ? '' : null);
  const mayUse = current !== undefined && acts.mayUse(current);
  useShortcuts([
    {
      id: 'reply',
      label: t('conversations:reply'),
      keys: 'c',
      run: () => setReplying(current?.number ?? null),
      why: current?.state === 'open' ? why : '',
    },
    {
      id: 'resolve',
      label: t('conversations:cmd.resolve'),
      keys: 'e',
      run: () => current !== undefined && acts.settle(current),
      why,
    },
    {
      id: 'use-suggestion',
      label: t('conversations:cmd.use'),
      keys: 'u',
      run: () => current !== undefined && acts.use(current),
      why: mayUse ? why : '',
    },
  ]);
  return (
    <div ref={root} role="grid" aria-label={t('notice:tab.conversations')}>
      {shown.map((conversation) => (
        <Thread
          key={conversation.number}
          notice={notice}
          conversation={conversation}
          isCurrent={conversation.number === current?.number}
          isReplying={replying === conversation.number}
          acts={acts}
          onReply={(isOpen) => setReplying(isOpen ? conversation.number : null)}
          onFocus={() => cursor.setAt({ row: `${conversation.number}`, no: conversation.targets[0] ?? 0 })}
        />
      ))}
      <History notice={notice.id} no={history} onClose={() => setHistory(null)} />
    </div>
  );
}
