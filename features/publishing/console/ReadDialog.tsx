import type { ReactNode } from 'react';
import { shortDigest } from '../../../console/approval/Digest.js';
import { CommandButton, CommandFields } from '../../../console/forms/CommandDialog.js';
import { TextField } from '../../../console/forms/TextField.js';
import { useCommandForm } from '../../../console/forms/use-command-form.js';
import type { LumenState } from './types.js';
import { noticeKeys, useWrite } from '../../../console/http/use-write.js';
import { Button } from '../../../console/parts/Button.js';
import { Dialog } from '../../../console/parts/Dialog.js';
import { Failure } from '../../../console/parts/Failure.js';
import { useWords } from '../../../console/words/use-words.js';

type ReadVersion = Pick<LumenState['versions'][number], 'version' | 'state' | 'digest' | 'mayJudge'>;

interface ReadProps {
  notice: string;
  path: 'lumen' | 'public-statement' | 'statements';
  version: ReadVersion;
  onClose: () => void;
  children: ReactNode;
}

export function ReadDialog({ notice, path, version, onClose, children }: ReadProps) {
  const t = useWords();
  const to = (act: string) => `/v1/notices/${notice}/${path}/${version.version}/${act}`;
  const shared = { refresh: noticeKeys(notice), done: t('publishing:publications.said') };
  const approve = useWrite({ ...shared, to: to('approve'), onDone: onClose });
  const form = useCommandForm({
    ...shared,
    texts: 'publication-return',
    to: to('return'),
    start: { reason: '' },
    missing: t('publishing:publications.reason'),
    onClose,
  });
  const title = t('publishing:publications.readTitle', { version: version.version });
  return (
    <Dialog
      title={title}
      onClose={onClose}
      wide
      {...(version.mayJudge
        ? {
            go: {
              label: t('publishing:publications.approve'),
              run: () => approve.mutate({ digest: version.digest }),
              busy: approve.isPending ? t('publishing:publications.approve') : null,
            },
          }
        : { footer: <Button onPress={onClose}>{t('frame:close')}</Button> })}
    >
      {children}
      <p className="muted fine" title={version.digest}>
        {t('publishing:publications.digest', { digest: shortDigest(version.digest) })}
      </p>
      {version.mayJudge ? (
        <CommandFields form={form} failed={title}>
          <TextField label={t('publishing:publications.reason')} rows={2} {...form.field('reason')} />
          <CommandButton form={form} label={t('publishing:publications.returns')} showWhy={false} />
        </CommandFields>
      ) : (
        <p className="muted">{t(`publishing:publications.${version.state === 'drafted' ? 'noJudge' : 'settled'}`)}</p>
      )}
      <Failure title={title} error={approve.error} />
    </Dialog>
  );
}
