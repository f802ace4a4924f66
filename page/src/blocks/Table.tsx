/**
 * A `table` block. Not by slack-blocks-to-jsx: it throws at a `raw_number`, reads `&lt;` in plain cells as markup, and its
 * table neither scrolls on a narrow page nor has head cells.
 */

import { type CSSProperties, type ReactNode, useId } from "react";
import type { Json, JsonObject } from "../protocol";
import { Cell } from "./Cell";
import { asList, asRecord, asText } from "./reading";
import { Undrawable } from "./Undrawable";

export function Table({ block }: { block: JsonObject }) {
  const rows = asList(block["rows"]);
  const settings = asList(block["column_settings"]);
  const [head, ...body] = rows;
  if (head === undefined) return <Undrawable what="table without rows" />;
  return (
    <Scroll label={`Table of ${rows.length} ${rows.length === 1 ? "row" : "rows"}`}>
      <table className="bk-table">
        <thead><Row row={head} settings={settings} head /></thead>
        <tbody>{body.map((row, place) => <Row key={place} row={row} settings={settings} />)}</tbody>
      </table>
    </Scroll>
  );
}

interface RowProps {
  row: Json;
  settings?: Json[];
  head?: boolean;
  /** The column whose cell names the row. */
  headed?: number;
}

export function Row({ row, settings = [], head = false, headed = -1 }: RowProps) {
  if (!Array.isArray(row)) return <tr><td><Undrawable what="row that is no list" /></td></tr>;
  return (
    <tr>
      {row.map((cell, column) => {
        const set = asRecord(settings[column]);
        const props = { className: set?.["is_wrapped"] === true ? "bk-wrapped" : undefined, style: alignment(asText(set?.["align"])) };
        if (head || column === headed) return <th key={column} scope={head ? "col" : "row"} {...props}><Cell cell={cell} /></th>;
        return <td key={column} {...props}><Cell cell={cell} /></td>;
      })}
    </tr>
  );
}

function alignment(align: string | null): CSSProperties | undefined {
  return align === "center" || align === "right" ? { textAlign: align } : undefined;
}

/** What can be wider than the page: reached and scrolled by keyboard too. */
export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  const id = useId();
  return (
    <div className="bk-scroll" role="region" aria-labelledby={id} tabIndex={0}>
      <span id={id} className="bk-hidden">{label}</span>
      {children}
    </div>
  );
}
