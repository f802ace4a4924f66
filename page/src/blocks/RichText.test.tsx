import { render } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import type { JsonObject } from "../protocol";
import { RichText } from "./RichText";
import { Around, richText } from "./testing";

function draw(block: unknown): HTMLElement {
  return render(<Around><RichText block={block as JsonObject} /></Around>).container;
}

const list = (indent: number, ...items: string[]) => ({
  type: "rich_text_list",
  style: "ordered",
  indent,
  elements: items.map((text) => ({ type: "rich_text_section", elements: [{ type: "text", text }] })),
});

describe("inline elements", () => {
  test.each([
    [{ type: "text", text: "<!here> &lt; *a*" }, "<!here> &lt; *a*"],
    [{ type: "emoji", name: "wave", skin_tone: 3 }, "👋🏼"],
    [{ type: "emoji", name: "one_of_ours", unicode: "1f44b-1f3fc" }, "👋🏼"],
    [{ type: "emoji", name: "one_of_ours" }, ":one_of_ours:"],
    [{ type: "user", user_id: "U1" }, "@Sam Osei"],
    [{ type: "channel", channel_id: "C1" }, "#general"],
    [{ type: "usergroup", usergroup_id: "S1" }, "@S1"],
    [{ type: "broadcast", range: "here" }, "@here"],
    [{ type: "color", value: "#cc0000" }, "#cc0000"],
    [{ type: "date", timestamp: 0, format: "{nonsense}", fallback: "once" }, "once"],
    [{ type: "link", url: "https://example.com" }, "https://example.com"],
    [{ type: "thing" }, "⚠ cannot draw: thing"],
    [{ type: "text" }, "⚠ cannot draw: text"],
    [null, "⚠ cannot draw: null"],
    ["x", '⚠ cannot draw: "x"'],
  ])("%j", (element, shown) => {
    expect(draw(richText(element)).textContent).toBe(shown);
  });

  test("styles add up", () => {
    const style = { bold: true, italic: true, strike: true, code: true };
    expect(draw(richText({ type: "text", text: "x", style })).querySelector("s i b code")?.textContent).toBe("x");
  });

  test.each([["https://example.com", true], ["javascript:alert(1)", false], ["data:text/html,x", false]])("%s is a link: %s", (url, live) => {
    const drawn = draw(richText({ type: "link", url, text: "label" }));
    expect(drawn.querySelector("a") !== null).toBe(live);
    expect(drawn.textContent).toContain("label");
  });
});

describe("parts", () => {
  test("a list that another interrupts counts on", () => {
    const drawn = draw({ elements: [list(0, "one", "two"), list(1, "inner"), list(0, "three")] });
    expect([...drawn.querySelectorAll("ol")].map((one) => one.start)).toEqual([1, 1, 3]);
  });

  test("an offset says where a list begins", () => {
    expect(draw({ elements: [{ ...list(0, "five"), offset: 4 }] }).querySelector("ol")?.start).toBe(5);
  });

  test("other parts end the counting", () => {
    const quote = { type: "rich_text_quote", elements: [{ type: "text", text: "q" }] };
    const drawn = draw({ elements: [list(0, "one"), quote, list(0, "one again")] });
    expect(drawn.querySelector("blockquote")?.textContent).toBe("q");
    expect([...drawn.querySelectorAll("ol")].map((one) => one.start)).toEqual([1, 1]);
  });

  test.each([[{ type: "rich_text_new" }, "rich_text_new"], [7, "7"], [[], "a list"]])("%j is warned of", (part, what) => {
    expect(draw({ elements: [part] }).textContent).toContain(`cannot draw: ${what}`);
  });
});
