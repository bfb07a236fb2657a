import { Fragment } from 'react';
import { useWords, type Words } from '../words/use-words.js';
import { Keys } from '../parts/Keys.js';
import { listKeyCaps, shortcutStore, type Shortcut, type Registration } from '../state/shortcuts.js';

const GROUPS = ['move', 'act', 'everywhere'] as const;
type Group = (typeof GROUPS)[number];

/** The keys of the screen behind the dialog. */
export function KeyTable() {
  const t = useWords();
  const all = shortcutStore.get();
  const keyed = (group: Registration['group']) =>
    all.filter((one) => one.group === group).flatMap(({ commands }) => commands.filter(({ keys }) => keys));
  const here = keyed('here');
  const of: Record<Group, readonly Shortcut[]> = {
    move: here.filter(isMoving),
    act: here.filter((command) => !isMoving(command)),
    everywhere: keyed('everywhere'),
  };
  return (
    <>
      <p>{t('help:sheet.fields')}</p>
      <div className="key-sheet">
        {GROUPS.filter((group) => of[group].length > 0).map((group) => (
          <section key={group}>
            <h3>{t(`help:sheet.${group}`)}</h3>
            <dl>
              {of[group].flatMap(toLines).map(({ id, label, keys }) => (
                <div key={id}>
                  <dt>
                    {keys.map((one, place) => (
                      <Fragment key={one}>
                        {place === 0 ? null : <span className="faint">{t('help:sheet.or')}</span>}
                        <Keys of={one} />
                      </Fragment>
                    ))}
                    <span className="visually-hidden">{keys.join(' | ')}</span>
                  </dt>
                  <dd>{formatLabel(id, label, t)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </>
  );
}

const FAR = ['PageDown', 'PageUp', 'Home', 'End'] as const;

const isMoving = ({ repeats, keys = '' }: Shortcut) =>
  repeats === true || FAR.some((key) => keys.split(' | ').includes(key));

interface Line {
  id: string;
  label: string;
  keys: string[];
}

function toLines({ id, label, keys = '' }: Shortcut): Line[] {
  const ways = keys.split(' | ');
  const far = FAR.filter((key) => ways.includes(key));
  const near = ways.filter((way) => !far.some((key) => key === way) && !isSameAsBefore(way, ways));
  return [
    ...(near.length === 0 ? [] : [{ id, label, keys: near }]),
    ...far.map((key) => ({ id: `${id}.${key}`, label: key, keys: [key] })),
  ];
}

/** `Shift+?` and `?` are the same key on most keyboards. */
const isSameAsBefore = (way: string, ways: readonly string[]) =>
  ways.slice(0, ways.indexOf(way)).some((other) => listKeyCaps(other).join() === listKeyCaps(way).join());

function formatLabel(id: string, label: string, t: Words): string {
  const far = FAR.find((key) => id.endsWith(`.${key}`));
  return far === undefined ? label : t(`help:sheet.far.${far}`);
}
