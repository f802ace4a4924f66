import type { Json } from "../protocol";
import { asNumber, asRecord, asText, typeOf } from "./reading";
import { RichText } from "./RichText";
import { Undrawable } from "./Undrawable";

/** What stands in a cell of a table. */
export function Cell({ cell }: { cell: Json | undefined }) {
  const record = asRecord(cell);
  const text = asText(record?.["text"]);
  switch (record?.["type"]) {
    case "raw_text":
      return text ?? <Undrawable what="raw_text without a text" />;
    case "raw_number":
      return text ?? asNumber(record["value"])?.toLocaleString("en-US") ?? <Undrawable what="raw_number without a value" />;
    case "rich_text":
      return <RichText block={record} />;
    default:
      return <Undrawable what={typeOf(cell)} />;
  }
}
