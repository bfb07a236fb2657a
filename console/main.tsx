import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { isPassing } from './http/problem.js';
import { router } from './routes.js';
import { mendBrowserLanguage } from './state/browser-language.js';
import { listenToKeys } from './state/shortcuts.js';
import { keepFocus } from './state/focus.js';
import './style/index.css';
import { readyWords } from './words/index.js';

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5_000,
      retry: (failures, error) => isPassing(error) && failures < 5,
      // Cached data stays on screen while the server is unreachable, so all of it is refreshed on reconnect.
      refetchOnReconnect: 'always',
    },
    mutations: { retry: (failures, error) => isPassing(error) && failures < 3 },
  },
});

mendBrowserLanguage();
await readyWords();
listenToKeys();
keepFocus();
describeCutText();
const place = document.getElementById('root');
if (place !== null) {
  createRoot(place).render(
    <StrictMode>
      <QueryClientProvider client={queries}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </StrictMode>,
  );
}

function cutAt(target: EventTarget | null): HTMLElement | null {
  for (let at = target instanceof Element ? target : null; at !== null; at = at.parentElement)
    if (
      at instanceof HTMLElement &&
      at.scrollWidth > at.clientWidth &&
      getComputedStyle(at).textOverflow === 'ellipsis'
    )
      return at;
  return null;
}

/** Sets the full text as `title` of truncated elements on hover, unless they have one. Called once. */
function describeCutText(): void {
  document.addEventListener('pointerover', ({ target }) => {
    const cut = cutAt(target);
    if (cut === null || cut.closest('[title]') !== null) return;
    cut.title = cut.textContent.trim();
    // Another text may be rendered into the same element later.
    cut.addEventListener('pointerleave', () => cut.removeAttribute('title'), { once: true });
  });
}
