import { isOneOf } from '../../../domain/is-one-of.js';
import { ROLES } from '../../../domain/people/permission.js';
import { formatInstant, formatList } from '../../parts/format.js';
import type { Words } from '../../words/use-words.js';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}/;

export function valueText(t: Words, value: unknown): string {
  if (value === null || value === undefined) return t('records:changes.nothing');
  if (typeof value === 'boolean') return value ? t('timeline:approval') : t('records:changes.no');
  if (typeof value === 'string') return stringText(t, value);
  if (Array.isArray(value))
    return value.length === 0 ? t('records:changes.nothing') : formatList(value.map((part) => valueText(t, part)));
  if (typeof value === 'object')
    return Object.values(value)
      .map((part) => valueText(t, part))
      .join(' ');
  return JSON.stringify(value);
}

function stringText(t: Words, value: string): string {
  if (INSTANT.test(value)) return formatInstant(value);
  return isOneOf(ROLES, value) ? t(`frame:role.${value}`) : value;
}
