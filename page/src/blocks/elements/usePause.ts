import { useEffect, useRef } from "react";

/** In milliseconds: as long as somebody goes on typing, or through the years of a date, nothing is sent. */
const PAUSE = 700;

interface Pause {
  /** Does this after a pause; whatever waited is dropped. */
  then: (what: () => void) => void;
  /** Does what waits at once. */
  now: () => void;
}

export function usePause(): Pause {
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const waiting = useRef<(() => void) | null>(null);
  useEffect(() => () => clearTimeout(timer.current), []);
  const now = () => {
    clearTimeout(timer.current);
    const what = waiting.current;
    waiting.current = null;
    what?.();
  };
  return {
    now,
    then: (what) => {
      clearTimeout(timer.current);
      waiting.current = what;
      timer.current = setTimeout(now, PAUSE);
    },
  };
}
