import { type KeyboardEvent, useId, useRef, useState } from "react";
import type { Json, JsonObject } from "../../protocol";
import { isLive, open as openAddress } from "../links";
import { asList, asText, recordsIn } from "../reading";
import { plainOf } from "../TextObject";
import { Undrawable } from "../Undrawable";
import { type ElementProps, useElement } from "./useElement";
import { useListPlace } from "./useListPlace";

/** The menu behind three dots. */
export function Overflow({ element, slot }: ElementProps) {
  const { press, busy, aside } = useElement({ element, slot });
  const [open, setOpen] = useState(false);
  const menu = useId();
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLUListElement>(null);
  useListPlace(list);
  const given = asList(element["options"]);
  const options = recordsIn(given);
  if (options.length === 0) return <Undrawable what="overflow without options" />;

  const close = () => {
    setOpen(false);
    button.current?.focus();
  };
  const choose = (option: JsonObject) => {
    close();
    const url = asText(option["url"]);
    press({ selected_option: option as Json }, () => url !== null && openAddress(url));
  };
  return (
    <span
      className="bk-element bk-anchor"
      onBlur={(event) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setOpen(false);
      }}
    >
      <button
        ref={button}
        type="button"
        className="bk-button bk-dots"
        aria-label={slot.labelledBy === undefined ? "More actions" : undefined}
        aria-labelledby={slot.labelledBy}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? menu : undefined}
        aria-busy={busy || undefined}
        onClick={() => {
          if (!busy) setOpen(!open);
        }}
        onKeyDown={(event) => {
          if (event.key === "ArrowDown" && !busy) {
            event.preventDefault();
            setOpen(true);
          }
        }}
      >
        <span aria-hidden="true">⋯</span>
      </button>
      {open && (
        <ul ref={list} id={menu} className="bk-list-box bk-menu" role="menu" aria-label="More actions" onKeyDown={(event) => steer(event, close)}>
          {options.map((option, place) => (
            <Item key={place} option={option} first={place === 0} onChoose={() => choose(option)} />
          ))}
          {options.length < given.length && <li role="none"><Undrawable what="option that is no object" /></li>}
        </ul>
      )}
      {aside}
    </span>
  );
}

function Item({ option, first, onChoose }: { option: JsonObject; first: boolean; onChoose: () => void }) {
  const url = asText(option["url"]);
  const label = plainOf(option["text"]);
  const description = plainOf(option["description"]);
  return (
    <li role="none">
      <button type="button" role="menuitem" className="bk-option" tabIndex={-1} ref={first ? focus : undefined} onClick={onChoose}>
        {label ?? <Undrawable what="option without a text" />}
        {description !== null && <span className="bk-option-more">{description}</span>}
        {url !== null && !isLive(url) && <span className="bk-option-more">({url})</span>}
      </button>
    </li>
  );
}

function focus(item: HTMLElement | null): void {
  item?.focus();
}

function steer(event: KeyboardEvent<HTMLElement>, close: () => void): void {
  const items = [...event.currentTarget.querySelectorAll<HTMLElement>("[role=menuitem]")];
  const at = items.findIndex((item) => item === document.activeElement);
  const to = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    items[to % items.length]?.focus();
  } else if (event.key === "Escape") {
    // A modal around the menu stays open.
    event.stopPropagation();
    close();
  } else if (event.key === "Tab") {
    close();
  }
}
