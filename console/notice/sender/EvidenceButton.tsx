import { useState } from 'react';
import { useMay } from '../../http/may.js';
import type { Notice } from '../../http/types.js';
import { Button } from '../../parts/Button.js';
import { useWords } from '../../words/use-words.js';
import { lazyDialog } from '../../parts/lazy-dialog.js';

const AuthenticityDialog = lazyDialog(() => import('./AuthenticityDialog.js'), 'authenticity');

export function EvidenceButton({ notice }: { notice: Notice }) {
  const t = useWords();
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  if (!may('notice.read_documents')) return null;
  return (
    <>
      <Button size="small" variant="quiet" onPress={() => setOpen(true)} hasPopup="dialog">
        {t('sender:evidence')}
      </Button>
      {isOpen ? <AuthenticityDialog notice={notice} onClose={() => setOpen(false)} /> : null}
    </>
  );
}
