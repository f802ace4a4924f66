import type { JsonObject } from "../protocol";
import { asNumber } from "./reading";
import { plainOf } from "./TextObject";
import { Undrawable } from "./Undrawable";

/** A heading. On the page it stands below the headings of the page itself, whatever its `level`. */
export function Header({ block }: { block: JsonObject }) {
  const text = plainOf(block["text"]);
  if (text === null) return <Undrawable what="header without a text" />;
  const level = asNumber(block["level"]);
  const size = level !== null && level >= 1 && level <= 4 ? Math.round(level) : 3;
  return <h3 className={`bk-header bk-header-${size}`}>{text}</h3>;
}
