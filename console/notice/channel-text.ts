import { hasKey } from '../../domain/record-keys.js';
import { en } from '../words/en/index.js';
import type { Words } from '../words/use-words.js';

/** The channel in words; a channel configured by the company keeps its own name. */
export function channelText(channel: string, t: Words): string {
  return hasKey(en.words.channel, channel) ? t(`words:channel.${channel}`) : channel;
}
