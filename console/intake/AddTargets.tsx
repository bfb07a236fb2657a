import { useWords } from '../words/use-words.js';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { makeKey } from '../http/call.js';
import type { Notice } from '../http/types.js';
import { Dialog } from '../parts/Dialog.js';
import { Failure } from '../parts/Failure.js';
import { say } from '../state/message.js';
import type { DraftList } from './draft.js';
import { ListReader, useListReader } from './document/ListReader.js';
import { FoundList } from './TargetsSection.js';
import { sendRows } from './use-filing.js';

export default function AddTargets({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useWords();
  const queries = useQueryClient();
  const [list, setList] = useState<DraftList | null>(null);
  const key = useRef(makeKey());
  const reading = useListReader((read) => setList(read.list));
  const add = useMutation({
    mutationFn: () => sendRows(notice.id, list?.rows ?? [], key.current),
    onSuccess: ({ accepted }) => {
      say(t('intake:add.done', { count: accepted }));
      onClose();
    },
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: ['notice', notice.id] }),
        queries.invalidateQueries({ queryKey: ['live'] }),
      ]),
  });
  const count = list?.rows.length ?? 0;
  const change = (next: DraftList) => {
    key.current = makeKey();
    setList(next);
  };
  return (
    <Dialog
      title={t('intake:add.title')}
      wide
      onClose={onClose}
      go={{
        label: count === 0 ? t('intake:add.goNone') : t('intake:add.go', { count }),
        run: () => add.mutate(),
        why: count === 0 ? t('intake:add.why') : null,
        busy: add.isPending ? t('intake:sendingList') : null,
      }}
    >
      <p>{t('intake:add.body')}</p>
      {list === null ? <ListReader reading={reading} /> : <FoundList list={list} onList={change} />}
      {add.error === null ? null : <Failure title={t('intake:add.failed')} error={add.error} />}
    </Dialog>
  );
}
