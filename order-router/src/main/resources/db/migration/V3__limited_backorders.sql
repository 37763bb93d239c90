-- Units of an order that was refused for a limit of its channel: no stock wakes them, they ask once more with every sweep.
ALTER TABLE backorder ADD COLUMN limited boolean NOT NULL DEFAULT false;
