interface Signature {
  name: string;
  rank: string;
}

/** The signer that the embedded desk's directory lists for each authority (docs/integrating/portal.md). */
const LISTED: Signature = { name: 'Signer Demo', rank: 'Authorised Officer' };
/** A signer absent from the directory, so that the document raises a doubt. */
export const UNLISTED: Signature = { name: 'A. N. Other', rank: 'Under Secretary' };

interface Letter {
  reference: string;
  issuedAt: string;
  subject: string;
  text: string;
  signature?: Signature;
}

const days = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'Asia/Kolkata' });

export function writeDocument({ reference, issuedAt, subject, text, signature = LISTED }: Letter): string {
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
