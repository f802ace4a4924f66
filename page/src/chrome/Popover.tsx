import { useEffect, useLayoutEffect, useRef, useState } from "react";
import type { ReactNode, RefObject } from "react";

interface Props {
  anchor: RefObject<HTMLElement | null>;
  onClose: () => void;
  children: ReactNode;
}

const GAP = 4;
const MARGIN = 8;

/** A small panel beside a button. Escape and a click elsewhere close it; Escape gives the focus back. */
export function Popover({ anchor, onClose, children }: Props) {
  const panel = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ left: 0, top: 0 });

  // Before anything is painted: the size is known only once the panel is there.
  useLayoutEffect(() => {
    const at = anchor.current?.getBoundingClientRect();
    const size = panel.current?.getBoundingClientRect();
    if (at === undefined || size === undefined) return;
    const below = at.bottom + GAP;
    const above = at.top - GAP - size.height;
    const top = below + size.height > innerHeight - MARGIN && above >= MARGIN ? above : below;
    const left = at.left + size.width > innerWidth - MARGIN ? at.right - size.width : at.left;
    setPlace({ left: Math.max(MARGIN, left), top: Math.max(MARGIN, Math.min(top, innerHeight - MARGIN - size.height)) });
  }, [anchor]);

  useEffect(() => {
    const onPress = (event: PointerEvent): void => {
      const target = event.target as Node;
      if (!panel.current?.contains(target) && !anchor.current?.contains(target)) onClose();
    };
    addEventListener("pointerdown", onPress);
    return () => removeEventListener("pointerdown", onPress);
  }, [anchor, onClose]);

  return (
    <div
      ref={panel}
      className="popover"
      aria-live="off"
      style={place}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        onClose();
        anchor.current?.focus();
      }}
      onBlur={(event) => {
        const next = event.relatedTarget;
        if (next !== null && !event.currentTarget.contains(next) && next !== anchor.current) onClose();
      }}
    >
      {children}
    </div>
  );
}
