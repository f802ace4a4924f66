/** Times in words, on this computer's clock face. The page speaks English, and so do its dates. */

const LOCALE = "en-GB";
const DAY = 86_400_000;

/** `14:05` */
export function timeOf(seconds: number): string {
  return new Date(seconds * 1000).toLocaleTimeString(LOCALE, { hour: "2-digit", minute: "2-digit" });
}

/** `Wednesday 25 November 2026 at 14:05:09` */
export function exactly(seconds: number): string {
  const date = new Date(seconds * 1000);
  const day = date.toLocaleDateString(LOCALE, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
  return `${day} at ${date.toLocaleTimeString(LOCALE)}`;
}

/** `Today`, `Yesterday`, or `Monday 23 November` */
export function dayOf(seconds: number, now: number): string {
  const day = new Date(seconds * 1000);
  const today = new Date(now * 1000);
  const days = Math.round((startOf(today) - startOf(day)) / DAY);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  const sameYear = day.getFullYear() === today.getFullYear();
  return day.toLocaleDateString(LOCALE, { weekday: "long", day: "numeric", month: "long", ...(sameYear ? {} : { year: "numeric" }) });
}

function startOf(day: Date): number {
  return new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
}

/** `12 ms`, `1.2 s` */
export function lasting(milliseconds: number): string {
  if (milliseconds < 1) return "< 1 ms";
  return milliseconds < 1000 ? `${milliseconds.toFixed(0)} ms` : `${(milliseconds / 1000).toFixed(1)} s`;
}
