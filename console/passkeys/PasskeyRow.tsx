import { useState } from 'react';
import { sessionStore } from '../http/session.js';
import { Ask } from '../parts/Ask.js';
import { Button } from '../parts/Button.js';
import { Dialog } from '../parts/Dialog.js';
import { Failure } from '../parts/Failure.js';
import { Instant } from '../parts/Instant.js';
import { TextField } from '../records/list/TextField.js';
import { useStore } from '../state/store.js';
import { useWords } from '../words/use-words.js';
import { useRemove, useRename, type OwnPasskey } from './use-passkeys.js';

export function PasskeyRow({ passkey, isLast }: { passkey: OwnPasskey; isLast: boolean }) {
  const t = useWords();
  const { session } = useStore(sessionStore);
  const [isRenaming, setRenaming] = useState(false);
  const remove = useRemove(passkey);
  const { name, createdAt, lastUsedAt } = passkey;
  const waits = isLast && session?.stepUp === true;
  return (
    <li className="chips record-item">
      <span className="grow">
        <b dir="auto">{name}</b>
        <span className="muted fine block">
          {t('passkeys:added')} <Instant at={createdAt} short />,{' '}
          {lastUsedAt === null ? (
            t('passkeys:unused')
          ) : (
            <>
              {t('passkeys:used')} <Instant at={lastUsedAt} short />
            </>
          )}
        </span>
      </span>
      <Button
        size="small"
        label={t('passkeys:renameNamed', { name })}
        hasPopup="dialog"
        onPress={() => setRenaming(true)}
      >
        {t('passkeys:rename')}
      </Button>
      <Ask
        size="small"
        label={t('passkeys:remove')}
        named={t('passkeys:removeNamed', { name })}
        title={t('passkeys:removeTitle', { name })}
        body={waits ? `${t('passkeys:removeBody')} ${t('passkeys:removeLast')}` : t('passkeys:removeBody')}
        go={t('passkeys:remove')}
        busy={remove.isPending}
        onGo={() => remove.mutate(undefined)}
      />
      {remove.error === null ? null : <Failure title={t('passkeys:notRemoved')} error={remove.error} />}
      {isRenaming ? <RenameDialog passkey={passkey} onClose={() => setRenaming(false)} /> : null}
    </li>
  );
}

function RenameDialog({ passkey, onClose }: { passkey: OwnPasskey; onClose: () => void }) {
  const t = useWords();
  const [name, setName] = useState(passkey.name);
  const rename = useRename(passkey.id, onClose);
  const why = name.trim() === '' ? t('passkeys:needName') : null;
  return (
    <Dialog
      title={t('passkeys:renameTitle', { name: passkey.name })}
      onClose={onClose}
      go={{
        label: t('passkeys:save'),
        run: () => rename.mutate(name.trim()),
        why,
        busy: rename.isPending ? t('records:saving') : null,
      }}
    >
      <TextField label={t('passkeys:name')} value={name} autoFocus onChange={setName} />
      {rename.error === null ? null : <Failure title={t('passkeys:notRenamed')} error={rename.error} />}
    </Dialog>
  );
}
