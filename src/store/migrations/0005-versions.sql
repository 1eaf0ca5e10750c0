-- Which version of a paper was shown last, and whether it was taken back.
ALTER TABLE papers ADD COLUMN version integer, ADD COLUMN withdrawn boolean;
