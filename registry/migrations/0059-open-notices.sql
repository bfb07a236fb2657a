-- Closed notices stay where they are and cost the open ones nothing: whatever looks for work, or for what is late, reads by an
-- index of that alone, so that a registry with a million closed notices answers as one with none.

-- What the rounds and the queues look through.
create index notice_open on notice (id) where stage <> 'closed';
-- Glass that somebody has broken, until it is whole again.
create index notice_glass on notice (id) where secrecy_glass <> '{}';
-- Counted for whoever asks how many there are: the columns that say who may know of a notice, so that no row is fetched.
create index notice_closed_known on notice (secrecy_level)
  include (secrecy_people, secrecy_until, secrecy_glass, assignee) where stage = 'closed';
-- Orders that rest on a law which was annulled, open or not: what they have in force lost its basis.
create index notice_law on notice (regime_id, regime_version);
-- Orders that were closed as void or withdrawn: what still rests on one has no basis.
create index notice_void on notice (id) where stage = 'closed' and outcome in ('void', 'withdrawn');
create index glass_message_message_id on glass_message (message_id) where message_id is not null;
create index notice_assignee on notice (assignee) where assignee is not null;
-- What is being carried out, or was lately, and the last that ended.
create index submission_finished on submission (finished_at);
-- What is late, and what was late when it was closed.
create index clock_missed on clock (notice_id) where owner = 'us' and state = 'missed' and met_at is null;
