import type { ReactNode } from 'react';
import { useState } from 'react';
import { shortDigest } from '../approval/Digest.js';
import type { LumenState } from '../http/types.js';
import { ActField } from '../notice/acts/ActDialog.js';
import { Button } from '../parts/Button.js';
import { Dialog } from '../parts/Dialog.js';
import { Failure } from '../parts/Failure.js';
import { useWords } from '../words/use-words.js';
import { usePublishing } from './queries.js';

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
  const [reason, setReason] = useState('');
  const judge = usePublishing(notice, { done: t('publishing:publications.said'), onDone: onClose });
  const to = (act: string) => `${path}/${version.version}/${act}`;
  const returns = () => judge.mutate({ path: to('return'), body: { reason: reason.trim() } });
  return (
    <Dialog
      title={t('publishing:publications.readTitle', { version: version.version })}
      onClose={onClose}
      wide
      {...(version.mayJudge
        ? {
            go: {
              label: t('publishing:publications.approve'),
              run: () => judge.mutate({ path: to('approve'), body: { digest: version.digest } }),
              busy: judge.isPending ? t('publishing:publications.approve') : null,
            },
          }
        : { footer: <Button onPress={onClose}>{t('frame:close')}</Button> })}
    >
      {children}
      <p className="muted fine" title={version.digest}>
        {t('publishing:publications.digest', { digest: shortDigest(version.digest) })}
      </p>
      {version.mayJudge ? (
        <>
          <ActField label={t('publishing:publications.reason')} value={reason} rows={2} onChange={setReason} />
          <Button onPress={returns} why={reason.trim() === '' ? t('publishing:publications.reason') : null}>
            {t('publishing:publications.returns')}
          </Button>
        </>
      ) : (
        <p className="muted">{t(`publishing:publications.${version.state === 'drafted' ? 'noJudge' : 'settled'}`)}</p>
      )}
      {judge.error === null ? null : (
        <Failure title={t('publishing:publications.readTitle', { version: version.version })} error={judge.error} />
      )}
    </Dialog>
  );
}
