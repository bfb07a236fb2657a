export interface Browser {
  open(
    url: string,
    form?: Record<string, string>,
  ): Promise<{ status: number; url: string; text: string; headers: Headers }>;
  send(method: string, url: string, options?: { body?: unknown; headers?: Record<string, string> }): Promise<Response>;
  cookie(name: string): string | undefined;
}

interface Cookie {
  value: string;
  path: string;
}

export function openBrowser(): Browser {
  const cookies = new Map<string, Cookie>();
  const keep = (response: Response) => {
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      const path = /; *path=([^;]*)/i.exec(line)?.[1] ?? '/';
      if (value === '') cookies.delete(name);
      else cookies.set(name, { value, path });
    }
    return response;
  };
  const cookieFor = (url: string) => {
    const { pathname } = new URL(url);
    const fitting = [...cookies].filter(([, { path }]) => pathname.startsWith(path));
    return fitting.map(([name, { value }]) => `${name}=${value}`).join('; ');
  };
  return {
    async open(url, form) {
      let body = form === undefined ? undefined : new URLSearchParams(form).toString();
      for (let at = url; ; ) {
        const headers = {
          accept: 'text/html',
          cookie: cookieFor(at),
          ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        };
        const method = body === undefined ? {} : { method: 'POST', body };
        const response = keep(await fetch(at, { redirect: 'manual', headers, ...method }));
        const location = response.headers.get('location');
        const text = await response.text();
        if (location === null) return { status: response.status, url: at, text, headers: response.headers };
        body = undefined;
        at = new URL(location, at).href;
      }
    },
    async send(method, url, { body, headers = {} } = {}) {
      const json = body === undefined ? {} : { 'content-type': 'application/json' };
      const content = body === undefined ? {} : { body: JSON.stringify(body) };
      return keep(await fetch(url, { method, headers: { cookie: cookieFor(url), ...json, ...headers }, ...content }));
    },
    cookie: (name) => cookies.get(name)?.value,
  };
}
