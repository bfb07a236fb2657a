import { useMemo } from 'react';
import { compareTexts } from './compare-texts.js';

interface TextDifferenceProps {
  before: string;
  after: string;
  /** Shows one of the two texts alone, with its own words marked. */
  only?: 'before' | 'after';
}

export function TextDifference({ before, after, only }: TextDifferenceProps) {
  const pieces = useMemo(() => compareTexts(before, after), [before, after]);
  const left = only === 'before' ? 'new' : only === 'after' ? 'gone' : null;
  return pieces
    .filter(({ change }) => change !== left)
    .map(({ change, text }, place) =>
      change === 'same' ? text : change === 'gone' ? <del key={place}>{text}</del> : <ins key={place}>{text}</ins>,
    );
}
