import type { GroundCode } from '../domain/targets/ground.js';
import { isOneOf } from '../domain/is-one-of.js';
import type { DecisionAction } from '../domain/targets/decision-action.js';
import { TARGET_TYPES } from '../domain/targets/target.js';
import type { Connection } from '../registry/db.js';
import {
  countActionTargets,
  listActionGrounds,
  listActionTargets,
  type ActionTargets,
  type LetterLines,
} from '../registry/letters/letters.js';
import type { AnnexRow } from '../registry/letters/tables.js';
import type { LetterTexts } from '../rulebook/letter-texts.js';
import type { Ground } from '../rulebook/rulebook.js';
import { gatherOffer, offerView, type WrittenOffer } from './offer.js';
import { readPages } from './pages.js';
import type { LetterOfKind, Writing } from './letter-of-kind.js';

/** Max items in the text itself, since no one reads a longer mail; beyond that the annex lists all. */
export const LISTED_TARGETS = 200;

export interface ListedLetterTarget {
  no: number;
  type: string;
  locator: string;
  grounds: GroundCode[];
  /** Shown only with the ground `other`, which explains nothing by itself. */
  note?: string | null | undefined;
}

export interface ListedTargets {
  targets: ListedLetterTarget[];
  total: number;
  /** Every ground of any item, explained once; absent: the grounds of `targets`. */
  grounds?: GroundCode[] | undefined;
  offer?: WrittenOffer | undefined;
}

export function createListLetter(action: DecisionAction): LetterOfKind<ListedTargets> {
  return {
    async gather(db, { noticeId, effect, context, ahead = false }: Writing) {
      const lines: LetterLines =
        ahead && effect.submission === null ? 'drafts' : { submission: effect.submission ?? 0 };
      const chosen = { noticeId, lines, action };
      const targets = await listActionTargets(db, { ...chosen, afterNo: 0, limit: LISTED_TARGETS });
      const [total, grounds] = [await countActionTargets(db, chosen), await listActionGrounds(db, chosen)];
      const offer = action === 'push_back' ? await gatherOffer(db, noticeId, context.letter?.offer) : null;
      const data = { targets, total, grounds, ...(offer === null ? {} : { offer }) };
      if (total <= LISTED_TARGETS || ahead) return { data };
      return { data, annex: (texts) => writeAnnex(db, chosen, texts) };
    },
    view({ targets, total, grounds: all, offer, zone, law }, texts) {
      const listed = targets
        .slice(0, LISTED_TARGETS)
        .map((target) => ({ ...itemView(target, texts), no: String(target.no) }));
      const codes = all ?? targets.flatMap((target) => target.grounds);
      return {
        ...offerView(offer ?? null, texts, zone),
        total,
        listed,
        more: Math.max(0, total - listed.length),
        explained: texts.grounds
          .filter(({ code }) => codes.includes(code))
          .map((ground) => ({
            title: say(ground, texts, 'title'),
            text: say(ground, texts, 'text'),
            provision: law?.provisions?.[ground.code] ?? '',
          })),
      };
    },
  };
}

function say(ground: Ground | undefined, { language }: LetterTexts, part: 'title' | 'text'): string {
  return ground?.[part][language] ?? ground?.[part]['en'] ?? '';
}

export function itemView({ no, type, locator, grounds: codes, note }: ListedLetterTarget, texts: LetterTexts) {
  const { language, words } = texts;
  const titles = codes.map((code) => {
    const title = say(
      texts.grounds.find((ground) => ground.code === code),
      texts,
      'title',
    );
    return words.groundInSentence === 'lower_case' ? title.toLocaleLowerCase(language) : title;
  });
  return {
    no,
    type: isOneOf(TARGET_TYPES, type) ? words.targetTypes[type] : type,
    locator,
    grounds: titles.join(', '),
    note: codes.includes('other') && note ? note : null,
  };
}

async function writeAnnex(db: Connection, chosen: ActionTargets, texts: LetterTexts): Promise<AnnexRow[]> {
  const rows: AnnexRow[] = [];
  for await (const targets of readPages((page) => listActionTargets(db, { ...chosen, ...page }))) {
    for (const target of targets) {
      const { no, type, locator, grounds, note } = itemView(target, texts);
      rows.push([no, type, locator, grounds, note ?? '']);
    }
  }
  return rows;
}
