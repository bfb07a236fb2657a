import type { Sourced } from '../domain/rulebook/regime.js';
import { getKeys } from '../domain/record-keys.js';

export interface FieldChange {
  field: string;
  before: unknown;
  after: unknown;
  line: string;
}

/** Compares as JSON, ignoring key order. */
export function isEqual(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value ?? null;
  if (Array.isArray(value)) return value.map(sorted);
  const entries = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(entries.map(([key, part]) => [key, sorted(part)]));
}

function plain(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'none';
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (isObject(value))
    return Object.values(value)
      .filter((part) => part !== null)
      .map(plain)
      .join(', ');
  if (typeof value !== 'string') return JSON.stringify(value);
  return /^[a-z0-9_]+$/.test(value) ? value.replaceAll('_', ' ') : value;
}

export function changedField<T>(
  field: string,
  before: T,
  after: T,
  { label, say = plain }: { label: string; say?: (value: T) => string },
): FieldChange[] {
  if (isEqual(before, after)) return [];
  return [{ field, before, after, line: `${label}: ${say(before)} → ${say(after)}` }];
}

export function changedSet(
  field: string,
  before: readonly string[],
  after: readonly string[],
  { label }: { label: string },
): FieldChange[] {
  const added = after.filter((name) => !before.includes(name));
  const removed = before.filter((name) => !after.includes(name));
  if (added.length === 0 && removed.length === 0) return [];
  const parts = [
    ...(added.length === 0 ? [] : [`added ${added.join(', ')}`]),
    ...(removed.length === 0 ? [] : [`removed ${removed.join(', ')}`]),
  ];
  return [{ field, before, after, line: `${label}: ${parts.join('; ')}` }];
}

interface FactList<T> {
  label: string;
  key: (fact: T) => string;
  say: (fact: T) => string;
}

export function changedFacts<T extends object>(
  field: string,
  before: readonly T[],
  after: readonly T[],
  { label, key, say }: FactList<T>,
): FieldChange[] {
  const was = new Map(before.map((fact) => [key(fact), fact]));
  const is = new Map(after.map((fact) => [key(fact), fact]));
  const removed = [...was].filter(([name]) => !is.has(name));
  const changes: FieldChange[] = removed.map(([, fact]) => ({
    field,
    before: fact,
    after: null,
    line: `${label}: removed, was ${say(fact)}`,
  }));
  for (const [name, fact] of is) {
    const old = was.get(name);
    if (old === undefined) changes.push({ field, before: null, after: fact, line: `${label}: new, ${say(fact)}` });
    else changes.push(...diffFields(field, old, fact, { label: `${label} (${say(fact)})` }));
  }
  return changes;
}

export function diffFields<T extends object>(
  field: string,
  before: T,
  after: T,
  { label }: { label: string },
  skip: readonly (keyof T)[] = [],
): FieldChange[] {
  const names = [...new Set([...getKeys(before), ...getKeys(after)])];
  return names
    .filter((name) => !skip.includes(name))
    .flatMap((name) =>
      changedPart(`${field}.${name}`, before[name], after[name], { label: `${label}, ${inWords(name)}` }),
    );
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function changedPart(field: string, before: unknown, after: unknown, { label }: { label: string }): FieldChange[] {
  if (isObject(before) && isObject(after)) return diffFields(field, before, after, { label });
  // Null, not undefined, because JSON would drop an undefined side from the response.
  return changedField<unknown>(field, before ?? null, after ?? null, { label });
}

function inWords(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

export function changedFact<T extends Sourced>(
  field: string,
  before: T | null,
  after: T | null,
  { label, say }: { label: string; say: (fact: T) => string },
): FieldChange[] {
  if (before !== null && after !== null) return diffFields(field, before, after, { label });
  const wrap = (fact: T | null) => (fact === null ? [] : [fact]);
  return changedFacts(field, wrap(before), wrap(after), { label, say, key: () => '' });
}
