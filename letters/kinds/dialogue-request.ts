import type { Dialogue } from '../../domain/letters/dialogue.js';
import { listDisclosed } from '../../registry/letters/done-targets.js';
import { dateWords } from '../date-words.js';
import { gatherDone, namedView, type DoneTargets } from './done-targets.js';
import { gatherOffer, offerView, type WrittenOffer } from '../offer.js';
import type { LetterOfKind } from '../letter-of-kind.js';

export const requested: LetterOfKind<RequestedLetter> = {
  async gather(db, { noticeId, effect, context }) {
    const { offer, subject = '', proposal = '' } = effect.dialogue ?? {};
    const written = await gatherOffer(db, noticeId, offer);
    return { data: { subject, points: toPoints(proposal), hearingAtMs: context.order.hearingAtMs, offer: written } };
  },
  view: ({ subject, points, hearingAtMs, offer, law, zone }, texts) => ({
    ...offerView(offer, texts, zone),
    subject,
    points,
    hearing: hearingAtMs === null ? '' : dateWords(texts, zone).full(hearingAtMs),
    prohibition: law?.prohibition?.place ?? '',
    reciprocal: law?.prohibition?.reciprocal === true,
  }),
};

export const disclosureCover: LetterOfKind<RequestedLetter & DoneTargets> = {
  async gather(db, writing) {
    const { data } = await requested.gather(db, writing);
    const { data: done, ...rest } = await gatherDone(db, writing, listDisclosed);
    return { data: { ...data, ...done }, ...rest };
  },
  view: (data, texts) => ({ ...requested.view(data, texts), ...namedView(data, texts) }),
};

interface RequestedLetter {
  subject: string;
  points: string[];
  hearingAtMs: number | null;
  offer: WrittenOffer | null;
}

/** A copy, so every line stays as it was sent; the template marks each line, so that none reads as words of ours. */
export const counterNotice: LetterOfKind<{ subject: string; copied: string[] }> = {
  async gather(_, { effect }) {
    const { subject = '', proposal = '' } = effect.dialogue ?? {};
    return { data: { subject, copied: toLines(proposal) } };
  },
  view: ({ subject, copied }) => ({ subject, copied }),
};

// A letter cuts foreign lines after 1,024 characters, and a copy must be whole.
const LONGEST_LINE = 1_000;

const toLines = (text: string) =>
  text.split(/\r\n|\r|\n/).flatMap((line) => line.match(new RegExp(`.{1,${LONGEST_LINE}}`, 'gsu')) ?? ['']);

const toPoints = (text: string) =>
  text
    .split(/[\r\n]+/)
    .map((line) => line.replace(/^\s*[-*•]\s*/, '').trim())
    .filter((line) => line !== '');

export const dialogueRequest: LetterOfKind<Dialogue & { offer?: WrittenOffer | undefined }> = {
  async gather(db, { noticeId, effect }) {
    const { offer, ...dialogue } = effect.dialogue ?? { with: '', subject: '', proposal: '' };
    const written = await gatherOffer(db, noticeId, offer);
    return { data: { ...dialogue, ...(written === null ? {} : { offer: written }) } };
  },
  view: ({ with: office, subject, proposal, meeting, offer, zone }, texts) => ({
    ...offerView(offer ?? null, texts, zone),
    office,
    subject,
    proposal,
    meeting_at: meeting === undefined ? '' : dateWords(texts, zone).full(Date.parse(meeting.at)),
    meeting_minutes: meeting?.minutes ?? 0,
    meeting_place: meeting?.place ?? '',
  }),
};
