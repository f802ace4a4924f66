/** Light or dark: as chosen, or as the system has it. */

import { useEffect, useState } from "react";

export type ThemeChoice = "system" | "light" | "dark";
export type Theme = "light" | "dark";

const KEPT_AS = "theme";
const DARK = "(prefers-color-scheme: dark)";

/** The theme on show, the choice, and how to choose; an address's choice goes before the one kept from last time. */
export function useTheme(asked: ThemeChoice | null): [Theme, ThemeChoice, (choice: ThemeChoice) => void] {
  const [choice, setChoice] = useState<ThemeChoice>(() => asked ?? kept());
  const [systemIsDark, setSystemIsDark] = useState(() => matchMedia(DARK).matches);

  useEffect(() => {
    const query = matchMedia(DARK);
    const follow = (): void => setSystemIsDark(query.matches);
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  }, []);

  const theme = choice === "system" ? (systemIsDark ? "dark" : "light") : choice;
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);

  const choose = (chosen: ThemeChoice): void => {
    setChoice(chosen);
    localStorage.setItem(KEPT_AS, chosen);
  };
  return [theme, choice, choose];
}

function kept(): ThemeChoice {
  const value = localStorage.getItem(KEPT_AS);
  return value === "light" || value === "dark" ? value : "system";
}
