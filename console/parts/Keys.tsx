import { listKeyCaps } from '../state/shortcuts.js';

export function Keys({ of }: { of: string }) {
  const caps = listKeyCaps(of);
  return (
    <span className="keys" aria-hidden="true">
      {caps.map((cap, place) => (
        <kbd key={`${place}${cap}`}>{cap}</kbd>
      ))}
    </span>
  );
}
