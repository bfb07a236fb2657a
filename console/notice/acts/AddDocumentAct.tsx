import { useCommandForm } from '../../forms/use-command-form.js';
import { CommandDialog } from '../../forms/CommandDialog.js';
import { DropZone } from '../../forms/DropZone.js';
import { call } from '../../http/call.js';
import type { Notice } from '../../http/types.js';
import { noticeKeys, RECORD_KEYS } from '../../http/use-write.js';
import { useWords } from '../../words/use-words.js';

export function AddDocumentAct({ notice, onClose }: { notice: Pick<Notice, 'id'>; onClose: () => void }) {
  const t = useWords();
  const start: { file: File | null } = { file: null };
  const form = useCommandForm({
    start,
    to: ({ file: sent }, key) => sendFile(notice.id, sent, key),
    refresh: [...noticeKeys(notice.id), ...RECORD_KEYS],
    why: ({ file }) => (file === null ? t('acts:document.why') : null),
    done: ({ added }: { added: boolean }, { file }) =>
      t(added ? 'acts:document.done' : 'acts:document.known', { name: file?.name ?? '' }),
    onClose,
  });
  const { file } = form.values;
  return (
    <CommandDialog
      form={form}
      title={t('acts:document.title')}
      body={t('acts:document.body')}
      go={t('acts:document.go')}
    >
      <DropZone
        text={file?.name ?? t('acts:document.drop')}
        choose={t('acts:document.choose')}
        onFiles={([first]) => first !== undefined && form.change({ file: first })}
      />
    </CommandDialog>
  );
}

function sendFile(notice: string, file: File | null, key: string) {
  return call<{ added: boolean }>('POST', `/v1/notices/${notice}/documents`, {
    body: file ?? new Blob(),
    mediaType: file?.type || 'application/octet-stream',
    headers: { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file?.name ?? '')}` },
    key,
  });
}
