/** The steps of an agent: `plan` and `task_card`. Not by slack-blocks-to-jsx: it opens any address that a source names. */

import type { JsonObject } from "../protocol";
import { withEmoji } from "./emoji";
import { Link } from "./links";
import { asList, asRecord, asText, typeOf } from "./reading";
import { RichText } from "./RichText";
import { Undrawable } from "./Undrawable";

export function Plan({ block }: { block: JsonObject }) {
  const title = asText(block["title"]);
  return (
    <div className="bk-plan">
      <div className="bk-card-title">{title === null ? <Undrawable what="plan without a title" /> : withEmoji(title)}</div>
      {asList(block["tasks"]).map((task, place) => {
        const record = asRecord(task);
        return record === null ? <Undrawable key={place} what={`task: ${typeOf(task)}`} /> : <Task key={place} block={record} />;
      })}
    </div>
  );
}

const STATUSES: Partial<Record<string, [sign: string, said: string]>> = {
  pending: ["○", "Pending"],
  in_progress: ["◐", "In progress"],
  complete: ["✓", "Complete"],
  error: ["✕", "Error"],
};

export function Task({ block }: { block: JsonObject }) {
  const status = asText(block["status"]) ?? "pending";
  const [sign, said] = (Object.hasOwn(STATUSES, status) ? STATUSES[status] : undefined) ?? ["?", status];
  const title = asText(block["title"]);
  const sources = asList(block["sources"]);
  return (
    <div className="bk-task">
      <span className={`bk-task-sign bk-task-${status === "error" || status === "complete" ? status : "open"}`} role="img" aria-label={said} title={said}>{sign}</span>
      <div className="bk-task-text">
        <div>{title === null ? <Undrawable what="task_card without a title" /> : withEmoji(title)}</div>
        {(["details", "output"] as const).map((name) => block[name] !== undefined && <Told key={name} block={block} name={name} />)}
        {sources.length > 0 && (
          <div className="bk-sources">
            {sources.map((source, place) => <Source key={place} source={asRecord(source)} />)}
          </div>
        )}
      </div>
    </div>
  );
}

function Told({ block, name }: { block: JsonObject; name: "details" | "output" }) {
  const told = asRecord(block[name]);
  if (told?.["type"] !== "rich_text") return <Undrawable what={`${name}: ${typeOf(block[name])}`} />;
  return <div className="bk-dim"><RichText block={told} /></div>;
}

function Source({ source }: { source: JsonObject | null }) {
  const url = asText(source?.["url"]);
  return source === null || url === null ? <Undrawable what="source without an address" /> : <Link address={url}>{asText(source["text"]) ?? undefined}</Link>;
}
