import { useWords } from '../words/use-words.js';
import { useRef, useState } from 'react';
import { useCommand } from '../http/commands.js';
import type { Notice } from '../http/types.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { useShortcuts } from '../state/shortcuts.js';
import { say } from '../state/message.js';

export function AddNote({ notice }: { notice: Notice }) {
  const t = useWords();
  const [text, setText] = useState('');
  const [outward, setOutward] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const may = notice.allowedCommands.includes('annotate');
  const annotate = useCommand(notice.id, 'annotate', () => {
    say(t('timeline:added'));
    setText('');
    setOutward(false);
  });
  const go = () => {
    if (text.trim() === '' || annotate.isPending) return;
    annotate.mutate({ text: text.trim(), audience: outward ? 'outward' : 'internal' });
  };
  useShortcuts(
    may ? [{ id: 'write-note', label: t('timeline:add'), keys: 'n', run: () => field.current?.focus() }] : [],
  );
  if (!may) return <p className="pad why no-print">{t('timeline:no')}</p>;
  return (
    <form
      className="stack pad note-form no-print"
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <label>
        {t('timeline:add')}
        <span className="field area">
          <textarea
            ref={field}
            rows={text === '' ? 1 : 3}
            dir="auto"
            value={text}
            maxLength={20_000}
            onChange={(event) => setText(event.target.value)}
          />
        </span>
      </label>
      <Foot isEmpty={text.trim() === ''} isPending={annotate.isPending} outward={outward} onOutward={setOutward} />
      {annotate.error === null ? null : (
        <Failure title={t('timeline:notAdded')} error={annotate.error} onClose={() => annotate.reset()} />
      )}
    </form>
  );
}

function Foot({
  isEmpty,
  isPending,
  outward,
  onOutward,
}: {
  isEmpty: boolean;
  isPending: boolean;
  outward: boolean;
  onOutward: (outward: boolean) => void;
}) {
  const t = useWords();
  return (
    <div className="acts">
      <Button type="submit" why={isEmpty ? t('timeline:addWhy') : null} busy={isPending ? t('timeline:add') : null}>
        {t('timeline:add')}
      </Button>
      <label className="tick">
        <input type="checkbox" checked={outward} onChange={(event) => onOutward(event.target.checked)} />
        {t('timeline:outward')}
      </label>
      <span className="why">{t('timeline:addHelp')}</span>
    </div>
  );
}
