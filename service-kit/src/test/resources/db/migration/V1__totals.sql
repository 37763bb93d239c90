CREATE TABLE total (key text PRIMARY KEY, version bigint NOT NULL, sum bigint NOT NULL CHECK (sum < 1000));
