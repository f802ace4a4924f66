import type { JsonObject } from "../protocol";
import { asText } from "./reading";
import { Undrawable } from "./Undrawable";

/** A `file` block: of a remote file Slack gives no more than its id. */
export function FileBlock({ block }: { block: JsonObject }) {
  const id = asText(block["external_id"]);
  if (id === null) return <Undrawable what="file without an external_id" />;
  return <div className="bk-file">Remote file {id}</div>;
}
