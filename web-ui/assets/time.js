// Times of entries, in the three ways a person may want them.

/** @typedef {import('./types.js').Row} Row */

/** The ways, in the order in which they take turns. */
export const MODES = /** @type {const} */ (['local', 'previous', 'session']);

/** @typedef {typeof MODES[number]} Mode */

/** Milliseconds since 1970 with the microseconds as fraction, which `Date` would drop.
 * @param {string} at */
export function instant(at) {
  const fraction = at.match(/\.\d{3}(\d{1,6})/)?.[1] ?? '';
  return Date.parse(at) + (fraction ? Number(`0.${fraction}`) : 0);
}

/** @param {number} number @param {number} [width] */
function pad(number, width = 2) {
  return String(Math.floor(number)).padStart(width, '0');
}

/** `+02:00`, as it is at that moment.
 * @param {Date} date */
function offset(date) {
  const minutes = -date.getTimezoneOffset();
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '−' : '+'}${pad(size / 60)}:${pad(size % 60)}`;
}

/** @param {string} at */
export function local(at) {
  const date = new Date(Date.parse(at));
  return `${pad(date.getHours())}:${pad(date.getMinutes())}:${pad(date.getSeconds())}.${pad(date.getMilliseconds(), 3)}`;
}

/** The whole of it: for the details and for titles.
 * @param {string} at */
export function complete(at) {
  const date = new Date(Date.parse(at));
  const day = `${date.getFullYear()}-${pad(date.getMonth() + 1)}-${pad(date.getDate())}`;
  const micros = at.match(/\.(\d{3,6})/)?.[1] ?? '';
  return `${day} ${local(at).slice(0, 8)}${micros ? `.${micros}` : ''} ${offset(date)}`;
}

/** `+0.043`, `+1:02.500`.
 * @param {number} milliseconds */
export function span(milliseconds) {
  const all = Math.max(0, milliseconds) / 1000;
  const [minutes, seconds] = [Math.floor(all / 60), all % 60];
  if (!minutes) return `+${seconds.toFixed(3)}`;
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  const tail = seconds.toFixed(3).padStart(6, '0');
  return hours ? `+${hours}:${pad(rest)}:${tail}` : `+${rest}:${tail}`;
}

/**
 * A row's time.
 * @param {Mode} mode
 * @param {Row} row
 * @param {Row | null} previous the row above
 * @param {string | null | undefined} opened when its session began
 */
export function timeOf(mode, row, previous, opened) {
  if (mode === 'local') return local(row.at);
  const origin = mode === 'previous' ? previous?.at : opened;
  return origin ? span(instant(row.at) - instant(origin)) : '';
}

/** What heads the column.
 * @param {Mode} mode */
export function heading(mode) {
  return {local: `time ${offset(new Date())}`, previous: '+ previous', session: '+ session'}[mode];
}
