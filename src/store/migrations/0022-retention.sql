-- How far each kind of what is kept for a while has been pruned: all before then is done.
CREATE TABLE pruned (
  kind text PRIMARY KEY,
  up_to timestamptz NOT NULL
);

-- What pruning goes along, and the last scans of a scope.
CREATE INDEX sightings_seen ON sightings (seen_at);
CREATE INDEX profile_samples_sampled ON profile_samples (sampled_at);
CREATE INDEX scans_scope ON scans (source_id, scope, id DESC);
CREATE INDEX deliveries_settled ON deliveries (settled_at) WHERE settled_at IS NOT NULL;
