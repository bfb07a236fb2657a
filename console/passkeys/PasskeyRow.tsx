import { useState } from 'react';
import { CommandDialog } from '../forms/CommandDialog.js';
import { TextField } from '../forms/TextField.js';
import { useCommandForm } from '../forms/use-command-form.js';
import { sessionStore } from '../http/session.js';
import { Ask } from '../forms/Ask.js';
import { Button } from '../parts/Button.js';
import { Instant } from '../parts/Instant.js';
import { useStore } from '../state/store.js';
import { useWords } from '../words/use-words.js';
import { PASSKEY_KEYS, PASSKEYS_PATH } from './use-passkeys.js';
import type { OwnPasskey } from '../http/types.js';

export function PasskeyRow({ passkey, isLast }: { passkey: OwnPasskey; isLast: boolean }) {
  const t = useWords();
  const { session } = useStore(sessionStore);
  const [isRenaming, setRenaming] = useState(false);
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
        failed={t('passkeys:notRemoved')}
        method="DELETE"
        to={`${PASSKEYS_PATH}/${passkey.id}`}
        refresh={PASSKEY_KEYS}
        done={t('passkeys:removed', { name })}
        // Removing the last one may need a second person.
        pending={t('passkeys:removeRequested')}
      />
      {isRenaming ? <RenameDialog passkey={passkey} onClose={() => setRenaming(false)} /> : null}
    </li>
  );
}

function RenameDialog({ passkey: { id, name }, onClose }: { passkey: OwnPasskey; onClose: () => void }) {
  const t = useWords();
  const form = useCommandForm({
    texts: 'passkey',
    method: 'PATCH',
    to: `${PASSKEYS_PATH}/${id}`,
    refresh: PASSKEY_KEYS,
    start: { name },
    missing: t('passkeys:needName'),
    done: (renamed: OwnPasskey) => t('passkeys:renamed', { name: renamed.name }),
    onClose,
  });
  return (
    <CommandDialog
      form={form}
      title={t('passkeys:renameTitle', { name })}
      go={t('passkeys:save')}
      failed={t('passkeys:notRenamed')}
    >
      <TextField label={t('passkeys:name')} autoFocus {...form.field('name')} />
    </CommandDialog>
  );
}
