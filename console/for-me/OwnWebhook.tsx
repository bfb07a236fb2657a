import { useQuery } from '@tanstack/react-query';
import { Ask } from '../forms/Ask.js';
import { CommandDialog } from '../forms/CommandDialog.js';
import { TextField } from '../forms/TextField.js';
import { useCommandForm } from '../forms/use-command-form.js';
import { call, read } from '../http/call.js';
import type { PersonWebhook } from '../http/types.js';
import { useState } from 'react';
import { Button } from '../parts/Button.js';
import { useWords } from '../words/use-words.js';

const PATH = '/v1/me/webhook';
const KEY = ['own-webhook'];

/** The address that receives the reader's notifications; only its host is shown. */
export function OwnWebhook() {
  const t = useWords();
  const [isAsking, setAsking] = useState(false);
  const { data } = useQuery({ queryKey: KEY, queryFn: ({ signal }) => read<PersonWebhook>(PATH, { signal }) });
  if (data === undefined) return null;
  const host = data.host ?? data.requested?.host ?? null;
  return (
    <div className="form-field">
      <span>{t('for-me:webhook.title')}</span>
      {data.host === null ? null : <span dir="ltr">{data.host}</span>}
      {data.requested === null ? null : (
        <span className="why">{t('for-me:webhook.waits', { host: data.requested.host })}</span>
      )}
      <div className="chips">
        <Button size="small" hasPopup="dialog" onPress={() => setAsking(true)}>
          {t('for-me:webhook.set')}…
        </Button>
        {host === null ? null : (
          <Ask
            size="small"
            label={t('for-me:webhook.remove')}
            title={t('for-me:webhook.removeTitle', { host })}
            body={t('for-me:webhook.removeBody')}
            go={t('for-me:webhook.remove')}
            failed={t('for-me:webhook.notRemoved')}
            method="DELETE"
            to={PATH}
            refresh={[KEY]}
            done={t('for-me:webhook.removed', { host })}
          />
        )}
      </div>
      {isAsking ? <RequestDialog onClose={() => setAsking(false)} /> : null}
    </div>
  );
}

function RequestDialog({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const form = useCommandForm({
    to: (values: { url: string }, key) => call('POST', PATH, { body: values, key }),
    refresh: [KEY],
    start: { url: '' },
    missing: t('for-me:webhook.missing'),
    done: t('for-me:webhook.requested'),
    onClose,
  });
  return (
    <CommandDialog form={form} title={t('for-me:webhook.title')} go={t('for-me:webhook.set')}>
      <TextField label={t('for-me:webhook.url')} help={t('for-me:webhook.urlHelp')} {...form.field('url')} />
    </CommandDialog>
  );
}
