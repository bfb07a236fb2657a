import { createRootRoute, createRoute, createRouter, Outlet, redirect } from '@tanstack/react-router';
import { App } from './frame/App.js';
import { Broken, NotThere } from './frame/Broken.js';
import { ensureSession } from './frame/ensure-session.js';
import { pickLanding } from './frame/places.js';
import { SIGNED_IN_CHANNEL } from './frame/SignInAgain.js';
import { useMay } from './http/may.js';
import { sessionStore } from './http/session.js';
import { findIdByNumber } from './notice/find-by-number.js';
import { NoticeScreen } from './notice/NoticeScreen.js';
import { ReviewTab } from './notice/ReviewTab.js';
import { readTargetSearch } from './notice/targets/target-search.js';
import { later } from './frame/later.js';
import { QueueScreen } from './queue/QueueScreen.js';
import { readSearch } from './queue/search.js';
import { SCREENS } from './screens.js';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotThere });

const signInRoute = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (raw: Record<string, unknown>) => ({
    ...(typeof raw.next === 'string' ? { next: raw.next } : {}),
    ...(typeof raw.problem === 'string' ? { problem: raw.problem } : {}),
  }),
  component: later(() => import('./sign-in/SignInScreen.js'), 'SignInScreen', 'sign-in'),
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

const app = createRoute({ getParentRoute: () => root, id: 'app', beforeLoad: ensureSession, component: App });

function textSearch(raw: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(raw).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

const inApp = { getParentRoute: () => app };
const asRecord = { ...inApp, validateSearch: textSearch };

const claim = createRoute({
  getParentRoute: () => root,
  path: '/claim',
  validateSearch: textSearch,
  beforeLoad: ensureSession,
  component: later(() => import('./claim/ClaimScreen.js'), 'ClaimScreen', 'records'),
});

const queue = createRoute({ getParentRoute: () => app, path: '/', validateSearch: readSearch, component: Home });
const Filed = later(() => import('./queue/FiledScreen.js'), 'FiledScreen', 'records', 'acts');

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

const inNotice = { getParentRoute: () => notice };
const tabs = {
  triage: createRoute({
    ...inNotice,
    path: '/triage',
    component: later(
      () => import('./triage/TriageTab.js'),
      'TriageTab',
      'triage',
      'intake',
      'authenticity',
      'publishing',
      'terms',
    ),
  }),
  secondReview: createRoute({
    ...inNotice,
    path: '/second-review',
    component: later(() => import('./second-review/SecondReviewTab.js'), 'SecondReviewTab', 'second-review', 'terms'),
  }),
  letters: createRoute({
    ...inNotice,
    path: '/letters',
    component: later(
      () => import('./letters/LettersTab.js'),
      'LettersTab',
      'records',
      'intake',
      'approval',
      'correspondence',
      'updates',
      'proposals',
      'acts',
    ),
  }),
  approval: createRoute({
    ...inNotice,
    path: '/approval',
    component: later(
      () => import('./approval/ApprovalTab.js'),
      'ApprovalTab',
      'intake',
      'conversations',
      'approval',
      'authenticity',
      'proposals',
      'review',
      'terms',
    ),
  }),
  conversations: createRoute({
    ...inNotice,
    path: '/conversations',
    component: later(
      () => import('./conversations/ConversationsTab.js'),
      'ConversationsTab',
      'conversations',
      'intake',
    ),
  }),
  enforcement: createRoute({
    ...inNotice,
    path: '/enforcement',
    component: later(
      () => import('./enforcement/EnforcementTab.js'),
      'EnforcementTab',
      'enforcement',
      'steps',
      'publishing',
      'charts',
      'terms',
    ),
  }),
  timeline: createRoute({
    ...inNotice,
    path: '/timeline',
    component: later(() => import('./timeline/TimelineTab.js'), 'TimelineTab', 'publishing', 'charts'),
  }),
  linked: createRoute({
    ...inNotice,
    path: '/linked',
    component: later(() => import('./linked/LinkedTab.js'), 'LinkedTab', 'records', 'intake', 'linked', 'charts'),
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
  forMe: createRoute({
    ...asRecord,
    path: '/for-me',
    component: SCREENS.forMe,
  }),
  ops: createRoute({
    ...inApp,
    path: '/ops',
    component: SCREENS.ops,
  }),
  outage: createRoute({
    ...inApp,
    path: '/ops/outage-pack',
    component: SCREENS.outage,
  }),
  intake: createRoute({
    ...inApp,
    path: '/intake',
    component: SCREENS.intake,
  }),
  secondReviews: createRoute({
    ...asRecord,
    path: '/second-reviews',
    component: SCREENS.secondReviews,
  }),
  appeals: createRoute({
    ...asRecord,
    path: '/appeals',
    component: SCREENS.appeals,
  }),
  imported: createRoute({
    ...asRecord,
    path: '/imported',
    component: SCREENS.imported,
  }),
  restrictions: createRoute({
    ...asRecord,
    path: '/restrictions',
    component: SCREENS.restrictions,
  }),
  authorities: createRoute({
    ...asRecord,
    path: '/authorities',
    component: SCREENS.authorities,
  }),
  people: createRoute({
    ...asRecord,
    path: '/people',
    component: SCREENS.people,
  }),
  roster: createRoute({
    ...asRecord,
    path: '/roster',
    component: SCREENS.roster,
  }),
  changes: createRoute({
    ...asRecord,
    path: '/changes',
    component: SCREENS.changes,
  }),
  rulebook: createRoute({
    ...asRecord,
    path: '/rulebook',
    component: SCREENS.rulebook,
  }),
  reports: createRoute({
    ...asRecord,
    path: '/reports',
    component: SCREENS.reports,
  }),
  audit: createRoute({
    ...asRecord,
    path: '/audit',
    component: SCREENS.audit,
  }),
  inbound: createRoute({
    ...asRecord,
    path: '/inbound',
    component: SCREENS.inbound,
  }),
  outbox: createRoute({
    ...asRecord,
    path: '/outbox',
    component: SCREENS.outbox,
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
