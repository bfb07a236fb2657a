import { describe, expect, test } from '@jest/globals';
import { initialsAlone, assignInitials } from '../../../console/parts/initials.js';

const shown = (...names: string[]) => [...assignInitials(names.map((name, at) => ({ id: String(at), name }))).values()];

describe('initials of people', () => {
  test('are two letters that distinguish the people shown', () => {
    expect(shown('Ana Lindqvist', 'Jonas Weiss')).toEqual(['AL', 'JW']);
    expect(initialsAlone('Ana Maria Lindqvist')).toBe('AM');
  });

  test('differ for two people by a number in the name or more of the first word', () => {
    expect(shown('Reviewer Demo', 'Reviewer2 Demo', 'Counsel Demo')).toEqual(['CD', 'RD', 'R2D']);
    expect(new Set(shown('Meera Pillai', 'Maria Perez', 'Max Pfau')).size).toBe(3);
  });

  test('differ for two people with the same name', () => {
    expect(new Set(shown('Asha Rao', 'Asha Rao')).size).toBe(2);
  });
});
