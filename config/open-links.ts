const BY_SCHEME = [
  'PLATFORM_URL',
  'PAGER_WEBHOOK_URL',
  'WATCHDOG_WEBHOOK_URL',
  'WEBHOOK_URL',
  'DSA_TDB_URL',
  'LUMEN_URL',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'WATCHDOG_PING_URL',
  'DESK_PUBLIC_URL',
] as const;
const TEMPORAL_TLS = ['TEMPORAL_TLS_CA', 'TEMPORAL_TLS_CERT', 'TEMPORAL_TLS_SERVER_NAME', 'TEMPORAL_API_KEY'] as const;
const TLS_MODES = ['require', 'verify-ca', 'verify-full'];

type LinkName =
  | (typeof BY_SCHEME)[number]
  | 'DATABASE_URL'
  | 'SMTP_URL'
  | 'INBOUND_IMAP_URL'
  | 'TEMPORAL_ADDRESS'
  | 'TEMPORAL_TLS'
  | (typeof TEMPORAL_TLS)[number];
interface CleartextLink {
  name: string;
  line: string;
}

export type Reached = { readonly [Name in LinkName]?: string | undefined };
export interface Link {
  name: string;
  url: string;
}

/**
 * Finds connections to other machines without TLS, by variable, each with a line that names the cure. They would expose
 * orders, staff names and the platform's token.
 */
export function findOpenLinks(values: Reached, platformLinks: readonly Link[] = []): CleartextLink[] {
  const byScheme = [...BY_SCHEME.map((name) => ({ name, url: values[name] })), ...platformLinks];
  const open = byScheme.flatMap(({ name, url: given }) => {
    const url = parsed(given);
    const isOpen = url !== null && url.protocol === 'http:' && !isHere(url.hostname);
    return isOpen ? [line(name, 'give an https:// URL')] : [];
  });
  const database = parsed(values['DATABASE_URL']);
  if (
    database !== null &&
    !isHere(database.hostname) &&
    !TLS_MODES.includes(database.searchParams.get('sslmode') ?? '')
  )
    open.push(line('DATABASE_URL', 'add ?sslmode=verify-full'));
  const mail = parsed(values['SMTP_URL']);
  if (
    mail !== null &&
    mail.protocol === 'smtp:' &&
    !isHere(mail.hostname) &&
    mail.searchParams.get('requireTLS') !== 'true'
  )
    open.push(line('SMTP_URL', 'give an smtps:// URL or add ?requireTLS=true'));
  const mailbox = parsed(values['INBOUND_IMAP_URL']);
  if (mailbox !== null && mailbox.protocol === 'imap:' && !isHere(mailbox.hostname))
    open.push(line('INBOUND_IMAP_URL', 'give an imaps:// URL'));
  const temporal = parsed(values['TEMPORAL_ADDRESS'] && `tcp://${values['TEMPORAL_ADDRESS']}`);
  const sealed = values.TEMPORAL_TLS === 'true' || TEMPORAL_TLS.some((name) => values[name]);
  if (temporal !== null && !sealed && !isHere(temporal.hostname))
    open.push(
      line('TEMPORAL_ADDRESS', 'set TEMPORAL_TLS_CA, TEMPORAL_TLS_CERT and TEMPORAL_TLS_KEY, or TEMPORAL_API_KEY'),
    );
  return open;
}

function line(name: string, cure: string): CleartextLink {
  const why = `${name}: connection to another machine without TLS; ${cure}, or set DESK_INSECURE=allow if the network itself is closed.`;
  return { name, line: why };
}

function parsed(text: string | undefined): URL | null {
  return text ? URL.parse(text) : null;
}

function isHere(host: string): boolean {
  return host === '' || /^(localhost|127(\.\d+){3}|\[::1\])$/.test(host);
}
