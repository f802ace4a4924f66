import { screen, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import { draw, richText } from "./testing";

const raw = (text: string) => ({ type: "raw_text", text });

test("the first row is the head", () => {
  draw([{ type: "table", rows: [[raw("Name"), raw("Tag")], [raw("CT"), raw("x")]] }]);
  expect(screen.getAllByRole("columnheader").map((cell) => cell.textContent)).toEqual(["Name", "Tag"]);
  expect(screen.getAllByRole("cell").map((cell) => cell.textContent)).toEqual(["CT", "x"]);
});

test.each([
  [{ type: "raw_number", value: 3, text: "3.0" }, "3.0"],
  [{ type: "raw_number", value: 12345.5 }, "12,345.5"],
  [raw("&lt;!here&gt; *a* :wave:"), "&lt;!here&gt; *a* :wave:"],
  [raw(" "), " "],
  [richText({ type: "text", text: "rich" }), "rich"],
  [{ type: "raw_number" }, "⚠ cannot draw: raw_number without a value"],
  [{ type: "raw_date" }, "⚠ cannot draw: raw_date"],
  [null, "⚠ cannot draw: null"],
])("a cell of %j", (cell, shown) => {
  draw([{ type: "table", rows: [[raw("head")], [cell]] }]);
  expect(screen.getByRole("cell").textContent).toBe(shown);
});

test("a link in a cell is live only for the web and mail", () => {
  const cell = (url: string) => richText({ type: "link", url, text: "label" });
  draw([{ type: "table", rows: [[raw("head")], [cell("https://example.com")], [cell("javascript:alert(1)")]] }]);
  expect(screen.getAllByRole("link").map((link) => link.getAttribute("href"))).toEqual(["https://example.com"]);
});

test("columns are aligned and wrapped as they are set", () => {
  draw([{ type: "table", column_settings: [null, { align: "right" }, { is_wrapped: true, align: "sideways" }], rows: [["a", "b", "c"].map(raw)] }]);
  const [a, b, c] = screen.getAllByRole("columnheader");
  expect([a, b, c].map((cell) => cell?.style.textAlign)).toEqual(["", "right", ""]);
  expect([a, b, c].map((cell) => cell?.className)).toEqual(["", "", "bk-wrapped"]);
});

test("a wide table is scrolled by keyboard, under a name", () => {
  draw([{ type: "table", rows: [[raw("a")], [raw("b")]] }]);
  expect(screen.getByRole("region", { name: "Table of 2 rows" }).tabIndex).toBe(0);
});

test("a data table is shown in pages, its rows headed by a column", async () => {
  const rows = [[raw("Name"), raw("N")], ...["CT", "MR", "US"].map((name, n) => [raw(name), { type: "raw_number", value: n }])];
  draw([{ type: "data_table", caption: "Modalities", page_size: 2, row_header_column_index: 0, rows }]);
  const table = screen.getByRole("table", { name: "Modalities" });
  const names = () => within(table).getAllByRole("rowheader").map((cell) => cell.textContent);
  expect(names()).toEqual(["CT", "MR"]);
  await userEvent.click(screen.getByRole("button", { name: "Next" }));
  expect(names()).toEqual(["US"]);
  expect(screen.getByRole("status").textContent).toBe("Page 2 of 2");
});
