import { useLayoutEffect, useRef, useState } from "react";
import type { Pane } from "../panes";
import { withoutPane, withPane } from "../panes";

/** From this width on there is room for the inspector beside a conversation. */
const WIDE = "(min-width: 1200px)";

/** The panes on the right. One that closes gives the focus back to what opened it. */
export function usePanes() {
  const [panes, setPanes] = useState<Pane[]>(() => (matchMedia(WIDE).matches ? [{ kind: "inspector", exchange: null }] : []));
  const openers = useRef(new Map<Pane["kind"], Element | null>());
  const closed = useRef<Pane["kind"] | null>(null);

  // Only once the pane is gone is what it covered on a phone there to take the focus; and before anybody can move it on.
  useLayoutEffect(() => {
    if (closed.current === null) return;
    focusOn(openers.current.get(closed.current));
    closed.current = null;
  }, [panes]);

  const openPane = (pane: Pane): void => {
    if (!panes.some((one) => one.kind === pane.kind)) openers.current.set(pane.kind, document.activeElement);
    setPanes((old) => withPane(old, pane));
  };
  const closePane = (kind: Pane["kind"]): void => {
    closed.current = kind;
    setPanes((old) => withoutPane(old, kind));
  };
  const keepOnly = (kinds: Array<Pane["kind"]>): void => setPanes((old) => old.filter((one) => kinds.includes(one.kind)));
  return { panes, openPane, closePane, keepOnly };
}

function focusOn(opener: Element | null | undefined): void {
  if (opener instanceof HTMLElement && opener.isConnected && opener !== document.body) opener.focus();
  if (document.activeElement === document.body) document.getElementById("composer")?.focus();
}
