import { Keys } from './Keys.js';

/** Key hints in an idle tray. Hidden from screen readers, which have the list of keys (`?`). */
export function Hints({ of }: { of: readonly { keys: readonly string[]; label: string }[] }) {
  return (
    <span className="hints spare" aria-hidden="true">
      {of.map(({ keys, label }) => (
        <span className="hint" key={keys.join()}>
          {keys.map((one) => (
            <Keys of={one} key={one} />
          ))}{' '}
          {label}
        </span>
      ))}
    </span>
  );
}
