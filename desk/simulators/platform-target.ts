import { createHash } from 'node:crypto';
import type { TargetType } from '../../domain/targets/target.js';

export interface SimulatorTarget {
  id: string;
  exists: boolean;
  owner: string | null;
  protectedClass: string | null;
  followers: number | null;
  /** Language of the owner; absent if not configured. */
  language?: string | null;
}

const ID = /^[A-Za-z0-9._:@-]{1,255}$/;
// oxlint-disable-next-line no-control-regex -- controls are what is looked for
const HANDLE = /^[^\s\u0000-\u001f\u007f-\u009f]{1,255}$/u;

export function resolveUnconfigured(type: TargetType, locator: string): SimulatorTarget {
  const id = targetId(type, locator);
  if (!isWellFormed(type, locator)) return { id, exists: false, owner: null, protectedClass: null, followers: null };
  return unconfiguredItem(id);
}

export function unconfiguredItem(id: string): SimulatorTarget {
  const digest = id.slice(id.lastIndexOf('_') + 1);
  return {
    id,
    exists: true,
    owner: `owner_${digest.slice(0, 12)}`,
    protectedClass: null,
    followers: (Number.parseInt(digest.slice(-4), 16) || 0) % 5000,
  };
}

/** Derived from type and locator, so that the same locator is always the same item. */
export function targetId(type: TargetType, locator: string): string {
  const digest = createHash('sha256')
    .update(`${type}\0${locator.normalize('NFC').trim()}`)
    .digest('hex');
  return `${type}_${digest.slice(0, 24)}`;
}

function isWellFormed(type: TargetType, locator: string): boolean {
  switch (type) {
    case 'account':
      return HANDLE.test(locator.replace(/^@/, ''));
    case 'hashtag':
      return locator.startsWith('#') && HANDLE.test(locator.slice(1));
    case 'url':
    case 'search_result':
      return isWebUrl(locator);
    case 'post':
    case 'channel':
    case 'app':
      return ID.test(locator) || isWebUrl(locator);
    case 'data_subject':
      return locator.length > 0 && locator.length <= 1024;
    default:
      return false;
  }
}

function isWebUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, hostname } = new URL(text);
  return (protocol === 'http:' || protocol === 'https:') && hostname !== '';
}
