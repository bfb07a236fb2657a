import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { isPassing } from './http/problem.js';
import { router } from './routes.js';
import { mendBrowserLanguage } from './state/browser-language.js';
import { listenToKeys } from './state/shortcuts.js';
import { describeCutText } from './state/cut-text.js';
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
