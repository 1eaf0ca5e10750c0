// Loaded before the program (`node --import …`): the clock of this process is off by SHIFT_CLOCK_MS, as on a machine whose
// time nobody keeps. Timers and `performance.now()` count as before.
const shift = Number(process.env.SHIFT_CLOCK_MS ?? 0);
const RealDate = globalThis.Date;
const now = () => RealDate.now() + shift;

globalThis.Date = new Proxy(RealDate, {
  apply: () => new RealDate(now()).toString(),
  construct: (target, given, asked) => Reflect.construct(target, given.length === 0 ? [now()] : given, asked),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
