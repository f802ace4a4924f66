import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test } from "vitest";
import type { Acts, Block, Message } from "../protocol";
import { MessageBody } from "./Blocks";
import { Around, mrkdwn, option, plain, recorder } from "./testing";

function draw(parts: Partial<Message>) {
  const { sent, act } = recorder();
  const message: Message = { channel: "C1", ts: "1.0", user: "U1", text: "", ...parts };
  return { sent, ...render(<Around act={act}><MessageBody message={message} /></Around>) };
}

test("blocks stand in the place of the text", () => {
  expect(draw({ text: "fallback", blocks: [{ type: "header", text: plain("Head") }] }).container.textContent).toBe("Head");
});

test("a message without blocks is its text", () => {
  expect(draw({ text: "*bold* :wave:", blocks: [] }).container.querySelector("b")?.textContent).toBe("bold");
});

test("attachments follow, behind their colour", () => {
  const { container } = draw({ text: "first", attachments: [{ color: "good", blocks: [{ type: "section", text: mrkdwn("second") }] }, { color: "#36a64f", title: "third" }] });
  expect(container.textContent).toBe("firstsecondthird");
  const bars = [...container.querySelectorAll<HTMLElement>(".bk-attachment")].map((one) => one.style.borderInlineStartColor);
  expect(bars).toEqual(["#2eb67d", "#36a64f"]);
});

test("an attachment from before there were blocks shows all its texts", () => {
  const attachment = {
    pretext: "pre", author_name: "author", title: "title", title_link: "https://example.com", text: "*text*",
    fields: [{ title: "field", value: "value", short: true }], footer: "foot", image_url: "https://example.com/a.png", fallback: "slice",
  };
  const { container } = draw({ attachments: [attachment] });
  for (const part of ["pre", "author", "title", "text", "field", "value", "foot", "Image: slice"]) expect(container.textContent).toContain(part);
  expect(screen.getByRole("link", { name: "title" }).getAttribute("href")).toBe("https://example.com");
});

test("a click in an attachment carries what is filled in above it", async () => {
  const button = { type: "button", action_id: "a", text: plain("Press") };
  const select = { type: "static_select", action_id: "s", options: [option("ct")], initial_option: option("ct") };
  const { sent } = draw({
    blocks: [{ type: "actions", block_id: "above", elements: [select] } as Block],
    attachments: [{ blocks: [{ type: "actions", block_id: "below", elements: [button] }] }] as unknown as NonNullable<Message["attachments"]>,
  });
  await userEvent.click(screen.getByRole("button", { name: "Press" }));
  const click = sent[0]?.body as Acts["click"];
  expect(click.place).toEqual({ channel: "C1", ts: "1.0" });
  expect(click.action).toMatchObject({ block_id: "below" });
  expect(click.state).toEqual({ above: { s: { type: "static_select", selected_option: option("ct") } } });
});

test.each([[null], ["x"], [{}]])("an attachment of %j is warned of", (attachment) => {
  const attachments = [attachment] as unknown as NonNullable<Message["attachments"]>;
  expect(draw({ attachments }).container.textContent).toContain("cannot draw: attachment");
});
