import { expect, it } from "vitest";
import { sentBlocks } from "../src/blockJson";
import { exchange } from "./snapshot";

const BLOCKS = [{ type: "divider" }];

it.each([
  ["the answer to a command", exchange(1, { request: { blocks: ["not ours"] }, answer: { blocks: BLOCKS } })],
  ["the request of a call", exchange(1, { direction: "from_app", request: { channel: "C1", blocks: BLOCKS }, answer: { ok: true } })],
  ["a field of a form", exchange(1, { direction: "from_app", request: { blocks: JSON.stringify(BLOCKS) } })],
  ["a request with headers", exchange(1, { direction: "from_app", request: { headers: {}, body: { blocks: BLOCKS } } })],
])("finds the blocks in %s", (_, sent) => {
  expect(sentBlocks(sent)).toEqual([{ what: "Blocks", json: BLOCKS }]);
});

it("finds a view and attachments", () => {
  const answer = { view: { type: "modal" }, attachments: [{ blocks: BLOCKS }] };
  expect(sentBlocks(exchange(1, { answer })).map((sent) => sent.what)).toEqual(["View", "Attachments"]);
});

it.each([[null], ["plain text"], [{ text: "no blocks", blocks: "not JSON" }]])("finds none in %j", (answer) => {
  expect(sentBlocks(exchange(1, { answer }))).toEqual([]);
});
