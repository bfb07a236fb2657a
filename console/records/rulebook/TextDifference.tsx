import type { Piece } from './compare.js';

export function TextDifference({ pieces }: { pieces: readonly Piece[] }) {
  return (
    <>
      {pieces.map(({ change, text }, place) =>
        change === 'del' ? (
          <del key={place}>{text}</del>
        ) : change === 'ins' ? (
          <ins key={place}>{text}</ins>
        ) : (
          <span key={place}>{text}</span>
        ),
      )}
    </>
  );
}
