import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { App } from './frame/App.js';
import { Broken } from './frame/Broken.js';
import { NotThere } from './frame/NotFound.js';
import { pickLanding } from './frame/places.js';
import { SIGNED_IN_CHANNEL } from './frame/SignInAgain.js';
import { useMay } from './http/may.js';
import { readSession } from './http/read-session.js';
import { sessionStore } from './http/session.js';
import { findIdByNumber } from './notice/find-by-number.js';
import { NoticeScreen } from './notice/NoticeScreen.js';
import { ReviewTab } from './notice/ReviewTab.js';
import { readTargetSearch } from './notice/targets/target-search.js';
import { QueueScreen } from './queue/QueueScreen.js';
import { readSearch } from './queue/search.js';
import { loadWords } from './words/index.js';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotThere });

const signInRoute = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (raw: Record<string, unknown>) => ({
    ...(typeof raw.next === 'string' ? { next: raw.next } : {}),
    ...(typeof raw.problem === 'string' ? { problem: raw.problem } : {}),
  }),
  component: lazyRouteComponent(async () => {
    await loadWords('sign-in');
    return import('./sign-in/SignInScreen.js');
  }, 'SignInScreen'),
});

const signedIn = createRoute({
  getParentRoute: () => root,
  path: '/signed-in',
  beforeLoad: () => {
    // A `BroadcastChannel` takes no target origin, because it never leaves its own.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    new BroadcastChannel(SIGNED_IN_CHANNEL).postMessage('signed in');
    window.close();
  },
  component: () => null,
});

async function needSession({ location }: { location: { href: string } }): Promise<void> {
  if (sessionStore.get().session !== null) return;
  const session = await readSession();
  // A person who requested no particular screen lands on the one of their role.
  if (session === null)
    throw redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } });
  sessionStore.set({ session, expired: false });
}

const app = createRoute({ getParentRoute: () => root, id: 'app', beforeLoad: needSession, component: App });

