import { useState } from 'react';
import { sessionStore } from '../http/session.js';
import { Button } from '../parts/Button.js';
import { Dialog } from '../parts/Dialog.js';
import { Failure } from '../parts/Failure.js';
import { TextField } from '../records/list/TextField.js';
import { useStore } from '../state/store.js';
import { useWords } from '../words/use-words.js';
import { PasskeyRow } from './PasskeyRow.js';
import { useOwnPasskeys, useRegister } from './use-passkeys.js';

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
      {passkeys.error === null ? null : (
        <Failure title={t('passkeys:failed')} error={passkeys.error} onRetry={() => void passkeys.refetch()} />
      )}
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
  const [name, setName] = useState('');
  const register = useRegister(() => setName(''));
  if (at === null) return <p role="note">{t('passkeys:noneHere')}</p>;
  if (at !== location.origin)
    return (
      <p role="note">
        {t('passkeys:elsewhere')} <a href={at}>{at}</a>
      </p>
    );
  const why = name.trim() === '' ? t('passkeys:needName') : null;
  const go = () => {
    if (why === null && !register.isPending) register.mutate(name.trim());
  };
  return (
    <form
      className="form-grid"
      onSubmit={(event) => {
        event.preventDefault();
        go();
      }}
    >
      <TextField label={t('passkeys:name')} help={t('passkeys:nameHelp')} value={name} onChange={setName} />
      <div className="acts">
        <Button variant="primary" why={why} busy={register.isPending ? t('passkeys:registering') : null} onPress={go}>
          {t('passkeys:register')}
        </Button>
      </div>
      {register.error === null ? null : <Failure title={t('passkeys:notRegistered')} error={register.error} />}
    </form>
  );
}
