import { CommandButton, CommandFields, CommandDialog } from '../forms/CommandDialog.js';
import { useCommandForm, type CommandForm } from '../forms/use-command-form.js';
import { Dialog } from '../parts/Dialog.js';
import { Failure } from '../parts/Failure.js';
import { useState } from 'react';
import { TextField } from '../forms/TextField.js';
import { sessionStore } from '../http/session.js';
import { Ask } from '../forms/Ask.js';
import { Button } from '../parts/Button.js';
import { Instant } from '../parts/Instant.js';
import { useStore } from '../state/store.js';
import { useWords } from '../words/use-words.js';
import type { OwnPasskey, Page } from '../http/types.js';
import { useQuery } from '@tanstack/react-query';
import { call, read } from '../http/call.js';
import { makePasskey } from '../http/passkey.js';

export default function PasskeysDialog({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const { session } = useStore(sessionStore);
  const passkeys = useOwnPasskeys();
  const items = passkeys.data?.items ?? [];
  const at = session?.passkeysAt ?? null;
  return (
    <Dialog title={t('passkeys:title')} onClose={onClose} hasClose>
      <p>{t('passkeys:lead')}</p>
      {session?.stepUp === true ? null : <p className="muted">{t('passkeys:notRequested')}</p>}
      <Failure title={t('passkeys:failed')} error={passkeys.error} onRetry={() => void passkeys.refetch()} />
      {items.length === 0 && passkeys.isSuccess ? <p className="muted">{t('passkeys:none')}</p> : null}
      <ul>
        {items.map((passkey) => (
          <PasskeyRow key={passkey.id} passkey={passkey} isLast={items.length === 1} />
        ))}
      </ul>
      <NewPasskey at={at} />
    </Dialog>
  );
}

function NewPasskey({ at }: { at: string | null }) {
  const t = useWords();
  const form: CommandForm<{ name: string }> = useCommandForm({
    texts: 'passkey',
    to: registerPasskey,
    refresh: PASSKEY_KEYS,
    start: { name: '' },
    missing: t('passkeys:needName'),
    done: ({ name }) => t('passkeys:registered', { name }),
    onDone: () => form.change({ name: '' }),
  });
  if (at === null) return <p role="note">{t('passkeys:noneHere')}</p>;
  if (at !== location.origin)
    return (
      <p role="note">
        {t('passkeys:elsewhere')} <a href={at}>{at}</a>
      </p>
    );
  return (
    <CommandFields form={form} failed={t('passkeys:notRegistered')} isQuick>
      <TextField label={t('passkeys:name')} help={t('passkeys:nameHelp')} {...form.field('name')} />
      <CommandButton form={form} label={t('passkeys:register')} isPrimary showWhy={false} />
    </CommandFields>
  );
}

function PasskeyRow({ passkey, isLast }: { passkey: OwnPasskey; isLast: boolean }) {
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

const PASSKEYS_PATH = '/v1/me/passkeys';
const KEY = ['passkeys'];
const PASSKEY_KEYS = [KEY];

function useOwnPasskeys() {
  return useQuery({
    queryKey: KEY,
    queryFn: ({ signal }) => read<Page<OwnPasskey>>(`${PASSKEYS_PATH}?limit=200`, { signal }),
  });
}

async function registerPasskey(named: object): Promise<OwnPasskey> {
  const options = await call<Parameters<typeof makePasskey>[0]>('POST', `${PASSKEYS_PATH}/options`, { body: {} });
  return call<OwnPasskey>('POST', PASSKEYS_PATH, { body: { ...named, response: await makePasskey(options) } });
}
