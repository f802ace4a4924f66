/**
 * Which component draws which block.
 *
 * The charts and the names of emoji are by slack-blocks-to-jsx. The rest is not: its parts cannot be clicked, its texts are
 * read wrongly (see mrkdwnTree.ts), it fetches images, it opens any link, it leaves out in silence what it does not know, and
 * its style sheet needs one id on every piece of a page.
 */

import type { ReactNode } from "react";
import type { Json, JsonObject } from "../protocol";
import { Actions } from "./Actions";
import { Alert } from "./Alert";
import { Card, Carousel } from "./Card";
import { Chart } from "./Chart";
import { Container } from "./Container";
import { Context } from "./Context";
import { DataTable } from "./DataTable";
import { FileBlock } from "./FileBlock";
import { Header } from "./Header";
import { ImageBlock } from "./ImageBlock";
import { Input } from "./Input";
import { Markdown } from "./Markdown";
import { asRecord, asText, typeOf } from "./reading";
import { RichText } from "./RichText";
import { Section } from "./Section";
import { Table } from "./Table";
import { Plan, Task } from "./Tasks";
import { Guard, Undrawable } from "./Undrawable";
import { Video } from "./Video";

const KINDS: Partial<Record<string, (props: { block: JsonObject }) => ReactNode>> = {
  section: Section,
  header: Header,
  divider: () => <hr className="bk-divider" />,
  context: Context,
  actions: Actions,
  context_actions: Actions,
  image: ImageBlock,
  input: Input,
  rich_text: RichText,
  video: Video,
  markdown: Markdown,
  table: Table,
  data_table: DataTable,
  data_visualization: Chart,
  card: Card,
  carousel: Carousel,
  container: Container,
  alert: Alert,
  plan: Plan,
  task_card: Task,
  file: FileBlock,
};

/** Blocks in their order, inside a FormProvider. */
export function BlockList({ blocks }: { blocks: readonly Json[] }) {
  const seen = new Set<string>();
  return blocks.map((block, place) => {
    const id = asText(asRecord(block)?.["block_id"]);
    // By its id a block keeps the focus when others come before it; Slack refuses the same id twice, this page draws both.
    const key = id === null || seen.has(id) ? place : id;
    if (id !== null) seen.add(id);
    return <div key={key} className="bk-block"><One block={block} /></div>;
  });
}

function One({ block }: { block: Json }) {
  const record = asRecord(block);
  const type = asText(record?.["type"]) ?? "";
  const Kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  if (record === null || Kind === undefined) return <Undrawable what={typeOf(block)} />;
  return <Guard what={type} from={block}><Kind block={record} /></Guard>;
}
