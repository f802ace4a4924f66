import { useEffect, useRef } from "react";

interface Keys {
  inspector: () => void;
  help: () => void;
}

/**
 * The keys that work everywhere: Ctrl+. for the inspector, Ctrl+/ for the help, F6 to the next part of the page. What is
 * typed where nothing takes text goes into the composer.
 */
export function useKeys(keys: Keys): void {
  const latest = useRef(keys);
  useEffect(() => {
    latest.current = keys;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isCommand = event.ctrlKey || event.metaKey;
      if (event.defaultPrevented) return;
      // A modal keeps the keyboard to itself.
      if (document.querySelector("dialog[open], [aria-modal='true']") !== null) return;
      if (isCommand && event.key === ".") latest.current.inspector();
      else if (isCommand && event.key === "/") latest.current.help();
      else if (event.key === "F6") focusNextRegion(event.shiftKey ? -1 : 1);
      else {
        // The letter itself follows the focus.
        if (isText(event) && !takesText(event.target)) document.querySelector<HTMLElement>("textarea#composer")?.focus();
        return;
      }
      event.preventDefault();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, []);
}

/** Whether a key writes something; a space presses what has the focus. */
function isText(event: KeyboardEvent): boolean {
  return [...event.key].length === 1 && event.key !== " " && !event.ctrlKey && !event.metaKey && !event.altKey;
}

/** Whether letters mean something to what has the focus: a field, a menu, a list to choose from. */
function takesText(target: EventTarget | null): boolean {
  return target instanceof Element && target.closest("input, textarea, select, [contenteditable], [role=menu], [role=listbox]") !== null;
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
