import { useState } from 'react';
import type { Role } from '../../domain/people/permission.js';
import { Button } from '../parts/Button.js';
import { Dialog } from '../parts/Dialog.js';
import { useWords } from '../words/use-words.js';
import { OwnSettings } from './OwnSettings.js';

interface SettingsFootProps {
  name: string;
  roles: readonly Role[];
  onKeys: () => void;
}

/** Who is signed in, and how they like to see things; where the side bar is folded, behind a press. */
export function SettingsFoot({ name, roles, onKeys }: SettingsFootProps) {
  const t = useWords();
  const [isOpen, setOpen] = useState(false);
  const roleNames = roles.map((role) => t(`frame:role.${role}`)).join(', ');
  const who = (
    <div>
      <span className="mid">{name}</span>
      <br />
      <span className="dim xs">{roleNames}</span>
    </div>
  );
  const close = () => setOpen(false);
  return (
    <div className="foot">
      {who}
      <OwnSettings onKeys={onKeys} />
      <div className="mini xs" title={`${name}, ${roleNames}`}>
        <span className="mid">{name.split(' ')[0]}</span>
        <br />
        <span className="dim">{roleNames.split(', ')[0]}</span>
        <br />
        <br />
        <kbd>?</kbd> <span className="dim">{t('frame:keys')}</span>
        <br />
        <br />
        <Button size="sm" label={t('frame:settings')} hasPopup="dialog" onPress={() => setOpen(true)}>
          …
        </Button>
      </div>
      {isOpen ? (
        <Dialog title={t('frame:settings')} onClose={close}>
          <div className="own">
            {who}
            <OwnSettings
              onKeys={() => {
                close();
                onKeys();
              }}
            />
          </div>
        </Dialog>
      ) : null}
    </div>
  );
}
