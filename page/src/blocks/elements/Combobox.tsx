/**
 * A menu to choose from by typing, arrows, mouse or touch: the combobox with a list of the ARIA practices, where focus stays
 * in the field and `aria-activedescendant` says which option is meant. A native select cannot be searched, cannot be filled
 * while somebody types, and shows no descriptions.
 */

import { type KeyboardEvent, useEffect, useId, useRef, useState } from "react";
import type { Json } from "../../protocol";
import type { Labels } from "./useElement";
import { useListPlace } from "./useListPlace";

export interface Option {
  key: string;
  label: string;
  description?: string | null;
  /** What is held when it is chosen. */
  value: Json;
}

export interface Group {
  label: string | null;
  options: Option[];
}

interface ComboboxProps {
  groups: Group[];
  /** What is chosen; at most one where `most` is one. */
  chosen: Option[];
  most: number;
  multiple: boolean;
  placeholder: string;
  labels: Labels;
  focusFirst: boolean;
  /** Whether the groups are what somebody's typing found already; else they are searched here. */
  searched: boolean;
  /** Says why there is nothing to choose. */
  empty: string;
  onTyped?: (text: string) => void;
  onChoose: (option: Option) => void;
  /** Takes an option back; without it a choice can only be changed. */
  onRemove?: ((option: Option) => void) | undefined;
}

export function Combobox(props: ComboboxProps) {
  const { chosen, multiple, onChoose, onRemove, onTyped } = props;
  const id = useId();
  const [open, setOpen] = useState(false);
  const [typed, setTyped] = useState("");
  const [at, setAt] = useState(0);
  const field = useRef<HTMLInputElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useListPlace(list);

  const groups = props.searched ? props.groups : search(props.groups, typed);
  const options = groups.flatMap((group) => group.options);
  const listed = open && options.length > 0;
  const full = multiple && chosen.length >= props.most;
  const current = Math.min(at, options.length - 1);
  const isChosen = (option: Option) => chosen.some((one) => one.key === option.key);

  useEffect(() => {
    list.current?.querySelector("[data-current]")?.scrollIntoView({ block: "nearest" });
  }, [listed, current]);

  const type = (text: string) => {
    setTyped(text);
    setAt(0);
    onTyped?.(text);
  };
  const show = () => {
    if (open) return;
    setOpen(true);
    type("");
  };
  const hide = () => {
    setOpen(false);
    setTyped("");
  };
  const choose = (option: Option | undefined) => {
    if (option === undefined) return;
    if (multiple && isChosen(option)) onRemove?.(option);
    else if (!full) onChoose(option);
    if (multiple) type("");
    else hide();
  };

  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return show();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (options.length > 0) setAt((current + step + options.length) % options.length);
    } else if (event.key === "Enter") {
      // A form around the menu is not submitted by choosing.
      event.preventDefault();
      if (open) choose(options[current]);
      else show();
    } else if (event.key === "Escape" && open) {
      event.stopPropagation();
      hide();
    } else if (event.key === "Backspace" && multiple && typed === "") {
      const last = chosen.at(-1);
      if (last !== undefined) onRemove?.(last);
    }
  };

  const single = multiple ? undefined : chosen[0];
  return (
    <span className="bk-anchor bk-combobox">
      <span className="bk-field" onClick={() => field.current?.focus()}>
        {multiple && chosen.map((option) => (
          <span key={option.key} className="bk-chip">
            {option.label}
            <button type="button" aria-label={`Remove ${option.label}`} onClick={() => onRemove?.(option)}>×</button>
          </span>
        ))}
        <input
          ref={field}
          {...props.labels}
          role="combobox"
          aria-expanded={open}
          aria-haspopup="listbox"
          aria-controls={listed ? `${id}-list` : undefined}
          aria-autocomplete="list"
          aria-activedescendant={listed ? `${id}-${current}` : undefined}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          data-focus-first={props.focusFirst || undefined}
          value={open ? typed : single?.label ?? ""}
          placeholder={single?.label ?? (chosen.length === 0 ? props.placeholder : "")}
          onChange={(event) => {
            setOpen(true);
            type(event.target.value);
          }}
          onClick={show}
          onKeyDown={onKeyDown}
          onBlur={hide}
        />
        {single !== undefined && onRemove !== undefined && (
          <button type="button" className="bk-clear" aria-label={`Clear ${single.label}`} onClick={() => onRemove(single)}>×</button>
        )}
        <span className="bk-caret" aria-hidden="true">▾</span>
      </span>
      {listed && (
        <div
          ref={list}
          id={`${id}-list`}
          className="bk-list-box"
          role="listbox"
          aria-label={props.labels["aria-label"] ?? props.placeholder}
          aria-multiselectable={multiple || undefined}
          // Pressing the mouse here must not take the focus from the field.
          onMouseDown={(event) => event.preventDefault()}
        >
          {groups.map((group, place) => (
            <Options
              key={place}
              group={group}
              id={id}
              from={options.indexOf(group.options[0] as Option)}
              current={current}
              isChosen={isChosen}
              isOff={(option) => full && !isChosen(option)}
              onChoose={choose}
            />
          ))}
        </div>
      )}
      {open && options.length === 0 && <span className="bk-empty" role="status">{props.empty}</span>}
      {open && full && <span className="bk-empty" role="status">At most {props.most} can be chosen.</span>}
    </span>
  );
}

interface OptionsProps {
  group: Group;
  id: string;
  /** The number of the group's first option among all. */
  from: number;
  current: number;
  isChosen: (option: Option) => boolean;
  isOff: (option: Option) => boolean;
  onChoose: (option: Option) => void;
}

function Options({ group, id, from, current, isChosen, isOff, onChoose }: OptionsProps) {
  const options = group.options.map((option, place) => (
    <div
      key={option.key}
      id={`${id}-${from + place}`}
      className="bk-option"
      role="option"
      aria-selected={isChosen(option)}
      aria-disabled={isOff(option) || undefined}
      data-current={from + place === current || undefined}
      onClick={() => onChoose(option)}
    >
      {option.label}
      {option.description ? <span className="bk-option-more">{option.description}</span> : null}
    </div>
  ));
  if (group.label === null) return options;
  return (
    <div role="group" aria-label={group.label}>
      <div className="bk-group" aria-hidden="true">{group.label}</div>
      {options}
    </div>
  );
}

function search(groups: Group[], typed: string): Group[] {
  const wanted = typed.trim().toLowerCase();
  if (wanted === "") return groups;
  const has = (text: string | null | undefined) => text?.toLowerCase().includes(wanted) ?? false;
  return groups
    .map((group) => ({ ...group, options: group.options.filter((option) => has(option.label) || has(option.description)) }))
    .filter((group) => group.options.length > 0);
}
