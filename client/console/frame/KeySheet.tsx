import { useWords } from '../words/use-words.js';
import { Dialog } from '../parts/Dialog.js';
import { Keys } from '../parts/Keys.js';
import { commandStore } from '../state/commands.js';

/** Every key that does something now, made from what is on the screen. */
export function KeySheet({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const all = commandStore.get();
  const groups = (['here', 'everywhere'] as const).map((group) => ({
    group,
    commands: all.filter((one) => one.group === group).flatMap(({ commands }) => commands.filter(({ keys }) => keys)),
  }));
  return (
    <Dialog title={t('frame:sheet.title')} onClose={onClose} wide isText>
      <p>{t('frame:sheet.fields')}</p>
      <div className="sheet-keys">
        {groups.map(({ group, commands }) => (
          <section key={group}>
            <h3>{t(`frame:sheet.${group}`)}</h3>
            <dl>
              {commands.map(({ id, label, keys = '' }) => (
                <div key={id}>
                  <dt>
                    <Keys of={keys} />
                    <span className="vh">{keys}</span>
                  </dt>
                  <dd>{label}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
