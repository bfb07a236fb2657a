import acts from './acts.json' with { type: 'json' };
import appeals from './appeals.json' with { type: 'json' };
import approval from './approval.json' with { type: 'json' };
import authenticity from './authenticity.json' with { type: 'json' };
import causes from './causes.json' with { type: 'json' };
import correspondence from './correspondence.json' with { type: 'json' };
import signIn from './sign-in.json' with { type: 'json' };
import enforcement from './enforcement.json' with { type: 'json' };
import frame from './frame.json' with { type: 'json' };
import inbound from './inbound.json' with { type: 'json' };
import intake from './intake.json' with { type: 'json' };
import letters from './letters.json' with { type: 'json' };
import linked from './linked.json' with { type: 'json' };
import notice from './notice.json' with { type: 'json' };
import ops from './ops.json' with { type: 'json' };
import passkeys from './passkeys.json' with { type: 'json' };
import proposals from './proposals.json' with { type: 'json' };
import publishing from './publishing.json' with { type: 'json' };
import queue from './queue.json' with { type: 'json' };
import records from './records.json' with { type: 'json' };
import rulebook from './rulebook.json' with { type: 'json' };
import second from './second-review.json' with { type: 'json' };
import sender from './sender.json' with { type: 'json' };
import timeline from './timeline.json' with { type: 'json' };
import updates from './updates.json' with { type: 'json' };
import words from './words.json' with { type: 'json' };

export const de = {
  acts,
  appeals,
  approval,
  authenticity,
  causes,
  correspondence,
  'sign-in': signIn,
  enforcement,
  frame,
  inbound,
  intake,
  letters,
  linked,
  notice,
  ops,
  passkeys,
  proposals,
  publishing,
  queue,
  records,
  rulebook,
  'second-review': second,
  sender,
  timeline,
  updates,
  words,
};
