import { useLayoutEffect, useRef } from "react";
import type { RefObject } from "react";

const CONTROLS = "button, input, select, textarea, a[href]";

/**
 * Keeps the focus in a part of the page that is drawn anew under it: what had it may be gone, and then whatever stands in
 * its place gets it. Places count from the end: a card's buttons stand last, and it is the text above them that grows.
 */
export function useKeptFocus<E extends HTMLElement>(): RefObject<E | null> {
  const root = useRef<E>(null);
  // Read while what was drawn before still stands.
  const before = placeOfFocus(root.current);
  useLayoutEffect(() => {
    if (before === null || root.current === null || document.activeElement !== document.body) return;
    const controls = root.current.querySelectorAll<HTMLElement>(CONTROLS);
    const there = controls[Math.max(0, controls.length - before)] ?? root.current.closest<HTMLElement>("[tabindex]");
    there?.focus();
  });
  return root;
}

/** How many controls from the end on the focus is; null where it is elsewhere. */
function placeOfFocus(root: HTMLElement | null): number | null {
  if (root === null || !root.contains(document.activeElement)) return null;
  const controls = [...root.querySelectorAll<HTMLElement>(CONTROLS)];
  const place = controls.findIndex((one) => one === document.activeElement);
  return place < 0 ? null : controls.length - place;
}
