/** Who signs a paper of the demo. */
interface Signature {
  name: string;
  rank: string;
}

/** As the directory of the embedded desk lists the one who signs for each authority (docs/portal.md). */
const LISTED: Signature = { name: 'Signer Demo', rank: 'Authorised Officer' };
/** Nobody whom the directory lists: the demo's paper with this signature shows what a doubt looks like. */
export const UNLISTED: Signature = { name: 'A. N. Other', rank: 'Under Secretary' };

interface Letter {
  reference: string;
  issuedAt: string;
  subject: string;
  text: string;
  signature?: Signature;
}

const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Asia/Kolkata' });

/** The text of a paper as the ministry writes one: its head, number and date, to whom, about what, and who has signed. */
export function writePaper({ reference, issuedAt, subject, text, signature = LISTED }: Letter): string {
  return [
    'GOVERNMENT OF INDIA',
    'Ministry of Electronics and Information Technology',
    'Cyber Laws Division, New Delhi',
    '',
    `No. ${reference}`,
    `Dated: ${days.format(new Date(issuedAt))}`,
    '',
    'To: the intermediary, through its designated person',
    '',
    `Subject: ${subject}`,
    '',
    text,
    '',
    'Sd/-',
    signature.name,
    signature.rank,
    'For and on behalf of the Ministry',
    '',
  ].join('\n');
}
