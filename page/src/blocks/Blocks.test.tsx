import { screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, type Mock, test, vi } from "vitest";
import { render } from "@testing-library/react";
import type { Block } from "../protocol";
import { Blocks } from "./Blocks";
import { Around, draw, mrkdwn, option, plain, PLACE, richText } from "./testing";

const button = { type: "button", text: plain("Press"), action_id: "press" };
const raw = (text: string) => ({ type: "raw_text", text });
const series = [{ name: "2026", data: [{ label: "CT", value: 3 }, { label: "MR", value: 4 }] }];
const chart = (type: string) => ({ type: "data_visualization", title: "Studies", chart: { type, series, axis_config: { categories: ["CT", "MR"] } } });

/** Every block type that Slack documents, and a text that must be seen of each. */
const EVERY_TYPE: Array<[string, Record<string, unknown>, string]> = [
  ["section", { text: mrkdwn("*said*"), fields: [mrkdwn("left"), plain("right")], accessory: button }, "saidleftrightPress"],
  ["header", { text: plain("Heading :wave:") }, "Heading 👋"],
  ["context", { elements: [mrkdwn("small"), { type: "image", image_url: "https://example.com/a.png", alt_text: "a mark" }] }, "smallImage: a mark"],
  ["actions", { elements: [button] }, "Press"],
  ["image", { image_url: "https://example.com/a.png", alt_text: "a slice", title: plain("Slice") }, "SliceImage: a slice https://example.com/a.png"],
  ["input", { label: plain("Term"), element: { type: "plain_text_input" }, hint: plain("As printed") }, "TermAs printed"],
  ["rich_text", richText({ type: "text", text: "rich" }), "rich"],
  ["video", { title: plain("Film"), video_url: "https://example.com/v", thumbnail_url: "https://example.com/t", alt_text: "still" }, "FilmImage: still"],
  ["markdown", { text: "# Head\n\n**bold** :wave: `:wave:`" }, "Head\nbold 👋 :wave:"],
  ["table", { rows: [[raw("Name")], [raw("CT")]] }, "NameCT"],
  ["data_table", { caption: "Names", rows: [[raw("Name")], [raw("CT")]] }, "NamesNameCT"],
  ["data_visualization", chart("bar"), "Studies"],
  ["card", { title: plain("Title"), subtitle: plain("Sub"), body: mrkdwn("Body"), subtext: plain("Foot"), slack_icon: { type: "icon", name: "star" }, actions: [button] }, "starTitleSubBodyFootPress"],
  ["carousel", { elements: [{ type: "card", title: plain("One") }, { type: "card", body: mrkdwn("Two") }] }, "OneTwo"],
  ["container", { title: plain("Box"), subtitle: plain("More"), child_blocks: [{ type: "header", text: plain("Inside") }] }, "BoxMoreInside"],
  ["alert", { text: mrkdwn("Mind *this*"), level: "warning" }, "Mind this"],
  ["context_actions", { elements: [{ type: "icon_button", icon: "trash", text: plain("Delete") }] }, "🗑"],
  ["plan", { title: "Plan", tasks: [{ task_id: "1", title: "Look", status: "complete" }] }, "Plan✓Look"],
  ["task_card", { task_id: "1", title: "Look", status: "error", details: richText({ type: "text", text: "why" }), sources: [{ type: "url", url: "https://example.com", text: "there" }] }, "✕Lookwhythere"],
  ["file", { external_id: "F1", source: "remote" }, "Remote file F1"],
  ["auth_provider", {}, "cannot draw: auth_provider"],
  ["not_yet_invented", {}, "cannot draw: not_yet_invented"],
];

let complaints: Mock;

beforeEach(() => {
  complaints = vi.spyOn(console, "error").mockImplementation(() => undefined) as Mock;
});

afterEach(() => vi.restoreAllMocks());

describe("every type of block", () => {
  test.each(EVERY_TYPE)("%s is drawn, or warned of", (type, parts, shown) => {
    const { container } = draw([{ ...parts, type }]);
    expect(container.textContent).toContain(shown);
    expect(complaints).not.toHaveBeenCalled();
  });

  test("a divider is a line", () => {
    expect(draw([{ type: "divider" }]).container.querySelector("hr")).not.toBeNull();
  });

  test.each(["bar", "line", "area"])("a %s chart is a picture with a name", (type) => {
    draw([chart(type)]);
    expect(screen.getByRole("img").getAttribute("aria-label")).toContain("Studies");
  });

  test("a chart can be read as a table", async () => {
    draw([chart("bar")]);
    await userEvent.click(screen.getByRole("button", { name: "View as table" }));
    expect(screen.getByRole("table").textContent).toContain("CT3MR4");
  });

  test.each([[{}], [{ chart: {} }], [{ chart: { type: "pie", segments: [] } }], [{ chart: { type: "bar", series: [] } }]])(
    "a chart of %j is warned of",
    (parts) => {
      expect(draw([{ type: "data_visualization", ...parts }]).container.textContent).toContain("cannot draw: data_visualization");
    },
  );

  test("no two parts of a page have the same id", () => {
    const { container } = draw([chart("bar"), chart("line"), ...EVERY_TYPE.map(([type, parts]) => ({ ...parts, type }))]);
    const ids = [...container.querySelectorAll("[id]")].map((one) => one.id);
    expect(ids).toEqual([...new Set(ids)]);
    expect(ids).not.toContain("slack_blocks_to_jsx");
  });
});

