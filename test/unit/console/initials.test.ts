import { describe, expect, test } from '@jest/globals';
import { initialsAlone, initialsOf } from '../../../console/parts/initials.js';

const shown = (...names: string[]) => [...initialsOf(names.map((name, at) => ({ id: String(at), name }))).values()];

describe('initials', () => {
  test('are two letters where they tell people apart', () => {
    expect(shown('Ana Lindqvist', 'Jonas Weiss')).toEqual(['AL', 'JW']);
    expect(initialsAlone('Ana Maria Lindqvist')).toBe('AM');
  });

  test('of two people differ: by the number in a name, or by more of the first word', () => {
    expect(shown('Reviewer Demo', 'Reviewer2 Demo', 'Counsel Demo')).toEqual(['CD', 'RD', 'R2D']);
    expect(new Set(shown('Meera Pillai', 'Maria Perez', 'Max Pfau')).size).toBe(3);
  });

  test('of two people with one name differ too', () => {
    expect(new Set(shown('Asha Rao', 'Asha Rao')).size).toBe(2);
  });
});
