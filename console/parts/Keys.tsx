import { capsOf } from '../state/shortcuts.js';

/** Key caps as printed on buttons and in lists. The words beside them say the same to those who listen. */
export function Keys({ of }: { of: string }) {
  const caps = capsOf(of);
  return (
    <span className="keys" aria-hidden="true">
      {caps.map((cap, place) => (
        <kbd key={`${place}${cap}`}>{cap}</kbd>
      ))}
    </span>
  );
}
