-- Receipts of unknown messages are looked for by the number of each uncertain one.
CREATE INDEX parked_receipt_address ON parked_receipt (channel_id, address) WHERE ref = told;
