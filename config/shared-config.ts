import { readCompany } from './company.js';
import type { Values } from './read-settings.js';
import type { SHARED } from './settings.js';

type SharedValues = Values<typeof SHARED>;

/** Shared by desk, API and workers; holds no secret and may be logged. */
export function toShared(values: SharedValues) {
  const company = readCompany(values.DESK_COMPANY, values.DESK_HOME);
  return {
    home: values.DESK_HOME,
    host: values.DESK_HOST,
    port: values.DESK_PORT,
    logLevel: values.DESK_LOG,
    trustedProxies: values.DESK_TRUSTED_PROXIES,
    rateLimitPerMinute: values.DESK_RATE_LIMIT,
    massTargets: values.DESK_MASS_TARGETS,
    /** Seconds between two drift checks; undefined: never. */
    driftEverySeconds: values.DESK_DRIFT_CHECK_EVERY,
    /** Operations a second; undefined: as many as the platform takes. */
    platformRate: values.PLATFORM_RATE,
    widerScope: values.DESK_WIDER_SCOPE,
    secondReviewPercent: values.DESK_SECOND_REVIEW_PERCENT,
    /** Milliseconds between two comparisons of registry and Temporal; null: never. */
    reconcileEveryMs: values.DESK_RECONCILE_EVERY === undefined ? null : values.DESK_RECONCILE_EVERY * 1000,
    platformKind: values.PLATFORM_KIND,
    /** Milliseconds between two canaries; undefined: none. */
    canaryEveryMs: values.DESK_CANARY === undefined ? undefined : values.DESK_CANARY * 1000,
    canaryTarget: values.PLATFORM_CANARY_TARGET,
    ratifyWithinMinutes: values.DESK_RATIFY_WITHIN,
    contactDelaySeconds: values.DESK_CONTACT_DELAY,
    gaggedPeople: values.DESK_GAGGED_PEOPLE,
    /** Retention periods; the migration step writes them to the registry. */
    retention: values.DESK_RETENTION,
    rulebook: values.DESK_RULEBOOK,
    temporalNamespace: values.TEMPORAL_NAMESPACE,
    temporalUiUrl: values.TEMPORAL_UI_URL,
    /** Whether components on other machines may be reached without TLS. */
    insecure: values.DESK_INSECURE === 'allow',
    mailFrom: values.MAIL_FROM,
    letterSigner: values.LETTER_SIGNER,
    letterSender: company.sender,
    companyFacts: company.facts,
    companyLanguages: company.languages,
    lawWatch: company.lawWatch,
    auditWitnesses: values.AUDIT_WITNESS,
    pagerWebhookUrl: values.PAGER_WEBHOOK_URL,
    publicUrl: values.DESK_PUBLIC_URL,
    traced: values.OTEL_EXPORTER_OTLP_ENDPOINT !== undefined,
    stepUp: values.DESK_STEP_UP,
    publicStatements: values.DESK_PUBLIC_STATEMENTS,
    /** Relying party of passkeys; null if the public address cannot have passkeys. */
    relyingParty: toRelyingParty(values.DESK_PUBLIC_URL),
    oidcIssuer: values.OIDC_ISSUER,
    oidcClientId: values.OIDC_CLIENT_ID,
    oidcTrustEmail: values.OIDC_TRUST_EMAIL,
    portal: values.DESK_PORTAL,
  };
}

/** Must reach neither a log nor a child process that does not need it. */
export function toSecrets(values: SharedValues) {
  return {
    smtpUrl: values.SMTP_URL,
    temporalTls: {
      tls: values.TEMPORAL_TLS === 'true' ? true : undefined,
      tlsServerName: values.TEMPORAL_TLS_SERVER_NAME,
      tlsCa: values.TEMPORAL_TLS_CA,
      tlsCert: values.TEMPORAL_TLS_CERT,
      tlsKey: values.TEMPORAL_TLS_KEY,
      apiKey: values.TEMPORAL_API_KEY,
    },
    payloadKey: {
      current: values.PAYLOAD_KEY?.[0],
      former: values.PAYLOAD_KEY?.slice(1) ?? [],
      command: values.PAYLOAD_KEY_COMMAND,
    },
    platformToken: values.PLATFORM_TOKEN,
    platformWebhookSecret: values.PLATFORM_WEBHOOK_SECRET,
    pagerWebhookSecret: values.PAGER_WEBHOOK_SECRET,
    subscriber:
      values.WEBHOOK_URL && values.WEBHOOK_SECRET
        ? { url: values.WEBHOOK_URL, secret: values.WEBHOOK_SECRET }
        : undefined,
    transparencyDatabase:
      values.DSA_TDB_URL && values.DSA_TDB_TOKEN ? { url: values.DSA_TDB_URL, token: values.DSA_TDB_TOKEN } : undefined,
    lumen: values.LUMEN_URL ? { url: values.LUMEN_URL, token: values.LUMEN_TOKEN ?? null } : undefined,
    metricsToken: values.METRICS_TOKEN,
    traceReceiver: values.OTEL_EXPORTER_OTLP_ENDPOINT
      ? { url: values.OTEL_EXPORTER_OTLP_ENDPOINT, headers: values.OTEL_EXPORTER_OTLP_HEADERS ?? {} }
      : undefined,
    letterKey: values.LETTER_SIGNING_KEY,
    pushKey: values.PUSH_SIGNING_KEY,
    oidcClientSecret: values.OIDC_CLIENT_SECRET,
  };
}

/** Browsers accept no passkeys for an IP address, and over plain http only on localhost. */
export function toRelyingParty(publicUrl: string | undefined): { id: string; origin: string } | null {
  const url = publicUrl === undefined ? null : URL.parse(publicUrl);
  if (url === null) return null;
  const { hostname: id, origin, protocol } = url;
  if (/^[\d.]+$|^\[/.test(id)) return null;
  return protocol === 'https:' || id === 'localhost' || id.endsWith('.localhost') ? { id, origin } : null;
}
