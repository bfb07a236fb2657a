-- Beside submissions and approvals the API signs what they rest on: how a notice came in, who checked its sender, what was
-- withdrawn, confirmed, reclassified or decided on appeal. Some of these are no commands and are about no submission.
alter table signed_act drop constraint signed_act_command_id_fkey;
alter table signed_act alter column submission drop not null;
alter table signed_act alter column notice_id drop not null;
create index signed_act_of_notice on signed_act (notice_id, at) where kind not in ('submission', 'approve', 'ratify');

-- The restoration that a won appeal asked for: an approver confirms it, and only then its owner hears of it.
alter table appeal add column restoration integer;
