/**
 * The paper that an id stands for now, as SQL: a paper that was found to be another leads to that one. `id` is an
 * expression of type uuid. What was shown or sent keeps the id it had, so whoever looks there must ask by this.
 */
export const paperNow = (id: string) =>
  `coalesce((SELECT alias.paper_id FROM paper_aliases alias WHERE alias.alias_id = ${id}), ${id})`;
