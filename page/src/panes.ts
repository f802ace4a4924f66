/** What is open on the right: the last opened is on top. */

export type Pane =
  | { kind: "thread"; channel: string; ts: string }
  | { kind: "agent" }
  /** `exchange` is the one looked into; null for the list of all. */
  | { kind: "inspector"; exchange: number | null };

/** With a pane on top; there is one of each kind at most. */
export function withPane(panes: Pane[], pane: Pane): Pane[] {
  return [...withoutPane(panes, pane.kind), pane];
}

export function withoutPane(panes: Pane[], kind: Pane["kind"]): Pane[] {
  return panes.filter((one) => one.kind !== kind);
}

/** From this width on there is room for two panes; the style sheet says the same. */
const ROOM_FOR_TWO = "(min-width: 1500px)";

/** Whether a pane can be seen: the last opened can, and on a wide page the one before it. */
export function isShown(panes: Pane[], kind: Pane["kind"]): boolean {
  return panes.slice(matchMedia(ROOM_FOR_TWO).matches ? -2 : -1).some((one) => one.kind === kind);
}

export function paneOf<K extends Pane["kind"]>(panes: Pane[], kind: K): Extract<Pane, { kind: K }> | undefined {
  return panes.find((one): one is Extract<Pane, { kind: K }> => one.kind === kind);
}
