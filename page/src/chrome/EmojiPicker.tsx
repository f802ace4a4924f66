import { useEffect, useRef, useState } from "react";
import { emojiNamed } from "../blocks/emoji";

const USUAL = [
  "+1", "eyes", "white_check_mark", "heart", "tada", "pray", "joy", "thinking_face",
  "raised_hands", "bulb", "rocket", "warning", "question", "x", "wave", "-1",
]; // prettier-ignore

/** The emoji of a reaction's name, or the name between colons where there is none. */
export function emojiOf(name: string): string {
  const [base = name, tone] = name.split("::skin-tone-");
  return emojiNamed(base, tone === undefined ? null : Number(tone)) ?? `:${name}:`;
}

/** The usual ones whose name holds what is typed, and the one that is called so. */
function named(typed: string): string[] {
  const usual = USUAL.filter((name) => name.includes(typed));
  return typed === "" || usual.includes(typed) || emojiNamed(typed) === null ? usual : [typed, ...usual];
}

/** Picks an emoji: one of the usual ones, or by name. */
export function EmojiPicker({ onPick }: { onPick: (name: string) => void }) {
  const [wanted, setWanted] = useState("");
  const field = useRef<HTMLInputElement>(null);
  const names = named(wanted.replaceAll(":", "").trim().toLowerCase().replaceAll(" ", "_"));
  useEffect(() => field.current?.focus(), []);
  return (
    <div className="emoji-picker" role="group" aria-label="Emoji">
      <input
        ref={field}
        value={wanted}
        aria-label="Emoji by name"
        placeholder="Name, for example hospital"
        onChange={(event) => setWanted(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || names[0] === undefined) return;
          event.preventDefault();
          onPick(names[0]);
        }}
      />
      <div className="emoji-grid">
        {names.map((name) => (
          <button key={name} type="button" aria-label={name.replaceAll("_", " ")} title={`:${name}:`} onClick={() => onPick(name)}>
            {emojiOf(name)}
          </button>
        ))}
      </div>
      {names.length === 0 && <p className="dim">No emoji of this name</p>}
    </div>
  );
}
