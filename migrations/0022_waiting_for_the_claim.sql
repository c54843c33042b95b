-- Only the claim of the oldest texts says id > 0, so only it can go by this index. Who looks whether an earlier text of a sender waits is left
-- with inbound_waiting_of: while the queue was empty both cost the planner the same, and it took this one, all of it for each sender.
DROP INDEX inbound_waiting;
CREATE INDEX inbound_waiting ON inbound (id) WHERE routed_at IS NULL AND id > 0;