function textSearch(raw: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(raw).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

const claim = createRoute({
  getParentRoute: () => root,
  path: '/claim',
  validateSearch: textSearch,
  beforeLoad: needSession,
  component: lazyRouteComponent(() => import('./claim/ClaimScreen.js'), 'ClaimScreen'),
});

const queue = createRoute({ getParentRoute: () => app, path: '/', validateSearch: readSearch, component: Home });
const Filed = lazyRouteComponent(() => import('./queue/FiledScreen.js'), 'FiledScreen');

function Home() {
  return useMay()('notice.read_facts') ? <QueueScreen /> : <Filed />;
}

const landing = createRoute({
  getParentRoute: () => app,
  path: '/start',
  beforeLoad: () => {
    throw redirect({ to: pickLanding(sessionStore.get().session?.roles ?? []), replace: true });
  },
  component: () => null,
});

const notice = createRoute({
  getParentRoute: () => app,
  path: '/notices/$id',
  // Letters and people refer to a notice by its number.
  beforeLoad: async ({ params, location }) => {
    const id = await findIdByNumber(params.id);
    if (id !== null) throw redirect({ href: location.href.replace(params.id, id), replace: true });
  },
  component: NoticeScreen,
});
const review = createRoute({
  getParentRoute: () => notice,
  path: '/',
  validateSearch: readTargetSearch,
  component: ReviewTab,
});

const tabs = {
  secondReview: createRoute({
    getParentRoute: () => notice,
    path: '/second-review',
    component: lazyRouteComponent(async () => {
      await loadWords('second-review');
      return import('./second-review/SecondReviewTab.js');
    }, 'SecondReviewTab'),
  }),
  letters: createRoute({
    getParentRoute: () => notice,
    path: '/letters',
    component: lazyRouteComponent(async () => {
      await Promise.all([
        loadWords('approval'),
        loadWords('correspondence'),
        loadWords('updates'),
        loadWords('proposals'),
        loadWords('acts'),
      ]);
      return import('./letters/LettersTab.js');
    }, 'LettersTab'),
  }),
  approval: createRoute({
    getParentRoute: () => notice,
    path: '/approval',
    component: lazyRouteComponent(async () => {
      await Promise.all([loadWords('approval'), loadWords('authenticity'), loadWords('proposals')]);
      return import('./approval/ApprovalTab.js');
    }, 'ApprovalTab'),
  }),
  enforcement: createRoute({
    getParentRoute: () => notice,
    path: '/enforcement',
    component: lazyRouteComponent(async () => {
      await Promise.all([loadWords('enforcement'), loadWords('publishing')]);
      return import('./enforcement/EnforcementTab.js');
    }, 'EnforcementTab'),
  }),
  timeline: createRoute({
    getParentRoute: () => notice,
    path: '/timeline',
    component: lazyRouteComponent(async () => {
      await loadWords('publishing');
      return import('./timeline/TimelineTab.js');
    }, 'TimelineTab'),
  }),
  linked: createRoute({
    getParentRoute: () => notice,
    path: '/linked',
    component: lazyRouteComponent(async () => {
      await loadWords('linked');
      return import('./linked/LinkedTab.js');
    }, 'LinkedTab'),
  }),
};

const approvals = createRoute({
  getParentRoute: () => app,
  path: '/approvals',
  validateSearch: readSearch,
  component: () => <QueueScreen only={{ stage: 'approval', title: 'frame:go.approvals' }} />,
});
const enforcements = createRoute({
  getParentRoute: () => app,
  path: '/enforcement',
  validateSearch: readSearch,
  component: () => <QueueScreen only={{ stage: 'enforcement', title: 'frame:go.enforcement' }} />,
});
const screens = {
  ops: createRoute({
    getParentRoute: () => app,
    path: '/ops',
    component: lazyRouteComponent(async () => {
      await Promise.all([loadWords('causes'), loadWords('ops')]);
      return import('./ops/OpsScreen.js');
    }, 'OpsScreen'),
  }),
  intake: createRoute({
    getParentRoute: () => app,
    path: '/intake',
    component: lazyRouteComponent(() => import('./intake/IntakeScreen.js'), 'IntakeScreen'),
  }),
  appeals: createRoute({
    getParentRoute: () => app,
    path: '/appeals',
    validateSearch: textSearch,
    component: lazyRouteComponent(async () => {
      await loadWords('appeals');
      return import('./records/AppealsScreen.js');
    }, 'AppealsScreen'),
  }),
  restrictions: createRoute({
    getParentRoute: () => app,
    path: '/restrictions',
    validateSearch: textSearch,
    component: lazyRouteComponent(() => import('./records/RestrictionsScreen.js'), 'RestrictionsScreen'),
  }),
  authorities: createRoute({
    getParentRoute: () => app,
    path: '/authorities',
    validateSearch: textSearch,
    component: lazyRouteComponent(async () => {
      await loadWords('updates');
      return import('./records/AuthoritiesScreen.js');
    }, 'AuthoritiesScreen'),
  }),
  people: createRoute({
    getParentRoute: () => app,
    path: '/people',
    validateSearch: textSearch,
    component: lazyRouteComponent(() => import('./records/PeopleScreen.js'), 'PeopleScreen'),
  }),
  changes: createRoute({
    getParentRoute: () => app,
    path: '/changes',
    validateSearch: textSearch,
    component: lazyRouteComponent(() => import('./records/ChangesScreen.js'), 'ChangesScreen'),
  }),
  rulebook: createRoute({
    getParentRoute: () => app,
    path: '/rulebook',
    validateSearch: textSearch,
    component: lazyRouteComponent(async () => {
      await loadWords('rulebook');
      return import('./records/RulebookScreen.js');
    }, 'RulebookScreen'),
  }),
  reports: createRoute({
    getParentRoute: () => app,
    path: '/reports',
    validateSearch: textSearch,
    component: lazyRouteComponent(async () => {
      await loadWords('publishing');
      return import('./records/ReportsScreen.js');
    }, 'ReportsScreen'),
  }),
  audit: createRoute({
    getParentRoute: () => app,
    path: '/audit',
    validateSearch: textSearch,
    component: lazyRouteComponent(async () => {
      await loadWords('publishing');
      return import('./records/AuditScreen.js');
    }, 'AuditScreen'),
  }),
  inbound: createRoute({
    getParentRoute: () => app,
    path: '/inbound',
    validateSearch: textSearch,
    component: lazyRouteComponent(async () => {
      await loadWords('inbound');
      return import('./records/InboundScreen.js');
    }, 'InboundScreen'),
  }),
  outbox: createRoute({
    getParentRoute: () => app,
    path: '/outbox',
    validateSearch: textSearch,
    component: lazyRouteComponent(() => import('./records/OutboxScreen.js'), 'OutboxScreen'),
  }),
};

const tree = root.addChildren([
  signInRoute,
  claim,
  signedIn,
  app.addChildren([
    queue,
    landing,
    approvals,
    enforcements,
    notice.addChildren([review, ...Object.values(tabs)]),
    ...Object.values(screens),
  ]),
]);

export const router = createRouter({
  routeTree: tree,
  defaultErrorComponent: ({ error }) => <Broken error={error as Error} />,
  defaultNotFoundComponent: NotThere,
  // Search parameters are plain text, in the same form the API takes.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const text = new URLSearchParams(
      Object.entries(search).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
    ).toString();
    return text === '' ? '' : `?${text}`;
  },
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
