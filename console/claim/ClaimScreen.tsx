import { useState } from 'react';
import { CommandButton, CommandFields } from '../forms/CommandDialog.js';
import { TextField } from '../forms/TextField.js';
import { useCommandForm } from '../forms/use-command-form.js';
import { Secret } from '../records/list/ShownOnce.js';
import { useAddress } from '../records/list/use-address.js';
import { useScreenTitle } from '../state/title.js';
import { useWords } from '../words/use-words.js';

interface ClaimedKey {
  key: string;
  name: string;
}

export function ClaimScreen() {
  const t = useWords();
  const [{ change: given = '' }] = useAddress();
  useScreenTitle(t('records:claim.title'));
  const [made, setMade] = useState<ClaimedKey | null>(null);
  const form = useCommandForm({
    to: '/v1/keys/claim',
    refresh: [],
    start: { change: given },
    why: ({ change }) => (change.trim() === '' ? t('records:claim.needChange') : null),
    onDone: (key: ClaimedKey) => setMade(key),
  });
  return (
    <main className="sign-in">
      <div>
        <p className="medium sign-in-name">{t('frame:name')}</p>
        <h1>{t('records:claim.title')}</h1>
        {made === null ? (
          <>
            <p>{t('records:claim.body')}</p>
            <CommandFields form={form} failed={t('records:claim.failed')} isQuick>
              <TextField label={t('records:claim.change')} autoFocus={given === ''} {...form.field('change')} />
              <CommandButton form={form} label={t('records:claim.go')} isPrimary showWhy={false} />
            </CommandFields>
          </>
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
