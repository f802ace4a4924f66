import { asText } from "../reading";
import { isLive, open } from "../links";
import { plainOf } from "../TextObject";
import { Undrawable } from "../Undrawable";
import { type ElementProps, useElement } from "./useElement";

/** A button, with an address or a workflow behind it or without. */
export function Button({ element, slot }: ElementProps) {
  const { press, busy, aside } = useElement({ element, slot });
  const label = plainOf(element["text"]);
  if (label === null) return <Undrawable what="button without a text" />;
  const url = asText(element["url"]);
  const fill = element["style"] === "primary" ? " bk-primary" : element["style"] === "danger" ? " bk-danger" : "";
  return (
    <span className="bk-element">
      <button
        type="button"
        className={`bk-button${fill}`}
        title={url === null ? label : `${label} (${url})`}
        aria-label={asText(element["accessibility_label"]) ?? undefined}
        aria-busy={busy || undefined}
        onClick={() => {
          if (!busy) press({}, () => url !== null && open(url));
        }}
      >
        {label}
      </button>
      {url !== null && !isLive(url) && <span className="bk-address">({url})</span>}
      {aside}
    </span>
  );
}
