import { asText } from "../reading";
import { plainOf } from "../TextObject";
import { type ElementProps, useElement } from "./useElement";

/** Slack documents `trash` alone; any other icon is shown by its label. */
const ICONS: Partial<Record<string, string>> = { trash: "🗑" };

export function IconButton({ element, slot }: ElementProps) {
  const { press, busy, aside } = useElement({ element, slot });
  const icon = asText(element["icon"]) ?? "";
  const label = plainOf(element["text"]) ?? icon;
  const drawn = Object.hasOwn(ICONS, icon) ? ICONS[icon] : undefined;
  return (
    <span className="bk-element">
      <button
        type="button"
        className="bk-icon-button"
        title={label}
        aria-label={asText(element["accessibility_label"]) ?? label}
        aria-busy={busy || undefined}
        onClick={() => {
          if (!busy) press({});
        }}
      >
        {drawn ?? label}
      </button>
      {aside}
    </span>
  );
}
