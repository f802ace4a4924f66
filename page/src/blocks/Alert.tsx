import type { JsonObject } from "../protocol";
import { asText } from "./reading";
import { TextObject } from "./TextObject";

const LEVELS: Partial<Record<string, [sign: string, said: string]>> = {
  info: ["ℹ", "Information"],
  warning: ["⚠", "Warning"],
  error: ["✕", "Error"],
  success: ["✓", "Success"],
};

/** An `alert` block. */
export function Alert({ block }: { block: JsonObject }) {
  const level = asText(block["level"]) ?? "default";
  const [sign, said] = (Object.hasOwn(LEVELS, level) ? LEVELS[level] : undefined) ?? ["•", "Notice"];
  return (
    <div className={`bk-alert bk-alert-${said.toLowerCase()}`} role="note" aria-label={said}>
      <span className="bk-alert-sign" aria-hidden="true">{sign}</span>
      <TextObject text={block["text"]} />
    </div>
  );
}
