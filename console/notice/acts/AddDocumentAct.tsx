import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { call, makeKey } from '../../http/call.js';
import type { Notice } from '../../http/types.js';
import { DropZone } from '../../intake/document/DropZone.js';
import { say } from '../../state/message.js';
import { useWords } from '../../words/use-words.js';
import { ActDialog } from './ActDialog.js';

export function AddDocumentAct({ notice, onClose }: { notice: Notice; onClose: () => void }) {
  const t = useWords();
  const queries = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  // Retrying the same file after a lost response is the same act.
  const key = useRef(makeKey());
  const add = useMutation({
    mutationFn: (sent: File) =>
      call<{ added: boolean }>('POST', `/v1/notices/${notice.id}/documents`, {
        body: sent,
        mediaType: sent.type || 'application/octet-stream',
        headers: { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(sent.name)}` },
        key: key.current,
      }),
    onSuccess: ({ added }, { name }) => {
      say(t(added ? 'acts:document.done' : 'acts:document.known', { name }));
      onClose();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['notice', notice.id] }),
  });
  const choose = ([first]: File[]) => {
    if (first === undefined) return;
    key.current = makeKey();
    setFile(first);
  };
  return (
    <ActDialog
      title={t('acts:document.title')}
      body={t('acts:document.body')}
      go={t('acts:document.go')}
      why={file === null ? t('acts:document.why') : null}
      pending={add.isPending}
      error={add.error}
      onGo={() => file !== null && add.mutate(file)}
      onClose={onClose}
    >
      <DropZone text={file?.name ?? t('acts:document.drop')} choose={t('acts:document.choose')} onFiles={choose} />
    </ActDialog>
  );
}
