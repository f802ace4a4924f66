import { type RefObject, useLayoutEffect } from "react";

const GAP = 4;
const MARGIN = 8;

/** In pixels; longer lists scroll. */
const HIGHEST = 320;

/**
 * Keeps an open list at the control that it stands in: below it, or above where there is more room, and inside the window.
 * What the control stands in may scroll and would cut it off, so the list is placed in the window itself.
 */
export function useListPlace(list: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const box = list.current;
    const control = box?.parentElement;
    if (!box || !control) return;
    const place = () => {
      const at = control.getBoundingClientRect();
      const below = innerHeight - MARGIN - at.bottom - GAP;
      const above = at.top - GAP - MARGIN;
      const isBelow = below >= Math.min(HIGHEST, box.scrollHeight) || below >= above;
      box.style.minWidth = `${at.width}px`;
      box.style.maxHeight = `${Math.min(HIGHEST, isBelow ? below : above)}px`;
      box.style.left = `${Math.max(MARGIN, Math.min(at.left, innerWidth - MARGIN - box.offsetWidth))}px`;
      box.style.top = isBelow ? `${at.bottom + GAP}px` : "auto";
      box.style.bottom = isBelow ? "auto" : `${innerHeight - at.top + GAP}px`;
    };
    place();
    addEventListener("scroll", place, true);
    addEventListener("resize", place);
    return () => {
      removeEventListener("scroll", place, true);
      removeEventListener("resize", place);
    };
  });
}
