import acts from './acts.json' with { type: 'json' };
import appeals from './appeals.json' with { type: 'json' };
import approval from './approval.json' with { type: 'json' };
import authenticity from './authenticity.json' with { type: 'json' };
import causes from '../../../domain/alert-texts.json' with { type: 'json' };
import charts from './charts.json' with { type: 'json' };
import conversations from './conversations.json' with { type: 'json' };
import correspondence from './correspondence.json' with { type: 'json' };
import enforcement from './enforcement.json' with { type: 'json' };
import exposure from './exposure.json' with { type: 'json' };
import forMe from './for-me.json' with { type: 'json' };
import review from './review.json' with { type: 'json' };
import help from './help.json' with { type: 'json' };
import imported from './imported.json' with { type: 'json' };
import inbound from './inbound.json' with { type: 'json' };
import intake from './intake.json' with { type: 'json' };
import ops from './ops.json' with { type: 'json' };
import publishing from './publishing.json' with { type: 'json' };
import linked from './linked.json' with { type: 'json' };
import rulebook from './rulebook.json' with { type: 'json' };
import records from './records.json' with { type: 'json' };
import manual from './manual.json' with { type: 'json' };
import outage from './outage.json' with { type: 'json' };
import passkeys from './passkeys.json' with { type: 'json' };
import proposals from './proposals.json' with { type: 'json' };
import roster from './roster.json' with { type: 'json' };
import search from './search.json' with { type: 'json' };
import steps from './steps.json' with { type: 'json' };
import terms from './terms.json' with { type: 'json' };
import triage from './triage.json' with { type: 'json' };
import updates from './updates.json' with { type: 'json' };
import signIn from './sign-in.json' with { type: 'json' };
import second from './second-review.json' with { type: 'json' };
import { en } from './index.js';

export const english = {
  ...en,
  acts,
  appeals,
  approval,
  authenticity,
  causes,
  charts,
  conversations,
  correspondence,
  enforcement,
  exposure,
  'for-me': forMe,
  review,
  help,
  imported,
  inbound,
  intake,
  linked,
  manual,
  ops,
  outage,
  publishing,
  rulebook,
  passkeys,
  proposals,
  records,
  roster,
  search,
  steps,
  terms,
  triage,
  updates,
  'second-review': second,
  'sign-in': signIn,
};
