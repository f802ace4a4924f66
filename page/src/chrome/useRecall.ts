import { useRef } from "react";

const KEPT = 50;

/** What each person typed and sent, oldest first. It lives as long as the page. */
const sent = new Map<string, string[]>();

/** What one typed before, brought back into an empty composer as a shell does. */
export function useRecall(me: string) {
  const at = useRef<number | null>(null);
  const lines = (): string[] => sent.get(me) ?? [];

  /** The next older line; null where the key is to do what it does otherwise. */
  const older = (text: string): string | null => {
    if (text !== "" && !isRecalled(text)) return null;
    const next = text === "" ? lines().length - 1 : (at.current ?? lines().length) - 1;
    return bring(Math.max(0, next));
  };
  const newer = (text: string): string | null => {
    if (!isRecalled(text) || at.current === null) return null;
    const next = at.current + 1;
    return next < lines().length ? bring(next) : "";
  };
  const isRecalled = (text: string): boolean => at.current !== null && lines()[at.current] === text;
  const bring = (index: number): string | null => {
    const line = lines()[index];
    if (line === undefined) return null;
    at.current = index;
    return line;
  };
  const remember = (line: string): void => {
    const kept = lines().filter((one) => one !== line);
    sent.set(me, [...kept, line].slice(-KEPT));
    at.current = null;
  };
  return { older, newer, remember };
}
