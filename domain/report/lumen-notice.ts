import type { NoticeKind, Outcome } from '../notice/notice.js';
import { redact, type Redaction } from './redaction.js';

/** Where notices are sent (`LUMEN_URL`: the address that takes one), and the token for it, where it asks for one. */
export interface Lumen {
  url: string;
  token: string | null;
}

/** What the record says of a notice for Lumen. */
export interface LumenFacts {
  kind: NoticeKind;
  authority: { name: string; country: string };
  /** Whom it was sent to: the company, in public. */
  recipient: string;
  reference: string;
  subject: string;
  body: string;
  issuedAt: Date | null;
  receivedAt: Date;
  language: string | null;
  regime: string;
  /** Title of the law, in English; null: none is known. */
  law: string | null;
  outcome: Outcome;
  /** How many items it names, and the web addresses among them. */
  items: number;
  urls: readonly string[];
}

/** What a person has read and put right. */
export interface LumenTexts {
  title: string;
  subject: string;
  body: string;
  /** As the authority counts it, maybe with names in it. */
  reference: string;
  /** Whether the addresses of the items are told. */
  items: boolean;
}

/**
 * Laws on terrorist content, child abuse and intimate images: a public list of addresses would lead to what they want gone.
 * The author may still ask for it.
 */
const ADDRESSES_KEPT: readonly string[] = ['EU-TCO', 'FR-LCEN-6-1', 'UK-TACT06', 'US-TIDA'];

/** Whether the desk proposes to publish the addresses of the items that an order under a law names. */
export const proposesAddresses = (regime: string): boolean => !ADDRESSES_KEPT.includes(regime);

/** More addresses than this are counted and not told. */
export const MOST_LUMEN_URLS = 1_000;

const ACTION_TAKEN = {
  complied: 'Yes',
  partly_complied: 'Partial',
  restored: 'Partial',
  refused: 'No',
  unable: 'No',
  void: 'No',
  withdrawn: 'No',
} as const satisfies Record<Outcome, string>;

const inWords = (code: string) => code.replaceAll('_', ' ');
const day = (at: Date) => at.toISOString().slice(0, 10);

/** The texts as the desk proposes them, with what it has taken out of them. */
export function proposeLumenTexts(facts: LumenFacts): { texts: LumenTexts; redactions: Redaction[] } {
  const { kind, authority, subject, body, reference } = facts;
  const heading = inWords(kind);
  const title = `${heading.charAt(0).toUpperCase()}${heading.slice(1)} of ${authority.name} (${authority.country})`;
  const [told, paper, number] = [redact(subject), redact(body), redact(reference)];
  return {
    texts: {
      title,
      subject: told.text,
      body: paper.text,
      reference: number.text,
      items: proposesAddresses(facts.regime),
    },
    redactions: [told, paper, number].flatMap(({ redactions }) => redactions),
  };
}

/** A web address without handles and mail addresses in it. */
const redactUrl = (url: string) => ({ url: redact(url).text });

/**
 * A notice in the fields of Lumen's API (docs/publishing.md says where they were read). `corrects`: what Lumen knows the
 * version before it by.
 */
export function writeLumenNotice(facts: LumenFacts, texts: LumenTexts, corrects: string | null) {
  const { kind, authority, recipient, issuedAt, receivedAt, language, law, outcome, items, urls } = facts;
  const told = texts.items ? urls.slice(0, MOST_LUMEN_URLS) : [];
  return {
    type: kind === 'court_order' ? ('CourtOrder' as const) : ('GovernmentRequest' as const),
    title: texts.title,
    subject: texts.subject,
    body: corrects === null ? texts.body : `This corrects the notice known as ${corrects}.\n\n${texts.body}`,
    ...(issuedAt === null ? {} : { date_sent: day(issuedAt) }),
    date_received: day(receivedAt),
    ...(language === null ? {} : { language: language.slice(0, 2) }),
    jurisdiction_list: authority.country,
    ...(law === null ? {} : { regulation_list: law }),
    tag_list: inWords(kind),
    action_taken: ACTION_TAKEN[outcome],
    ...(kind === 'court_order' ? {} : { request_type: 'Agency' }),
    ...(texts.reference === '' ? {} : { case_id_number: texts.reference }),
    works_attributes: [
      {
        description: `${items} ${items === 1 ? 'item' : 'items'} named by the ${inWords(kind)}`,
        ...(told.length === 0 ? {} : { infringing_urls_attributes: told.map(redactUrl) }),
      },
    ],
    entity_notice_roles_attributes: [
      { name: 'recipient', entity_attributes: { name: recipient, kind: 'organization' } },
      {
        name: 'sender',
        entity_attributes: { name: authority.name, kind: 'organization', country_code: authority.country },
      },
    ],
  };
}
export type LumenNotice = ReturnType<typeof writeLumenNotice>;
