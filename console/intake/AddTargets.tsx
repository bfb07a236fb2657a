import { CommandDialog } from '../forms/CommandDialog.js';
import { useCommandForm } from '../forms/use-command-form.js';
import type { Notice } from '../http/types.js';
import { noticeKeys, RECORD_KEYS } from '../http/use-write.js';
import { useWords } from '../words/use-words.js';
import type { DraftList } from './draft.js';
import { ListReader, useListReader } from './document/ListReader.js';
import { FoundList } from './TargetsSection.js';
import { sendRows } from './use-filing.js';

export default function AddTargets({ notice, onClose }: { notice: Pick<Notice, 'id'>; onClose: () => void }) {
  const t = useWords();
  const start: { list: DraftList | null } = { list: null };
  const form = useCommandForm({
    to: (values, key) => sendRows(notice.id, values.list?.rows ?? [], key),
    refresh: [...noticeKeys(notice.id), ...RECORD_KEYS],
    start,
    why: ({ list }) => ((list?.rows.length ?? 0) === 0 ? t('intake:add.why') : null),
    done: ({ accepted }) => t('intake:add.done', { count: accepted }),
    onClose,
  });
  const { list } = form.values;
  const reading = useListReader((read) => form.change({ list: read.list }));
  const count = list?.rows.length ?? 0;
  return (
    <CommandDialog
      form={form}
      title={t('intake:add.title')}
      body={t('intake:add.body')}
      wide
      go={count === 0 ? t('intake:add.goNone') : t('intake:add.go', { count })}
      failed={t('intake:add.failed')}
      busy={t('intake:sendingList')}
    >
      {list === null ? (
        <ListReader reading={reading} />
      ) : (
        <FoundList list={list} onList={(next) => form.change({ list: next })} />
      )}
    </CommandDialog>
  );
}
