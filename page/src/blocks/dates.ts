/**
 * Slack's date tokens, such as `{date_short_pretty} at {time}`, in the reader's own time zone.
 *
 * Source: docs.slack.dev, Formatting message text, "Date formatting".
 */

const DAY = 86_400_000;
const TOKEN = /\{(\w+)\}/g;

/** The date as the format says, or `null` where the format has a token that there is not: Slack shows the fallback then. */
export function formatDate(timestamp: number, format: string, now: Date = new Date()): string | null {
  const then = new Date(timestamp * 1000);
  const tokens = [...format.matchAll(TOKEN)].map(([, name = ""]) => name);
  if (Number.isNaN(then.getTime()) || tokens.some((name) => TOKENS[name] === undefined)) return null;
  return format.replace(TOKEN, (_, name: string) => TOKENS[name]?.(then, now) ?? "");
}

type Token = (then: Date, now: Date) => string;

function written(options: Intl.DateTimeFormatOptions): Token {
  return (then) => new Intl.DateTimeFormat("en-US", options).format(then);
}

function pretty(otherwise: Token): Token {
  return (then, now) => {
    const days = Math.round((midnight(then) - midnight(now)) / DAY);
    return ["yesterday", "today", "tomorrow"][days + 1] ?? otherwise(then, now);
  };
}

function midnight(date: Date): number {
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

function ago(then: Date, now: Date): string {
  const seconds = (then.getTime() - now.getTime()) / 1000;
  const steps: Array<[Intl.RelativeTimeFormatUnit, number]> = [["day", 86_400], ["hour", 3600], ["minute", 60]];
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? (["second", 1] as const);
  return new Intl.RelativeTimeFormat("en-US", { numeric: "auto" }).format(Math.round(seconds / size), unit);
}

const short = written({ month: "short", day: "numeric", year: "numeric" });
const plain = written({ month: "long", day: "numeric", year: "numeric" });
const long = written({ weekday: "long", month: "long", day: "numeric", year: "numeric" });

const TOKENS: Partial<Record<string, Token>> = {
  date_num: (then) => [then.getFullYear(), two(then.getMonth() + 1), two(then.getDate())].join("-"),
  date_slash: written({ month: "2-digit", day: "2-digit", year: "numeric" }),
  date: plain,
  date_short: short,
  date_long: long,
  date_pretty: pretty(plain),
  date_short_pretty: pretty(short),
  date_long_pretty: pretty(long),
  day_divider_pretty: pretty(long),
  time: written({ hour: "numeric", minute: "2-digit" }),
  time_secs: written({ hour: "numeric", minute: "2-digit", second: "2-digit" }),
  ago,
};

function two(number: number): string {
  return String(number).padStart(2, "0");
}
