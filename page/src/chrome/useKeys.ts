import { useEffect, useRef } from "react";

interface Keys {
  inspector: () => void;
  help: () => void;
}

/** The keys that work everywhere: Ctrl+. for the inspector, Ctrl+/ for the help, F6 to the next part of the page. */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isCommand = event.ctrlKey || event.metaKey;
      // A modal keeps the keyboard to itself.
      if (document.querySelector("dialog[open], [aria-modal='true']") !== null) return;
      if (isCommand && event.key === ".") latest.current.inspector();
      else if (isCommand && event.key === "/") latest.current.help();
      else if (event.key === "F6") focusNextRegion(event.shiftKey ? -1 : 1);
      else return;
      event.preventDefault();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
}

/** The parts are marked by `data-region`; within one, `data-region-start` is what takes the focus. */
function focusNextRegion(step: 1 | -1): void {
  const regions = [...document.querySelectorAll<HTMLElement>("[data-region]")].filter((one) => one.checkVisibility({ visibilityProperty: true }));
  if (regions.length === 0) return;
  const here = regions.findLastIndex((one) => one.contains(document.activeElement));
  const next = here < 0 ? 0 : (here + step + regions.length) % regions.length;
  const region = regions[next];
  (region?.querySelector<HTMLElement>("[data-region-start]") ?? region)?.focus();
}
