/** What the page's address says: who, where, and in which theme. */

import type { ThemeChoice } from "./theme";
import type { AppTab, Where } from "./where";

export interface Address {
  user: string | null;
  where: Where | null;
  theme: ThemeChoice | null;
}

const THEMES: readonly string[] = ["system", "light", "dark"] satisfies ThemeChoice[];
const TABS: readonly string[] = ["home", "about"] satisfies AppTab[];

export function readAddress(search: string): Address {
  const asked = new URLSearchParams(search);
  const channel = asked.get("channel");
  const tab = asked.get("app");
  const theme = asked.get("theme");
  return {
    user: asked.get("user"),
    where: channel !== null ? { channel } : tab !== null && TABS.includes(tab) ? { tab: tab as AppTab } : null,
    theme: theme !== null && THEMES.includes(theme) ? (theme as ThemeChoice) : null,
  };
}

/** The query that leads back here, with its `?`. */
export function writeAddress({ user, where, theme }: Address): string {
  const said = new URLSearchParams();
  if (user !== null) said.set("user", user);
  if (where !== null && "channel" in where) said.set("channel", where.channel);
  if (where !== null && "tab" in where) said.set("app", where.tab);
  if (theme !== null && theme !== "system") said.set("theme", theme);
  return `?${said}`;
}
