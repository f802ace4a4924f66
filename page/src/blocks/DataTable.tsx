import { useState } from "react";
import type { JsonObject } from "../protocol";
import { asList, asNumber, asText } from "./reading";
import { Row, Scroll } from "./Table";
import { Undrawable } from "./Undrawable";

/** Rows on a page of a `data_table` that does not say. */
const PAGE_SIZE = 5;

/** A `data_table` block: a table with a caption, shown in pages. Slack can sort and filter it as well. */
export function DataTable({ block }: { block: JsonObject }) {
  const [page, setPage] = useState(0);
  const [head, ...body] = asList(block["rows"]);
  if (head === undefined) return <Undrawable what="data_table without rows" />;
  const size = Math.max(1, Math.floor(asNumber(block["page_size"]) ?? PAGE_SIZE));
  const pages = Math.max(1, Math.ceil(body.length / size));
  const current = Math.min(page, pages - 1);
  const caption = asText(block["caption"]) ?? "Table";
  return (
    <div className="bk-data-table">
      <Scroll label={caption}>
        <table className="bk-table">
          <caption>{caption}</caption>
          <thead><Row row={head} head /></thead>
          <tbody>
            {body.slice(current * size, (current + 1) * size).map((row, place) => (
              <Row key={place} row={row} headed={asNumber(block["row_header_column_index"]) ?? 0} />
            ))}
          </tbody>
        </table>
      </Scroll>
      {pages > 1 && (
        <div className="bk-pages">
          <button type="button" className="bk-button" disabled={current === 0} onClick={() => setPage(current - 1)}>Previous</button>
          <span role="status">Page {current + 1} of {pages}</span>
          <button type="button" className="bk-button" disabled={current === pages - 1} onClick={() => setPage(current + 1)}>Next</button>
        </div>
      )}
    </div>
  );
}
