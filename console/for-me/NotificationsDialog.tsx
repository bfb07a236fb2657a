import { useQuery } from '@tanstack/react-query';
import { SegmentsField, Tick } from '../forms/choices.js';
import { CommandDialog } from '../forms/CommandDialog.js';
import { TextField } from '../forms/TextField.js';
import { bindParts, useCommandForm } from '../forms/use-command-form.js';
import { ownZone } from '../forms/when/zones.js';
import { call, read } from '../http/call.js';
import type { NotificationSettings } from '../http/types.js';
import { CHANNELS, NOTIFICATION_KINDS, type Channel } from '../../domain/people/notification.js';
import { Browsers } from './Browsers.js';
import { OwnWebhook } from './OwnWebhook.js';
import { useWords } from '../words/use-words.js';

const PATH = '/v1/me/notifications';
const KEY = ['notification-settings'];

/** What the reader is notified of, how and when. */
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
  const { quiet } = form.values;
  const start = { from: '22:00', until: '06:30', zone: ownZone() };
  return (
    <CommandDialog form={form} title={t('for-me:notify.title')} go={t('for-me:notify.save')}>
      {CHANNELS.map((channel) => (
        <Kinds
          key={channel}
          channel={channel}
          value={form.values[channel]}
          onChange={(kinds) => form.change({ [channel]: kinds })}
        />
      ))}
      <Browsers />
      <OwnWebhook />
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

interface KindsProps {
  channel: Channel;
  value: NotificationSettings[Channel];
  onChange: (value: NotificationSettings[Channel]) => void;
}

/** Which notifications come by a channel. */
function Kinds({ channel, value, onChange }: KindsProps) {
  const t = useWords();
  return (
    <div className="form-field" role="group" aria-label={t(`for-me:notify.${channel}`)}>
      <span aria-hidden>{t(`for-me:notify.${channel}`)}</span>
      {NOTIFICATION_KINDS.map((kind) => (
        <Tick
          key={kind}
          label={t(`for-me:notify.kind.${kind}`)}
          value={value[kind]}
          onChange={(isOn) => onChange({ ...value, [kind]: isOn })}
        />
      ))}
      <span className="why">{t(`for-me:notify.${channel}Help`)}</span>
    </div>
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
