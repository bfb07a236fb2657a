import { isOneOf } from '../domain/is-one-of.js';
import type { Addressee, OrderFacts } from '../registry/letters/letter-context.js';
import { NAMED_CHANNELS } from '../rulebook/letter-words.js';
import type { LetterTexts } from '../rulebook/letter-texts.js';
import type { DateWords } from './date-words.js';

export function orderView(order: OrderFacts | undefined, { words }: LetterTexts, dates: DateWords) {
  const at = (ms: number | null | undefined, write: (ms: number) => string) => (ms == null ? '' : write(ms));
  const { signer, channel = '' } = order ?? {};
  return {
    order_kind: order === undefined ? '' : words.noticeKinds[order.kind],
    is_case: order?.kind === 'court_order' && order.fromCourt,
    issued: at(order?.issuedAtMs, dates.day),
    served: at(order?.servedAtMs, dates.full),
    channel: isOneOf(NAMED_CHANNELS, channel) ? words.channels[channel] : '',
    signer: signer == null ? '' : `${signer.name}, ${signer.rank}`,
  };
}

export function addresseeLines({ department, office, address = [] }: Addressee = {}): string[] {
  return [department ?? '', office ?? '', ...address].filter((line) => line !== '');
}
