import type { Json, JsonObject } from "../protocol";
import { BlockList } from "./BlockList";
import { Link } from "./links";
import { Mrkdwn } from "./Mrkdwn";
import { Picture } from "./Picture";
import { asList, asRecord, asText, recordsIn, typeOf } from "./reading";
import { Undrawable } from "./Undrawable";

const COLOURS: Partial<Record<string, string>> = { good: "#2eb67d", warning: "#ecb22e", danger: "#e01e5a" };

/** An attachment: blocks behind a coloured bar, or the texts that came before there were blocks. */
export function Attachment({ attachment }: { attachment: Json }) {
  const record = asRecord(attachment);
  if (record === null) return <Undrawable what={`attachment: ${typeOf(attachment)}`} />;
  const blocks = asList(record["blocks"]);
  return (
    <div className="bk-attachment" style={{ borderInlineStartColor: colourOf(record) }}>
      {blocks.length > 0 ? <BlockList blocks={blocks} /> : <Texts attachment={record} />}
    </div>
  );
}

function colourOf(attachment: JsonObject): string | undefined {
  const colour = asText(attachment["color"]) ?? "";
  if (Object.hasOwn(COLOURS, colour)) return COLOURS[colour];
  return /^#?[0-9a-f]{6}$/i.test(colour) ? `#${colour.replace("#", "")}` : undefined;
}

function Texts({ attachment }: { attachment: JsonObject }) {
  const text = (name: string) => asText(attachment[name]) || null;
  const title = text("title");
  const address = text("title_link");
  const fields = recordsIn(attachment["fields"]);
  const parts = [text("pretext"), text("author_name"), title, text("text"), text("footer"), text("image_url")];
  if (parts.every((part) => part === null) && fields.length === 0) {
    const fallback = text("fallback");
    return fallback === null ? <Undrawable what="attachment without a text" /> : <Mrkdwn text={fallback} />;
  }
  return (
    <>
      {text("pretext") !== null && <Mrkdwn text={text("pretext") ?? ""} />}
      {text("author_name") !== null && <div className="bk-dim">{text("author_name")}</div>}
      {title !== null && <div className="bk-card-title">{address === null ? title : <Link address={address}>{title}</Link>}</div>}
      {text("text") !== null && <Mrkdwn text={text("text") ?? ""} />}
      {fields.length > 0 && (
        <div className="bk-fields">
          {fields.map((field, place) => (
            <div key={place} className="bk-cell"><b>{asText(field["title"])}</b><Mrkdwn text={asText(field["value"]) ?? ""} /></div>
          ))}
        </div>
      )}
      {text("image_url") !== null && <Picture image={{ image_url: attachment["image_url"], alt_text: attachment["fallback"] }} size="full" />}
      {text("footer") !== null && <div className="bk-dim">{text("footer")}</div>}
    </>
  );
}
