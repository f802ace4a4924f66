/**
 * A `rich_text` block.
 *
 * Not by slack-blocks-to-jsx, which leaves out what it does not know, shows lists deeper than five levels at the margin,
 * and puts its own page-wide id on every piece of text.
 */

import { Fragment, type ReactNode } from "react";
import type { Json, JsonObject } from "../protocol";
import { emojiNamed } from "./emoji";
import { Link } from "./links";
import { Broadcast, ChannelMention, DateMention, GroupMention, UserMention } from "./mentions";
import { asList, asNumber, asRecord, asText, typeOf } from "./reading";
import { Undrawable } from "./Undrawable";

export function RichText({ block }: { block: JsonObject }) {
  if (!Array.isArray(block["elements"])) return <Undrawable what="rich_text without elements" />;
  const elements = asList(block["elements"]);
  return (
    <div className="bk-rich">
      {elements.map((element, place) => <Whole key={place} element={element} start={startOf(elements, place)} />)}
    </div>
  );
}

function Whole({ element, start }: { element: Json; start: number }) {
  const record = asRecord(element);
  const inside = <Inlines elements={asList(record?.["elements"])} />;
  const bordered = record?.["border"] === 1 ? " bk-bordered" : "";
  switch (record?.["type"]) {
    case "rich_text_section":
      return <div className="bk-lines">{inside}</div>;
    case "rich_text_preformatted":
      return <pre className={`bk-pre${bordered}`}>{inside}</pre>;
    case "rich_text_quote":
      return <blockquote className="bk-quote">{inside}</blockquote>;
    case "rich_text_list":
      return <List list={record} start={start} />;
    default:
      return <Undrawable what={typeOf(element)} />;
  }
}

function List({ list, start }: { list: JsonObject; start: number }) {
  const level = indentOf(list);
  const items = asList(list["elements"]).map((item, place) => <li key={place}><Whole element={item} start={1} /></li>);
  const className = `bk-list bk-list-${level % 3}${list["border"] === 1 ? " bk-bordered" : ""}`;
  const style = { marginInlineStart: `${level * 28}px` };
  if (list["style"] === "ordered") return <ol className={className} style={style} start={start}>{items}</ol>;
  return <ul className={className} style={style}>{items}</ul>;
}

/** Slack sends a list that another interrupts as several; the later part counts on. */
function startOf(elements: Json[], place: number): number {
  const list = asRecord(elements[place]);
  if (list?.["type"] !== "rich_text_list") return 1;
  const offset = asNumber(list["offset"]);
  if (offset !== null) return offset + 1;
  let before = 0;
  for (const element of elements.slice(0, place).reverse()) {
    const other = asRecord(element);
    if (other?.["type"] !== "rich_text_list" || indentOf(other) < indentOf(list)) break;
    if (indentOf(other) === indentOf(list)) before += asList(other["elements"]).length;
  }
  return before + 1;
}

function indentOf(list: JsonObject): number {
  return Math.min(Math.max(asNumber(list["indent"]) ?? 0, 0), 8);
}

function Inlines({ elements }: { elements: Json[] }) {
  return elements.map((element, place) => <Fragment key={place}><One element={element} /></Fragment>);
}

function One({ element }: { element: Json }) {
  const record = asRecord(element);
  if (record === null) return <Undrawable what={typeOf(element)} />;
  const drawn = drawnOf(record);
  return drawn === null ? <Undrawable what={typeOf(element)} /> : <Styled style={asRecord(record["style"])}>{drawn}</Styled>;
}

function drawnOf(element: JsonObject): ReactNode {
  const text = (name: string) => asText(element[name]);
  switch (element["type"]) {
    case "text":
      return text("text");
    case "link": {
      const url = text("url");
      return url === null ? null : <Link address={url}>{text("text") || undefined}</Link>;
    }
    case "emoji":
      return emojiOf(element);
    case "user":
      return <UserMention id={text("user_id") ?? ""} />;
    case "channel":
      return <ChannelMention id={text("channel_id") ?? ""} />;
    case "usergroup":
      return <GroupMention id={text("usergroup_id") ?? ""} />;
    case "broadcast":
      return <Broadcast range={text("range") ?? ""} />;
    case "color":
      return <Colour value={text("value") ?? ""} />;
    case "date": {
      const timestamp = asNumber(element["timestamp"]) ?? Number.NaN;
      return <DateMention timestamp={timestamp} format={text("format") ?? ""} link={text("url")} fallback={text("fallback") ?? ""} />;
    }
    default:
      return null;
  }
}

/** Slack's own messages give the characters too, as hexadecimal code points with hyphens. */
function emojiOf(element: JsonObject): string | null {
  const name = asText(element["name"]);
  const found = name === null ? null : emojiNamed(name, asNumber(element["skin_tone"]));
  if (found !== null) return found;
  const points = (asText(element["unicode"]) ?? "").split("-").map((point) => Number.parseInt(point, 16));
  if (points.every((point) => point >= 0 && point <= 0x10ffff)) return String.fromCodePoint(...points);
  return name === null ? null : `:${name}:`;
}

function Colour({ value }: { value: string }) {
  return <><span className="bk-swatch" style={{ backgroundColor: value }} aria-hidden="true" />{value}</>;
}

function Styled({ style, children }: { style: JsonObject | null; children: ReactNode }) {
  let drawn = children;
  if (style?.["code"] === true) drawn = <code className="bk-code">{drawn}</code>;
  if (style?.["bold"] === true) drawn = <b>{drawn}</b>;
  if (style?.["italic"] === true) drawn = <i>{drawn}</i>;
  if (style?.["strike"] === true) drawn = <s>{drawn}</s>;
  if (style?.["underline"] === true) drawn = <u>{drawn}</u>;
  if (style?.["highlight"] === true) drawn = <mark>{drawn}</mark>;
  return drawn;
}
