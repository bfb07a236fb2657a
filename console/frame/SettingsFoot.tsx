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

export function SettingsFoot({ name, roles, onKeys }: SettingsFootProps) {
  const t = useWords();
  const [isOpen, setOpen] = useState(false);
  const roleNames = roles.map((role) => t(`frame:role.${role}`)).join(', ');
  const who = (
    <div>
      <span className="medium">{name}</span>
      <br />
      <span className="faint fine">{roleNames}</span>
    </div>
  );
  const close = () => setOpen(false);
  return (
    <div className="stack foot">
      {who}
      <OwnSettings onKeys={onKeys} />
      <div className="rail-only fine" title={`${name}, ${roleNames}`}>
        <span className="medium">{name.split(' ')[0]}</span>
        <br />
        <span className="faint">{roleNames.split(', ')[0]}</span>
        <br />
        <br />
        <kbd>?</kbd> <span className="faint">{t('frame:keys')}</span>
        <br />
        <br />
        <Button size="small" label={t('frame:settings')} hasPopup="dialog" onPress={() => setOpen(true)}>
          …
        </Button>
      </div>
      {isOpen ? (
        <Dialog title={t('frame:settings')} onClose={close}>
          <div className="stack gap-above">
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
