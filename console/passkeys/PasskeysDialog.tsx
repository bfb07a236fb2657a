import { CommandButton, CommandFields } from '../forms/CommandDialog.js';
import { TextField } from '../forms/TextField.js';
import { useCommandForm, type CommandForm } from '../forms/use-command-form.js';
import { sessionStore } from '../http/session.js';
import { Button } from '../parts/Button.js';
import { Dialog } from '../parts/Dialog.js';
import { Failure } from '../parts/Failure.js';
import { useStore } from '../state/store.js';
import { useWords } from '../words/use-words.js';
import { PasskeyRow } from './PasskeyRow.js';
import { PASSKEY_KEYS, registerPasskey, useOwnPasskeys } from './use-passkeys.js';

export default function PasskeysDialog({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const { session } = useStore(sessionStore);
  const passkeys = useOwnPasskeys();
  const items = passkeys.data?.items ?? [];
  const at = session?.passkeysAt ?? null;
  return (
    <Dialog
      title={t('passkeys:title')}
      onClose={onClose}
      footer={<Button onPress={onClose}>{t('frame:close')}</Button>}
    >
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
