/** What many readers share is made once; but what readers choose has no end, so only the first `most` are kept. */
export function remember<Key, Value>(
  made: Map<Key, Value>,
  key: Key,
  make: (key: Key) => Value,
  most = 100,
): Value {
  const known = made.get(key);
  if (known !== undefined) return known;
  const value = make(key);
  if (made.size < most) made.set(key, value);
  return value;
}
