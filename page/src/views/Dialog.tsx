import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef } from "react";
import { createPortal } from "react-dom";
import "./views.css";

const FOCUSABLE = 'a[href], button:not([disabled]), input:not([disabled]), textarea:not([disabled]), select:not([disabled]), summary, [tabindex="0"]';

interface DialogProps {
  role?: "dialog" | "alertdialog";
  labelledBy: string;
  describedBy?: string;
  /** How many dialogs lie beneath. */
  depth?: number;
  /** Whether another lies above it: it is not seen then, and keeps what is filled in. */
  covered?: boolean;
  className: string;
  /** Escape was pressed. */
  onDismiss: () => void;
  children: ReactNode;
}

/** A dialog above the page: focus goes in, stays in, and goes back to where it was. */
export function Dialog({ role = "dialog", labelledBy, describedBy, depth = 0, covered = false, className, onDismiss, children }: DialogProps) {
  const frame = useRef<HTMLDivElement>(null);
  const before = useRef<Element | null>(null);
  // Before a dialog beneath is hidden, and loses the focus.
  useLayoutEffect(() => {
    before.current = document.activeElement;
    const inside = frame.current;
    if (inside !== null && !inside.contains(before.current)) {
      (inside.querySelector<HTMLElement>("[data-focus-first]") ?? inside.querySelector<HTMLElement>("[data-body] input, [data-body] textarea") ?? inside).focus();
    }
  }, []);
  // After a dialog beneath is shown again.
  useEffect(() => () => {
    if (before.current instanceof HTMLElement && before.current.isConnected) before.current.focus();
  }, []);

  const onKeyDown = (event: KeyboardEvent) => {
    // A dialog is drawn inside another part of the page as React sees it; its keys are nobody else's.
    event.stopPropagation();
    if (event.key === "Escape") onDismiss();
    if (event.key === "Tab" && frame.current !== null) keepInside(event, frame.current);
  };
  return createPortal(
    <div className="view-veil" hidden={covered} style={{ zIndex: 100 + depth }} onMouseDown={(event) => event.target === event.currentTarget && event.preventDefault()}>
      <div
        ref={frame}
        className={className}
        role={role}
        aria-modal="true"
        aria-labelledby={labelledBy}
        aria-describedby={describedBy}
        tabIndex={-1}
        onKeyDown={onKeyDown}
      >
        {children}
      </div>
    </div>,
    document.body,
  );
}

function keepInside(event: KeyboardEvent, frame: HTMLElement): void {
  const stops = [...frame.querySelectorAll<HTMLElement>(FOCUSABLE)];
  const first = stops[0];
  const last = stops.at(-1);
  const at = document.activeElement;
  const target = event.shiftKey ? (at === first || at === frame ? last : null) : at === last ? first : null;
  if (first === undefined) event.preventDefault();
  if (!target) return;
  event.preventDefault();
  target.focus();
}
