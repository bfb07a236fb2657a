-- Since when a key has signed is asked by everybody, without credentials.
create index signed_act_key on signed_act (key_id, at);

-- A sender who is in no directory is new whatever they have sent before: nothing asks by name.
drop index notice_authority_name;
