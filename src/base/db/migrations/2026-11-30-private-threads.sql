-- The first message of each private thread, whose subject is looked at for topics.
create index signal_private_thread on signal (asset_id, at) where visibility = 'private' and message_id is not null;
