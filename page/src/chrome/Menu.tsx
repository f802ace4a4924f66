import { useEffect, useId, useRef, useState } from "react";
import type { KeyboardEvent, ReactNode } from "react";
import { Popover } from "./Popover";

export interface MenuItem {
  label: string;
  description?: string;
  onPick: () => void;
  danger?: boolean;
}

export interface MenuGroup {
  /** What stands above the items; empty for nothing. */
  title: string;
  items: MenuItem[];
}

interface Props {
  label: string;
  groups: MenuGroup[];
  className?: string;
  children: ReactNode;
}

/** A button with a menu, after the pattern of WAI-ARIA. */
export function Menu({ label, groups, className = "icon-button", children }: Props) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const pick = (item: MenuItem): void => {
    setOpen(false);
    // First the focus goes back; what is picked may then take it on.
    button.current?.focus();
    item.onPick();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {children}
      </button>
      {open && (
        <Popover anchor={button} onClose={() => setOpen(false)}>
          <Items label={label} groups={groups} onPick={pick} />
        </Popover>
      )}
    </>
  );
}

function Items({ label, groups, onPick }: { label: string; groups: MenuGroup[]; onPick: (item: MenuItem) => void }) {
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  useEffect(() => itemsOf(list.current)[0]?.focus(), []);
  return (
    <div ref={list} role="menu" aria-label={label} className="menu" onKeyDown={(event) => moveWithin(event, list.current)}>
      {groups
        .filter((group) => group.items.length > 0)
        .map((group, at) => (
          <div key={group.title || at} role="group" aria-labelledby={group.title ? `${id}${at}` : undefined}>
            {group.title && (
              <div id={`${id}${at}`} className="menu-title" role="presentation">
                {group.title}
              </div>
            )}
            {group.items.map((item) => (
              <button
                key={item.label}
                type="button"
                role="menuitem"
                tabIndex={-1}
                className={item.danger ? "menu-item danger" : "menu-item"}
                onClick={() => onPick(item)}
              >
                <span>{item.label}</span>
                {item.description && <span className="dim">{item.description}</span>}
              </button>
            ))}
          </div>
        ))}
    </div>
  );
}

function itemsOf(list: HTMLElement | null): HTMLElement[] {
  return [...(list?.querySelectorAll<HTMLElement>("[role=menuitem]") ?? [])];
}

function moveWithin(event: KeyboardEvent, list: HTMLElement | null): void {
  const items = itemsOf(list);
  const here = items.indexOf(document.activeElement as HTMLElement);
  const next = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: items.length - 1 }[event.key];
  if (next === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  items[(next + items.length) % items.length]?.focus();
}
