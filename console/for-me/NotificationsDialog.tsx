import { useQuery } from '@tanstack/react-query';
import { SegmentsField, Tick } from '../forms/choices.js';
import { CommandDialog } from '../forms/CommandDialog.js';
import { TextField } from '../forms/TextField.js';
import { bindParts, useCommandForm } from '../forms/use-command-form.js';
import { ownZone } from '../forms/when/zones.js';
import { call, read } from '../http/call.js';
import type { NotificationSettings } from '../http/types.js';
import { useWords } from '../words/use-words.js';

const PATH = '/v1/me/notifications';
const KINDS = [
  'approval',
  'returned',
  'assigned',
  'mention',
  'opinion',
] as const satisfies (keyof NotificationSettings['mail'])[];
const KEY = ['notification-settings'];

/** Which mails the reader gets, and when. */
export default function NotificationsDialog({ onClose }: { onClose: () => void }) {
  const settings = useQuery({ queryKey: KEY, queryFn: ({ signal }) => read<NotificationSettings>(PATH, { signal }) });
  return settings.data === undefined ? null : <SettingsForm settings={settings.data} onClose={onClose} />;
}

function SettingsForm({ settings, onClose }: { settings: NotificationSettings; onClose: () => void }) {
  const t = useWords();
  const form = useCommandForm({
    to: (values: NotificationSettings, key) => call('PUT', PATH, { body: values, key }),
    refresh: [KEY],
    start: settings,
    done: t('for-me:notify.saved'),
    onClose,
  });
  const { mail, quiet } = form.values;
  const start = { from: '22:00', until: '06:30', zone: ownZone() };
  return (
    <CommandDialog form={form} title={t('for-me:notify.title')} go={t('for-me:notify.save')}>
      <div className="form-field">
        <span>{t('for-me:notify.mail')}</span>
        {KINDS.map((kind) => (
          <Tick
            key={kind}
            label={t(`for-me:notify.kind.${kind}`)}
            value={mail[kind]}
            onChange={(isOn) => form.change({ mail: { ...mail, [kind]: isOn } })}
          />
        ))}
        <span className="why">{t('for-me:notify.always')}</span>
      </div>
      <SegmentsField
        label={t('for-me:notify.quiet')}
        options={[
          { value: 'off', text: t('for-me:notify.off') },
          { value: 'on', text: t('for-me:notify.on') },
        ]}
        value={quiet === null ? 'off' : 'on'}
        onChange={(is) => form.change({ quiet: is === 'off' ? null : (quiet ?? start) })}
        help={t('for-me:notify.quietHelp')}
      />
      {quiet === null ? null : <Hours quiet={quiet} onChange={(next) => form.change({ quiet: next })} />}
    </CommandDialog>
  );
}

type Quiet = NonNullable<NotificationSettings['quiet']>;

function Hours({ quiet, onChange }: { quiet: Quiet; onChange: (quiet: Quiet) => void }) {
  const t = useWords();
  const part = bindParts({ path: '/quiet', value: quiet, onChange });
  return (
    <>
      <TextField label={t('for-me:notify.from')} type="time" {...part('from')} />
      <TextField label={t('for-me:notify.until')} type="time" {...part('until')} help={quiet.zone} />
    </>
  );
}
