import type { Dialogue } from '../../domain/letters/dialogue.js';
import { dateWords } from '../base.js';
import { gatherOffer, offerView, type WrittenOffer } from '../offer.js';
import type { LetterOfKind } from '../letter-of-kind.js';

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
