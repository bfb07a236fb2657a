import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../http/call.js';
import { Button } from '../parts/Button.js';
import { Failure } from '../parts/Failure.js';
import { Secret } from '../records/list/ShownOnce.js';
import { TextField } from '../records/list/TextField.js';
import { useAddress } from '../records/list/use-address.js';
import { useScreenTitle } from '../state/title.js';
import { useWords } from '../words/use-words.js';

export function ClaimScreen() {
  const t = useWords();
  const [{ change: given = '' }] = useAddress();
  useScreenTitle(t('records:claim.title'));
  const [change, setChange] = useState(given);
  const claim = useMutation({
    mutationFn: () =>
      call<{ key: string; name: string }>('POST', '/v1/keys/claim', { body: { change: change.trim() } }),
  });
  const made = claim.data;
  return (
    <main className="sign-in">
      <div>
        <p className="medium sign-in-name">{t('frame:name')}</p>
        <h1>{t('records:claim.title')}</h1>
        {made === undefined ? (
          <form
            className="form-grid"
            onSubmit={(event) => {
              event.preventDefault();
              if (change.trim() !== '' && !claim.isPending) claim.mutate();
            }}
          >
            <p>{t('records:claim.body')}</p>
            <TextField label={t('records:claim.change')} value={change} autoFocus={given === ''} onChange={setChange} />
            <div className="acts">
              <Button
                variant="primary"
                why={change.trim() === '' ? t('records:claim.needChange') : null}
                busy={claim.isPending ? t('records:saving') : null}
                onPress={() => claim.mutate()}
              >
                {t('records:claim.go')}
              </Button>
            </div>
            {claim.error === null ? null : <Failure title={t('records:claim.failed')} error={claim.error} />}
          </form>
        ) : (
          <>
            <p>{t('records:people.keyOnce')}</p>
            <Secret text={made.key} what={t('records:people.theKey')} />
          </>
        )}
      </div>
    </main>
  );
}
