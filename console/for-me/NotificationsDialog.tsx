import { useQuery } from '@tanstack/react-query';
import { SegmentsField } from '../forms/choices.js';
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
    <CommandDialog form={form} title={t('for-me:notify.title')} go={t('for-me:notify.save')} wide>
      <Kinds values={form.values} onChange={(channel, kinds) => form.change({ [channel]: kinds })} />
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
  values: NotificationSettings;
  onChange: (channel: Channel, kinds: NotificationSettings[Channel]) => void;
}

/** Which notifications come by which channel. */
function Kinds({ values, onChange }: KindsProps) {
  const t = useWords();
  return (
    <>
      <table className="channels">
        <thead>
          <tr>
            <th scope="col">{t('for-me:notify.when')}</th>
            {CHANNELS.map((channel) => (
              <th key={channel} scope="col">
                {t(`for-me:notify.${channel}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {NOTIFICATION_KINDS.map((kind) => (
            <tr key={kind}>
              <th scope="row">{t(`for-me:notify.kind.${kind}`)}</th>
              {CHANNELS.map((channel) => (
                <td key={channel}>
                  <input
                    type="checkbox"
                    aria-label={`${t(`for-me:notify.${channel}`)}: ${t(`for-me:notify.kind.${kind}`)}`}
                    checked={values[channel][kind]}
                    onChange={(event) => onChange(channel, { ...values[channel], [kind]: event.target.checked })}
                  />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <span className="why">{t('for-me:notify.help')}</span>
    </>
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
