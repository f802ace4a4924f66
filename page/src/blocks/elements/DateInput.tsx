import { useState } from "react";
import type { Json } from "../../protocol";
import { asNumber, asText } from "../reading";
import { plainOf } from "../TextObject";
import { type ElementProps, useElement } from "./useElement";
import { usePause } from "./usePause";

/** A date, a time, or both, in the browser's own picker. */
export function DateInput({ element, slot }: ElementProps) {
  const { held, choose, labels, aside } = useElement({ element, slot });
  const pause = usePause();
  // The browser tells of every key on the way to a date; what is sent at once is sent when the person stops or leaves.
  const [typing, setTyping] = useState<string | null>(null);
  const kind = KINDS[asText(element["type"]) ?? ""] ?? KINDS["datepicker"];
  if (kind === undefined) return null;
  return (
    <span className="bk-element">
      <input
        {...labels(plainOf(element["placeholder"]) ?? kind.label)}
        className="bk-field bk-date"
        type={kind.type}
        title={asText(element["timezone"]) ?? undefined}
        data-focus-first={element["focus_on_load"] === true || undefined}
        value={typing ?? kind.shown(held)}
        onChange={(event) => {
          const typed = event.target.value;
          if (!slot.sends) return choose(kind.read(typed));
          setTyping(typed);
          pause.then(() => {
            setTyping(null);
            choose(kind.read(typed));
          });
        }}
        onBlur={pause.now}
        onKeyDown={(event) => event.key === "Enter" && pause.now()}
      />
      {aside}
    </span>
  );
}

interface Kind {
  type: string;
  label: string;
  shown: (held: Json) => string;
  read: (typed: string) => Json;
}

const asTyped = { shown: (held: Json) => asText(held) ?? "", read: (typed: string): Json => typed || null };

const KINDS: Partial<Record<string, Kind>> = {
  datepicker: { type: "date", label: "Select a date", ...asTyped },
  timepicker: { type: "time", label: "Select a time", ...asTyped },
  datetimepicker: { type: "datetime-local", label: "Select a date and time", shown: localOf, read: secondsOf },
};

/** From seconds since 1970 to what the browser's picker takes, in the reader's time zone. */
function localOf(held: Json): string {
  const seconds = asNumber(held);
  if (seconds === null) return "";
  const date = new Date(seconds * 1000 - new Date(seconds * 1000).getTimezoneOffset() * 60_000);
  return Number.isNaN(date.getTime()) ? "" : date.toISOString().slice(0, 16);
}

function secondsOf(typed: string): Json {
  const milliseconds = new Date(typed).getTime();
  return Number.isNaN(milliseconds) ? null : Math.floor(milliseconds / 1000);
}