describe("what is malformed", () => {
  const oddities = [undefined, null, true, 0, -1, "", "text", [], ["x"], [null], {}, { type: 1 }, { type: "mrkdwn" }, { type: "plain_text", text: 7 }, [[]], [{}]];

  test.each(["text", 7, true, null, [], {}, { type: 7 }, { type: "toString" }])("%j in the place of a block is warned of", (block) => {
    expect(draw([block]).container.textContent).toContain("cannot draw");
  });

  test.each([undefined, null, "text", 7, {}])("%j in the place of the blocks is warned of", (blocks) => {
    expect(draw(blocks).container.textContent).toContain("cannot draw: blocks");
  });

  test.each(EVERY_TYPE)("no part of a %s can break the page", (type, parts) => {
    const names = [...Object.keys(parts), "block_id", "elements", "text", "fields", "accessory", "rows", "column_settings", "child_blocks"];
    for (const name of names) {
      for (const oddity of oddities) {
        const { container, unmount } = draw([{ ...parts, type, [name]: oddity }, { type: "header", text: plain("after it") }]);
        expect(container.textContent).toContain("after it");
        unmount();
      }
    }
  });

  test.each([
    ["button", "text"], ["overflow", "options"], ["checkboxes", "options"], ["radio_buttons", "options"], ["static_select", "options"],
    ["multi_static_select", "initial_options"], ["static_select", "initial_option"], ["users_select", "initial_user"], ["datepicker", "initial_date"],
    ["datetimepicker", "initial_date_time"], ["plain_text_input", "initial_value"], ["rich_text_input", "initial_value"],
    ["feedback_buttons", "positive_button"], ["icon_button", "icon"], ["button", "confirm"], ["static_select", "placeholder"],
    ["conversations_select", "filter"], ["external_select", "min_query_length"], ["button", "action_id"], ["button", "url"],
  ])("no %s with an odd %s can break the page", (type, name) => {
    for (const oddity of oddities) {
      const element = { type, text: plain("x"), options: [option("a")], [name]: oddity };
      const { container, unmount } = draw([{ type: "actions", elements: [element, button] }]);
      expect(container.textContent).toContain("Press");
      unmount();
    }
  });

  test.each([
    [{ type: "actions", elements: [{ type: "joystick" }] }, "joystick"],
    [{ type: "section", text: mrkdwn("x"), accessory: { type: "joystick" } }, "joystick"],
    [{ type: "input", label: plain("x"), element: { type: "joystick" } }, "joystick"],
    [{ type: "context", elements: [{ type: "joystick" }] }, "text: joystick"],
    [{ type: "carousel", elements: [{ type: "header" }] }, "header in a carousel"],
    [{ type: "container", child_blocks: [{ type: "joystick" }] }, "joystick"],
    [{ type: "plan", title: "x", tasks: ["look"] }, 'task: "look"'],
  ])("%j says what cannot be drawn", (block, what) => {
    expect(draw([block]).container.textContent).toContain(`cannot draw: ${what}`);
  });

  test("a block that is mended is drawn again", () => {
    const broken = { type: "data_visualization", title: { type: "plain_text" }, chart: chart("bar").chart };
    const page = (block: unknown) => <Around><Blocks blocks={[block] as Block[]} place={PLACE} /></Around>;
    const { container, rerender } = render(page(broken));
    expect(container.textContent).toContain("cannot draw: data_visualization");
    rerender(page(chart("bar")));
    expect(container.textContent).not.toContain("cannot draw");
    expect(screen.getByRole("img")).not.toBeNull();
  });

  test("blocks of the same id are both drawn", () => {
    const { container } = draw([{ type: "header", block_id: "a", text: plain("one") }, { type: "header", block_id: "a", text: plain("two") }]);
    expect(container.textContent).toBe("onetwo");
  });
});

describe("the page fetches nothing from other hosts", () => {
  const image = (image_url: string) => ({ type: "image", image_url, alt_text: "a slice" });

  test.each(["https://example.com/a.png", "//example.com/a.png", "data:image/png;base64,x", "file:///a.png", "http://localhost.example.com/a"])("%s is not fetched", (address) => {
    const { container } = draw([
      image(address),
      { type: "section", text: mrkdwn("x"), accessory: image(address) },
      { type: "context", elements: [image(address)] },
      { type: "card", title: plain("x"), hero_image: { image_url: address, alt_text: "hero" }, icon: { image_url: address, alt_text: "icon" } },
      { type: "container", icon: image(address), title: plain("x"), child_blocks: [image(address)] },
      { type: "video", title: plain("x"), video_url: address, thumbnail_url: address, alt_text: "still" },
      { type: "markdown", text: `![a slice](${address}) ![b][r]\n\n[r]: ${address}` },
    ]);
    expect(container.querySelector("img, iframe, video, source, object, embed, link")).toBeNull();
    expect(container.textContent).toContain(address);
  });

  test("an image of this host is", () => {
    const { container } = draw([image(`${window.location.origin}/a.png`)]);
    expect(container.querySelector("img")?.alt).toBe("a slice");
  });

  test("a file that Slack keeps is shown by its id", () => {
    const { container } = draw([{ type: "image", slack_file: { id: "F1" }, alt_text: "a slice" }]);
    expect(container.textContent).toBe("Image: a slice file F1");
  });
});

describe("links in markdown", () => {
  test.each([["https://example.com", true], ["javascript:alert(1)", false], ["data:text/html,x", false], ["irc://example.com", false], ["/page/click", false]])(
    "%s is live: %s",
    (address, live) => {
      const { container } = draw([{ type: "markdown", text: `[label](${address})` }]);
      expect(container.querySelector("a") !== null).toBe(live);
      expect(container.textContent).toContain("label");
    },
  );

  test("HTML stays text", () => {
    const { container } = draw([{ type: "markdown", text: "<img src=x onerror=alert(1)>" }]);
    expect(container.querySelector("img")).toBeNull();
  });
});
