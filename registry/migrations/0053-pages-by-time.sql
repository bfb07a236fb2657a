-- Monitoring asks for the pages of the last hour.
create index staff_message_pages on staff_message (created_at) where channel = 'page';
