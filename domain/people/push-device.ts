/**
 * Push services of the browsers: Chrome and Edge on Android and desktop, Firefox, Safari, Edge on Windows. The address
 * comes from a browser, so any other could make the desk call into its own network.
 */
const SERVICES = ['fcm.googleapis.com', '.push.services.mozilla.com', '.push.apple.com', '.notify.windows.com'];

export function isPushService(endpoint: string): boolean {
  const url = URL.parse(endpoint);
  if (url === null || url.protocol !== 'https:' || url.port !== '' || url.username !== '') return false;
  return SERVICES.some((host) => url.hostname === host || (host.startsWith('.') && url.hostname.endsWith(host)));
}

export const MAX_PUSH_DEVICES = 10;
