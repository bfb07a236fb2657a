import { useState } from 'react';
import { Ask } from '../../forms/Ask.js';
import { CommandDialog } from '../../forms/CommandDialog.js';
import { TextField } from '../../forms/TextField.js';
import { useCommandForm } from '../../forms/use-command-form.js';
import { call } from '../../http/call.js';
import type { NewSubscriberSecret, WebhookSubscriber } from '../../http/types.js';
import { RECORD_KEYS, useWrite } from '../../http/use-write.js';
import { Button } from '../../parts/Button.js';
import { Failure } from '../../parts/Failure.js';
import { useWords } from '../../words/use-words.js';
import { ShownSecret } from './ShownSecret.js';
import { SubscriberDialog } from './SubscriberDialog.js';

interface OfSubscriber {
  of: WebhookSubscriber;
}

export function SubscriberActs({ of }: OfSubscriber) {
  const t = useWords();
  const [open, setOpen] = useState<'change' | 'address' | null>(null);
  const close = () => setOpen(null);
  const { id, name, state } = of;
  const test = useWrite({
    to: `/v1/subscribers/${id}/test`,
    refresh: RECORD_KEYS,
    done: t('records:subscribers.sent'),
  });
  const pause = useWrite({
    method: 'PATCH',
    to: `/v1/subscribers/${id}`,
    refresh: RECORD_KEYS,
    done: t(state === 'paused' ? 'records:subscribers.resumed' : 'records:subscribers.paused', { name }),
  });
  return (
    <>
      <div className="chips">
        {state === 'active' ? (
          <Button size="small" onPress={() => test.mutate({})}>
            {t('records:subscribers.send')}
          </Button>
        ) : null}
        <Button size="small" hasPopup="dialog" onPress={() => setOpen('change')}>
          {t('records:subscribers.change')}
        </Button>
        <Button size="small" hasPopup="dialog" onPress={() => setOpen('address')}>
          {t('records:subscribers.address')}
        </Button>
        {state === 'unconfirmed' ? null : (
          <Button size="small" onPress={() => pause.mutate({ paused: state === 'active' })}>
            {t(state === 'paused' ? 'records:subscribers.resume' : 'records:subscribers.pause')}
          </Button>
        )}
        <ReplaceSecret of={of} />
        <Ask
          size="small"
          label={t('records:subscribers.remove')}
          title={t('records:subscribers.removeTitle', { name })}
          body={t('records:subscribers.removeBody')}
          go={t('records:subscribers.removeGo')}
          failed={t('records:subscribers.notRemoved')}
          method="DELETE"
          to={`/v1/subscribers/${id}`}
          refresh={RECORD_KEYS}
          done={t('records:subscribers.removed', { name })}
        />
      </div>
      <Failure title={t('records:subscribers.notSent')} error={test.error} />
      <Failure title={t('records:subscribers.notChanged')} error={pause.error} />
      {open === 'change' ? <SubscriberDialog of={of} onClose={close} /> : null}
      {open === 'address' ? <AddressDialog of={of} onClose={close} /> : null}
    </>
  );
}

function AddressDialog({ of: { id, name }, onClose }: OfSubscriber & { onClose: () => void }) {
  const t = useWords();
  const form = useCommandForm({
    to: `/v1/subscribers/${id}/address`,
    refresh: RECORD_KEYS,
    start: { url: '' },
    why: ({ url }) => (url.trim() === '' ? t('records:subscribers.needUrl') : null),
    onClose,
  });
  return (
    <CommandDialog
      form={form}
      title={t('records:subscribers.addressTitle', { name })}
      body={t('records:subscribers.addressBody')}
      go={t('records:subscribers.addGo')}
    >
      <TextField
        label={t('records:subscribers.url')}
        help={t('records:subscribers.urlHelp')}
        autoFocus
        {...form.field('url')}
      />
    </CommandDialog>
  );
}

function ReplaceSecret({ of: { id, name } }: OfSubscriber) {
  const t = useWords();
  const [made, setMade] = useState<NewSubscriberSecret | null>(null);
  const replace = async (body: unknown, key: string) =>
    setMade(await call<NewSubscriberSecret>('POST', `/v1/subscribers/${id}/secret`, { body, key }));
  return (
    <>
      <Ask
        size="small"
        label={t('records:subscribers.secret')}
        title={t('records:subscribers.secretTitle', { name })}
        body={t('records:subscribers.secretBody')}
        go={t('records:subscribers.secretGo')}
        failed={t('records:subscribers.notChanged')}
        to={replace}
        sends={{}}
        refresh={RECORD_KEYS}
      />
      {made === null ? null : <ShownSecret name={name} text={made.secret} onClose={() => setMade(null)} />}
    </>
  );
}
