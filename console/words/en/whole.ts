/** All English texts. */
export * from './index.js';
export { default as acts } from './acts.json' with { type: 'json' };
export { default as appeals } from './appeals.json' with { type: 'json' };
export { default as approval } from './approval.json' with { type: 'json' };
export { default as authenticity } from './authenticity.json' with { type: 'json' };
export { default as causes } from '../../../domain/alert-texts.json' with { type: 'json' };
export { default as correspondence } from './correspondence.json' with { type: 'json' };
export { default as enforcement } from './enforcement.json' with { type: 'json' };
export { default as inbound } from './inbound.json' with { type: 'json' };
export { default as ops } from './ops.json' with { type: 'json' };
export { default as publishing } from './publishing.json' with { type: 'json' };
export { default as linked } from './linked.json' with { type: 'json' };
export { default as rulebook } from './rulebook.json' with { type: 'json' };
export { default as proposals } from './proposals.json' with { type: 'json' };
export { default as updates } from './updates.json' with { type: 'json' };
export { default as 'sign-in' } from './sign-in.json' with { type: 'json' };
export { default as 'second-review' } from './second-review.json' with { type: 'json' };
