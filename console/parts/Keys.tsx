import { capsOf } from '../state/shortcuts.js';

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
