import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { RefObject } from "react";

/** So near to the end, in pixels, counts as at the end. */
const NEAR = 48;

/**
 * Keeps a scrolled list at its end while its content grows, unless the reader has scrolled up; then `behind` says that
 * something new is below. One's own message always brings one back to the end.
 */
export function useStickToEnd(list: RefObject<HTMLElement | null>, newest: string, isOwn: boolean) {
  const atEnd = useRef(true);
  const seen = useRef(newest);
  const [behind, setBehind] = useState(false);

  const toEnd = (): void => {
    const element = list.current;
    if (element === null) return;
    element.scrollTop = element.scrollHeight;
    atEnd.current = true;
    setBehind(false);
  };

  useLayoutEffect(() => {
    const isNew = newest > seen.current;
    if (isNew) seen.current = newest;
    if (seen.current === "") return; // An empty list is read from its top.
    if (atEnd.current || (isNew && isOwn)) toEnd();
    else if (isNew) setBehind(true);
  });

  // What grows later, a picture or an opened section, moves the end as well.
  useEffect(() => {
    const inside = list.current?.firstElementChild;
    if (inside === null || inside === undefined) return;
    const observer = new ResizeObserver(() => atEnd.current && seen.current !== "" && toEnd());
    observer.observe(inside);
    if (list.current !== null) observer.observe(list.current);
    return () => observer.disconnect();
  }, [list]);

  const onScroll = (): void => {
    const element = list.current;
    if (element === null) return;
    atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < NEAR;
    if (atEnd.current) setBehind(false);
  };
  return { behind, toEnd, onScroll };
}
