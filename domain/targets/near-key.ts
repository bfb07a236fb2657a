const TRACKING =
  /^(utm_\w+|hsa_\w+|oly_\w+|mtm_\w+|pk_\w+|at_(campaign|medium|custom\d)|fbclid|gclid|gclsrc|dclid|gbraid|wbraid|msclkid|yclid|twclid|ttclid|li_fat_id|igsh|igshid|mibextid|rdid|mc_[ce]id|mkt_tok|vero_id|_hsenc|_hsmi|_ga|_gl|srsltid|cmpid|ocid|ncid|spm|xtor|trk|trackinginfo|__tn__|__cft__(\[\d+\])?|__xts__(\[\d+\])?|ref_src|ref_url|share_id|feature|si)$/i;

const DRESS = /^(www\d?|m|mobile|amp|touch)\.(?=[^.]+\.)/;

const SAME_SITE = new Map(
  Object.entries({
    'twitter.com': 'x.com',
    'fb.com': 'facebook.com',
    'mbasic.facebook.com': 'facebook.com',
    'web.facebook.com': 'facebook.com',
    'instagr.am': 'instagram.com',
    'telegram.me': 't.me',
    'telegram.dog': 't.me',
    'music.youtube.com': 'youtube.com',
    'youtube-nocookie.com': 'youtube.com',
    'old.reddit.com': 'reddit.com',
    'new.reddit.com': 'reddit.com',
    'np.reddit.com': 'reddit.com',
    'sh.reddit.com': 'reddit.com',
    'itunes.apple.com': 'apps.apple.com',
  }),
);

type Place = { host: string; path: string; query: URLSearchParams };

const SAME_ITEM = new Map<string, (place: Place) => string | null>(
  Object.entries<(place: Place) => string | null>({
    'x.com': ({ path }) => found(path, /^\/(?:i\/web|[^/]+)\/status(?:es)?\/(\d+)/, 'x.com/status/'),
    'youtu.be': ({ path }) => found(path, /^\/([\w-]{6,20})$/, 'youtube.com/watch?v='),
    'youtube.com': ({ path, query }) =>
      (path === '/watch' ? found(query.get('v') ?? '', /^([\w-]{6,20})$/, 'youtube.com/watch?v=') : null) ??
      found(path, /^\/(?:shorts|embed|live|v)\/([\w-]{6,20})$/, 'youtube.com/watch?v='),
    'instagram.com': ({ path }) => found(path, /^\/(?:[\w.]+\/)?(?:p|reels?|tv)\/([\w-]+)$/, 'instagram.com/p/'),
    'redd.it': ({ path }) => found(path, /^\/(\w+)$/, 'reddit.com/comments/'),
    'reddit.com': ({ path }) =>
      found(path, /^\/(?:(?:r|user|u)\/[^/]+\/)?comments\/(\w+)(?:\/[^/]*)?$/, 'reddit.com/comments/'),
    't.me': ({ path }) => found(path, /^\/(?:s\/)?(.+)$/, 't.me/'),
    'dai.ly': ({ path }) => found(path, /^\/(\w+)$/, 'dailymotion.com/video/'),
    'dailymotion.com': ({ path }) => found(path, /^\/(?:embed\/)?video\/(\w+)$/, 'dailymotion.com/video/'),
    'vimeo.com': ({ path }) => found(path, /^\/(\d+)$/, 'vimeo.com/'),
    'player.vimeo.com': ({ path }) => found(path, /^\/video\/(\d+)$/, 'vimeo.com/'),
    'apps.apple.com': ({ path }) => found(path, /\/(id\d+)$/, 'apps.apple.com/'),
    'play.google.com': ({ path, query }) =>
      path === '/store/apps/details' ? found(query.get('id') ?? '', /^([\w.]+)$/, 'play.google.com/') : null,
  }),
);

function found(text: string, pattern: RegExp, prefix: string): string | null {
  const [, id] = pattern.exec(text) ?? [];
  return id === undefined ? null : prefix + id;
}

/**
 * Returns a URL's near key: equal for addresses that lead to one item by their form alone. Ignores scheme, default
 * port, `www.` and mobile hosts, tracking parameters and their order, fragment, trailing slash or dot, percent-encoding
 * variants, and known aliases (youtu.be/ID, twitter.com for x.com).
 * Nothing is fetched: a short link that hides its destination stays as it is.
 */
export function nearKeyOfUrl(parsed: URL): string {
  const behind = behindCache(parsed);
  const host = plainHost(behind.hostname);
  const path = plainPath(behind.pathname);
  const item = SAME_ITEM.get(host)?.({ host, path, query: behind.searchParams });
  const port = behind.port === '' || behind.port === '80' || behind.port === '443' ? '' : `:${behind.port}`;
  if (item != null) return item;
  const kept = [...behind.searchParams].filter(([key]) => !TRACKING.test(key));
  const query = kept
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`)
    .sort()
    .join('&');
  return `${host}${port}${path}?${query}`;
}

function plainHost(hostname: string): string {
  let host = hostname.toLowerCase().replace(/\.+$/, '');
  for (let before = ''; before !== host; ) {
    before = host;
    host = host.replace(DRESS, '');
  }
  host = host.replace(/^([a-z-]+)\.m\.(wik[a-z]+\.org)$/, '$1.$2');
  return SAME_SITE.get(host) ?? host;
}

function plainPath(pathname: string): string {
  const plain = pathname.replaceAll(/%[0-9a-f]{2}/gi, (code) => {
    const char = String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return /[\w.~-]/.test(char) ? char : code.toUpperCase();
  });
  return plain.replace(/\/+$/, '');
}

function behindCache(parsed: URL): URL {
  const [, scheme, rest] =
    (/(^|\.)google\.[a-z.]+$/.test(parsed.hostname) ? /^\/amp\/(s\/)?(.+)$/.exec(parsed.pathname) : null) ??
    (parsed.hostname.endsWith('.cdn.ampproject.org') ? /^\/[cv]\/(s\/)?(.+)$/.exec(parsed.pathname) : null) ??
    [];
  if (rest === undefined) return parsed;
  try {
    return new URL(`http${scheme === undefined ? '' : 's'}://${rest}${parsed.search}`);
  } catch {
    return parsed;
  }
}
