import { useState } from 'react';
import { CommandDialog } from '../../forms/CommandDialog.js';
import { TextField } from '../../forms/TextField.js';
import { useCommandForm, type CommandForm } from '../../forms/use-command-form.js';
import { call } from '../../http/call.js';
import type { NewSubscriber, WebhookSubscriber } from '../../http/types.js';
import { RECORD_KEYS } from '../../http/use-write.js';
import { useWords } from '../../words/use-words.js';
import { ShownSecret } from './ShownSecret.js';

interface SubscriberDialogProps {
  of?: WebhookSubscriber;
  onClose: () => void;
}

interface FilterTexts {
  name: string;
  types: string;
  alerts: string;
  laws: string;
  countries: string;
}

export function SubscriberDialog({ of, onClose }: SubscriberDialogProps) {
  return of === undefined ? <AddDialog onClose={onClose} /> : <ChangeDialog of={of} onClose={onClose} />;
}

function AddDialog({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const [made, setMade] = useState<{ name: string; secret: string | undefined } | null>(null);
  const form = useCommandForm({
    // The answer waits for a second person and holds the secret all the same.
    to: async (values: FilterTexts & { url: string }, key) => {
      const body = { ...toBody(values), url: values.url.trim() };
      const { secret } = await call<NewSubscriber>('POST', '/v1/subscribers', { body, key });
      return { name: values.name.trim(), secret };
    },
    refresh: RECORD_KEYS,
    start: { ...toTexts(), url: '' },
    why: ({ name, url }) => (name.trim() === '' || url.trim() === '' ? t('records:subscribers.missing') : null),
    done: t('frame:waits'),
    onDone: setMade,
    onClose,
  });
  if (made !== null) return <ShownSecret name={made.name} text={made.secret} onClose={onClose} />;
  return (
    <CommandDialog
      form={form}
      title={t('records:subscribers.addTitle')}
      body={t('records:subscribers.addBody')}
      go={t('records:subscribers.addGo')}
    >
      <TextField label={t('records:name')} autoFocus {...form.field('name')} />
      <TextField label={t('records:subscribers.url')} help={t('records:subscribers.urlHelp')} {...form.field('url')} />
      <FilterFields form={form} />
    </CommandDialog>
  );
}

function ChangeDialog({ of, onClose }: { of: WebhookSubscriber; onClose: () => void }) {
  const t = useWords();
  const form = useCommandForm({
    method: 'PATCH',
    to: `/v1/subscribers/${of.id}`,
    refresh: RECORD_KEYS,
    start: toTexts(of),
    body: toBody,
    why: ({ name }) => (name.trim() === '' ? t('records:subscribers.needName') : null),
    done: t('records:subscribers.saved', { name: of.name }),
    onClose,
  });
  return (
    <CommandDialog
      form={form}
      title={t('records:subscribers.changeTitle', { name: of.name })}
      go={t('records:subscribers.save')}
      failed={t('records:subscribers.notChanged')}
    >
      <TextField label={t('records:name')} autoFocus {...form.field('name')} />
      <FilterFields form={form} />
    </CommandDialog>
  );
}

const FILTERS = ['types', 'alerts', 'laws', 'countries'] as const;

function FilterFields({ form }: { form: Pick<CommandForm<FilterTexts>, 'field'> }) {
  const t = useWords();
  return FILTERS.map((name) => (
    <TextField
      key={name}
      label={t(`records:subscribers.${name}`)}
      help={t(`records:subscribers.${name}Help`)}
      {...form.field(name)}
    />
  ));
}

function toTexts(of?: WebhookSubscriber): FilterTexts {
  const toText = (values: readonly string[] = []) => values.join(', ');
  return {
    name: of?.name ?? '',
    types: toText(of?.types),
    alerts: toText(of?.alerts),
    laws: toText(of?.laws),
    countries: toText(of?.countries),
  };
}

const split = (text: string) => text.split(/[\s,;]+/).filter((part) => part !== '');

const toBody = ({ name, types, alerts, laws, countries }: FilterTexts) => ({
  name: name.trim(),
  types: split(types),
  alerts: split(alerts),
  laws: split(laws),
  countries: split(countries).map((code) => code.toUpperCase()),
});
