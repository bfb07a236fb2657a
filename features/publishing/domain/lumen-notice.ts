import type { NoticeKind, Outcome } from '../../../domain/notices/notice.js';
import { redact, type Redaction } from './redaction.js';

/** Lumen endpoint (`LUMEN_URL`, which accepts one notice), and its token if it needs one. */
export interface Lumen {
  url: string;
  token: string | null;
}

export interface LumenFacts {
  kind: NoticeKind;
  authority: { name: string; country: string };
  recipient: string;
  reference: string;
  subject: string;
  body: string;
  issuedAt: Date | null;
  receivedAt: Date;
  language: string | null;
  regime: string;
  law: string | null;
  outcome: Outcome;
  items: number;
  urls: readonly string[];
}

export interface LumenTexts {
  title: string;
  subject: string;
  body: string;
  /** The authority's reference, which may contain names. */
  reference: string;
  /** Whether the items' addresses are published. */
  items: boolean;
}

/**
 * Laws on terrorist content, torture, child abuse and intimate images: publishing the addresses would lead readers to the
 * content. The author may still ask for it.
 */
const ADDRESSES_KEPT: readonly string[] = [
  'AU-OSA',
  'AU-OSA-77',
  'AU-OSA-95',
  'AU-OSA-99',
  'AU-OSA-109',
  'BR-D12976-7',
  'BR-ECA-29',
  'BR-MCI21',
  'CA-CRIM-164-1',
  'EU-TCO',
  'FR-LCEN-6-1',
  'FR-SREN-5',
  'NZ-FVPCA-119C',
  'UK-CPA26-IMAGES',
  'UK-OSA-S121',
  'UK-TACT06',
  'US-TIDA',
];

export const proposesAddresses = (regime: string): boolean => !ADDRESSES_KEPT.includes(regime);

/** Further addresses are counted but not listed. */
export const MAX_LUMEN_URLS = 1_000;

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

export function proposeLumenTexts(facts: LumenFacts): { texts: LumenTexts; redactions: Redaction[] } {
  const { kind, authority, subject, body, reference } = facts;
  const heading = inWords(kind);
  const title = `${heading.charAt(0).toUpperCase()}${heading.slice(1)} of ${authority.name} (${authority.country})`;
  const [redactedSubject, redactedBody, redactedReference] = [redact(subject), redact(body), redact(reference)];
  return {
    texts: {
      title,
      subject: redactedSubject.text,
      body: redactedBody.text,
      reference: redactedReference.text,
      items: proposesAddresses(facts.regime),
    },
    redactions: [redactedSubject, redactedBody, redactedReference].flatMap(({ redactions }) => redactions),
  };
}

const redactUrl = (url: string) => ({ url: redact(url).text });

/**
 * Builds a notice in the fields of Lumen's API (docs/working/counsel.md names the source). `corrects`: Lumen's id of the
 * previous version.
 */
export function writeLumenNotice(facts: LumenFacts, texts: LumenTexts, corrects: string | null) {
  const { kind, authority, recipient, issuedAt, receivedAt, language, law, outcome, items, urls } = facts;
  const sentUrls = texts.items ? urls.slice(0, MAX_LUMEN_URLS) : [];
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
        ...(sentUrls.length === 0 ? {} : { infringing_urls_attributes: sentUrls.map(redactUrl) }),
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
