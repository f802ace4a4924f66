import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import type { Acts, JsonObject, Outcome } from "../protocol";
import { draw, mrkdwn, option, plain, PLACE, type Sent } from "./testing";

const OPTIONS = [option("ct", "CT"), { ...option("mri", "MRI"), description: plain("Magnetic resonance") }, option("us", "Ultrasound")];

/** One element in an actions block, and what `actions[0]` was at each click. */
function element(given: JsonObject, answer?: (sent: Sent) => Outcome | Promise<Outcome>) {
  const drawn = draw([{ type: "actions", block_id: "b", elements: [{ action_id: "a", ...given }] }], answer);
  return { ...drawn, actions: () => drawn.clicks().map((click) => click.action), states: () => drawn.clicks().map((click) => click.state["b"]?.["a"]) };
}

async function pick(name: string): Promise<void> {
  await userEvent.click(screen.getByRole("combobox"));
  await userEvent.click(screen.getByRole("option", { name }));
}

describe("buttons", () => {
  test("a button sends itself", async () => {
    const { clicks } = element({ type: "button", text: plain("Press"), value: "v" });
    await userEvent.click(screen.getByRole("button", { name: "Press" }));
    expect(clicks()).toEqual([{ place: PLACE, action: { type: "button", action_id: "a", block_id: "b", text: plain("Press"), value: "v" }, state: {} }]);
  });

  test("an accessibility label is its name", () => {
    element({ type: "button", text: plain("Press"), accessibility_label: "Press this" });
    expect(screen.getByRole("button", { name: "Press this" }).title).toBe("Press");
  });

  test("a button with an address opens it and sends itself", async () => {
    const open = vi.spyOn(window, "open").mockReturnValue(null);
    const { actions } = element({ type: "button", text: plain("Go"), url: "https://example.com" });
    await userEvent.click(screen.getByRole("button"));
    expect(open).toHaveBeenCalledExactlyOnceWith("https://example.com", "_blank", "noopener,noreferrer");
    expect(actions()).toHaveLength(1);
  });

  test("an address that is not of the web is shown and not opened", async () => {
    const open = vi.spyOn(window, "open").mockReturnValue(null);
    const { actions, container } = element({ type: "button", text: plain("Go"), url: "javascript:alert(1)" });
    await userEvent.click(screen.getByRole("button"));
    expect(open).not.toHaveBeenCalled();
    expect(container.textContent).toContain("(javascript:alert(1))");
    expect(actions()).toHaveLength(1);
  });

  test("while the app works a button is busy and cannot be pressed again", async () => {
    let answer: (outcome: Outcome) => void = () => undefined;
    const { actions } = element({ type: "button", text: plain("Press") }, () => new Promise((resolve) => (answer = resolve)));
    const button = screen.getByRole("button");
    await userEvent.click(button);
    await userEvent.click(button);
    expect(button.getAttribute("aria-busy")).toBe("true");
    expect(actions()).toHaveLength(1);
    answer({ ok: true });
    await waitFor(() => expect(button.getAttribute("aria-busy")).toBeNull());
  });

  test.each([
    [() => ({ ok: false, error: "operation_timeout", message: "The app did not answer." }), "The app did not answer."],
    [() => ({ ok: false, error: "operation_timeout" }), "operation_timeout"],
    [() => Promise.reject(new TypeError("offline")), "The stand-in could not be reached."],
  ])("what failed is said beside it", async (answer, said) => {
    element({ type: "button", text: plain("Press") }, answer);
    await userEvent.click(screen.getByRole("button"));
    expect((await screen.findByRole("alert")).textContent).toBe(`⚠ ${said}`);
  });

  test("a workflow button and an icon button send themselves", async () => {
    const workflow = element({ type: "workflow_button", text: plain("Start") });
    await userEvent.click(screen.getByRole("button", { name: "Start" }));
    expect(workflow.actions()).toEqual([{ type: "workflow_button", action_id: "a", block_id: "b", text: plain("Start") }]);
    workflow.unmount();
    const icon = element({ type: "icon_button", icon: "trash", text: plain("Delete"), value: "v" });
    await userEvent.click(screen.getByRole("button", { name: "Delete" }));
    expect(icon.actions()).toEqual([{ type: "icon_button", action_id: "a", block_id: "b", text: plain("Delete"), value: "v" }]);
  });

  test("feedback sends the button that was pressed", async () => {
    const { actions } = element({
      type: "feedback_buttons",
      positive_button: { text: plain("Good"), value: "up", accessibility_label: "This helped" },
      negative_button: { text: plain("Bad"), value: "down" },
    });
    await userEvent.click(screen.getByRole("button", { name: "This helped" }));
    expect(actions()).toEqual([{ type: "feedback_buttons", action_id: "a", block_id: "b", text: plain("Good"), value: "up" }]);
    expect(screen.getByRole("button", { name: "This helped" }).getAttribute("aria-pressed")).toBe("true");
  });

  test("an element without ids gets them from its place", async () => {
    const { clicks } = draw([{ type: "divider" }, { type: "actions", elements: [{ type: "button", text: plain("Press") }] }]);
    await userEvent.click(screen.getByRole("button"));
    expect(clicks()[0]?.action).toMatchObject({ block_id: "1", action_id: "0" });
  });
});

describe("the question before an action", () => {
  const confirm = { title: plain("Sure?"), text: mrkdwn("It is *gone* then."), confirm: plain("Delete"), deny: plain("Keep") };

  test("holds it until it is answered", async () => {
    const { actions } = element({ type: "button", text: plain("Remove"), confirm });
    const button = screen.getByRole("button", { name: "Remove" });
    await userEvent.click(button);
    expect(screen.getByRole("alertdialog", { name: "Sure?" }).textContent).toContain("It is gone then.");
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Keep" }));
    await userEvent.click(screen.getByRole("button", { name: "Delete" }));
    expect(actions()).toEqual([{ type: "button", action_id: "a", block_id: "b", text: plain("Remove"), confirm }]);
    expect(document.activeElement).toBe(button);
  });

  test.each(["Keep", "{Escape}"])("%s drops it, and gives the focus back", async (how) => {
    const { actions } = element({ type: "button", text: plain("Remove"), confirm });
    const button = screen.getByRole("button", { name: "Remove" });
    await userEvent.click(button);
    if (how === "Keep") await userEvent.click(screen.getByRole("button", { name: how }));
    else await userEvent.keyboard(how);
    expect(actions()).toEqual([]);
    expect(screen.queryByRole("alertdialog")).toBeNull();
    expect(document.activeElement).toBe(button);
  });

  test("a choice that is dropped is not kept", async () => {
    element({ type: "static_select", options: OPTIONS, confirm });
    await pick("CT");
    await userEvent.click(screen.getByRole("button", { name: "Keep" }));
    expect(screen.getByRole<HTMLInputElement>("combobox").value).toBe("");
  });
});

describe("menus with one choice", () => {
  test("a choice is sent as Slack sends it, with the state it makes", async () => {
    const placeholder = plain("Pick one");
    const { actions, states } = element({ type: "static_select", placeholder, options: OPTIONS });
    await pick("CT");
    expect(actions()).toEqual([{ type: "static_select", action_id: "a", block_id: "b", selected_option: OPTIONS[0], placeholder }]);
    expect(states()).toEqual([{ type: "static_select", selected_option: OPTIONS[0] }]);
    expect(screen.getByRole<HTMLInputElement>("combobox", { name: "Pick one" }).value).toBe("CT");
  });

  test("the keyboard alone is enough", async () => {
    const { actions } = element({ type: "static_select", options: OPTIONS });
    await userEvent.tab();
    const field = screen.getByRole("combobox");
    expect(document.activeElement).toBe(field);
    await userEvent.keyboard("{ArrowDown}");
    expect(field.getAttribute("aria-expanded")).toBe("true");
    const marked = () => document.getElementById(field.getAttribute("aria-activedescendant") ?? "")?.textContent;
    expect(marked()).toBe("CT");
    await userEvent.keyboard("{ArrowDown}");
    expect(marked()).toBe("MRIMagnetic resonance");
    await userEvent.keyboard("{ArrowUp}{ArrowUp}");
    expect(marked()).toBe("Ultrasound");
    await userEvent.keyboard("{Enter}");
    expect(actions()).toMatchObject([{ selected_option: OPTIONS[2] }]);
    expect(field.getAttribute("aria-expanded")).toBe("false");
  });

  test("typing looks through labels and descriptions", async () => {
    element({ type: "static_select", options: OPTIONS });
    await userEvent.type(screen.getByRole("combobox"), "resonance");
    expect(screen.getAllByRole("option").map((one) => one.textContent)).toEqual(["MRIMagnetic resonance"]);
    await userEvent.type(screen.getByRole("combobox"), "xyz");
    expect(screen.queryByRole("listbox")).toBeNull();
    expect(screen.getByRole("status").textContent).toBe("Nothing found.");
  });

  test("Escape closes it and keeps what was chosen", async () => {
    const { actions } = element({ type: "static_select", options: OPTIONS, initial_option: OPTIONS[1] });
    const field = screen.getByRole<HTMLInputElement>("combobox");
    await userEvent.type(field, "C{Escape}");
    expect(screen.queryByRole("listbox")).toBeNull();
    expect(field.value).toBe("MRI");
    expect(actions()).toEqual([]);
  });

  test("groups have names", async () => {
    const option_groups = [{ label: plain("Ionising"), options: OPTIONS.slice(0, 1) }, { label: plain("Not"), options: OPTIONS.slice(1) }];
    const { actions } = element({ type: "static_select", option_groups });
    await userEvent.click(screen.getByRole("combobox"));
    await userEvent.click(within(screen.getByRole("group", { name: "Not" })).getByRole("option", { name: "Ultrasound" }));
    expect(actions()).toMatchObject([{ selected_option: OPTIONS[2] }]);
  });

  test.each([
    ["users_select", "Ana Lima", { selected_user: "U2" }],
    ["conversations_select", "#board", { selected_conversation: "G1" }],
    ["channels_select", "#general", { selected_channel: "C1" }],
  ])("%s", async (type, name, chosen) => {
    const { actions, states } = element({ type });
    await userEvent.click(screen.getByRole("combobox"));
    await userEvent.click(screen.getByRole("option", { name: new RegExp(name) }));
    expect(actions()).toEqual([{ type, action_id: "a", block_id: "b", ...chosen }]);
    expect(states()).toEqual([{ type, ...chosen }]);
  });

  test("a filter leaves out the other kinds of conversations", async () => {
    element({ type: "conversations_select", filter: { include: ["im", "private"] } });
    await userEvent.click(screen.getByRole("combobox"));
    expect(screen.getAllByRole("option").map((one) => one.textContent)).toEqual(["#board", "Sam Osei, Ana Lima"]);
  });

  test.each([["conversations_select", { selected_conversation: "C1" }], ["multi_conversations_select", { selected_conversations: ["C1"] }]])(
    "%s can start with the conversation it stands in",
    async (type, held) => {
      const { clicks } = draw([
        { type: "actions", block_id: "b", elements: [{ type, action_id: "a", default_to_current_conversation: true }] },
        { type: "actions", elements: [{ type: "button", text: plain("Press") }] },
      ]);
      await userEvent.click(screen.getByRole("button", { name: "Press" }));
      expect(clicks()[0]?.state).toEqual({ b: { a: { type, ...held } } });
    },
  );

  test("an initial person is shown by name and sent along", async () => {
    const { actions } = element({ type: "users_select", initial_user: "U1" });
    expect(screen.getByRole<HTMLInputElement>("combobox").value).toBe("Sam Osei");
    await userEvent.click(screen.getByRole("combobox"));
    await userEvent.click(screen.getByRole("option", { name: /Ana/ }));
    expect(actions()).toMatchObject([{ initial_user: "U1", selected_user: "U2" }]);
  });
});

describe("menus with several choices", () => {
  test("each choice and each removal is sent", async () => {
    const { actions, states } = element({ type: "multi_static_select", options: OPTIONS, initial_options: OPTIONS.slice(0, 1) });
    await pick("Ultrasound");
    await userEvent.click(screen.getByRole("button", { name: "Remove CT" }));
    expect(actions().map((action) => action["selected_options"])).toEqual([[OPTIONS[0], OPTIONS[2]], [OPTIONS[2]]]);
    expect(states()[1]).toEqual({ type: "multi_static_select", selected_options: [OPTIONS[2]] });
  });

  test("Backspace takes the last one back", async () => {
    const { actions } = element({ type: "multi_static_select", options: OPTIONS, initial_options: OPTIONS.slice(0, 2) });
    await userEvent.type(screen.getByRole("combobox"), "{Backspace}");
    expect(actions()).toMatchObject([{ selected_options: OPTIONS.slice(0, 1) }]);
  });

  test("no more can be chosen than the app takes", async () => {
    const { actions } = element({ type: "multi_static_select", options: OPTIONS, initial_options: OPTIONS.slice(0, 1), max_selected_items: 1 });
    await pick("Ultrasound");
    expect(actions()).toEqual([]);
    expect(screen.getByRole("option", { name: "Ultrasound" }).getAttribute("aria-disabled")).toBe("true");
    expect(screen.getByRole("status").textContent).toBe("At most 1 can be chosen.");
  });

  test.each([
    ["multi_users_select", /Ana/, { selected_users: ["U2"] }],
    ["multi_conversations_select", "#board", { selected_conversations: ["G1"] }],
    ["multi_channels_select", "#general", { selected_channels: ["C1"] }],
  ])("%s", async (type, name, chosen) => {
    const { actions } = element({ type });
    await userEvent.click(screen.getByRole("combobox"));
    await userEvent.click(screen.getByRole("option", { name }));
    expect(actions()).toEqual([{ type, action_id: "a", block_id: "b", ...chosen }]);
  });
});

describe("a menu that the app fills", () => {
  const answer = (sent: Sent): Outcome => (sent.act === "suggest" ? { ok: true, options: [option("modality", "Modality")] } : { ok: true });

  test("asks from the third character on, and sends what is chosen", async () => {
    const { sent, actions } = element({ type: "external_select" }, answer);
    const field = screen.getByRole("combobox");
    await userEvent.type(field, "mo");
    expect(screen.getByRole("status").textContent).toBe("Type 3 or more characters.");
    expect(sent).toEqual([]);
    await userEvent.type(field, "d");
    await userEvent.click(await screen.findByRole("option", { name: "Modality" }));
    expect(sent[0]).toEqual({ act: "suggest", body: { place: PLACE, action_id: "a", block_id: "b", value: "mod" } });
    expect(actions()).toEqual([{ type: "external_select", action_id: "a", block_id: "b", selected_option: option("modality", "Modality") }]);
  });

  test("asks at once where no character is needed", async () => {
    const { sent } = element({ type: "multi_external_select", min_query_length: 0 }, answer);
    await userEvent.click(screen.getByRole("combobox"));
    await screen.findByRole("option", { name: "Modality" });
    expect(sent.map((one) => (one.body as Acts["suggest"]).value)).toEqual([""]);
  });

  test("shows groups too", async () => {
    element({ type: "external_select", min_query_length: 0 }, () => ({ ok: true, option_groups: [{ label: plain("Kinds"), options: [option("x")] }] }));
    await userEvent.click(screen.getByRole("combobox"));
    expect(await screen.findByRole("group", { name: "Kinds" })).not.toBeNull();
  });

  test("an answer that comes late does not replace a later one", async () => {
    const waiting: Array<(outcome: Outcome) => void> = [];
    element({ type: "external_select", min_query_length: 1 }, () => new Promise((resolve) => waiting.push(resolve)));
    const field = screen.getByRole("combobox");
    await userEvent.type(field, "a");
    await waitFor(() => expect(waiting).toHaveLength(1));
    await userEvent.type(field, "b");
    await waitFor(() => expect(waiting).toHaveLength(2));
    waiting[1]?.({ ok: true, options: [option("late")] });
    await screen.findByRole("option", { name: "late" });
    waiting[0]?.({ ok: true, options: [option("early")] });
    await new Promise((resolve) => setTimeout(resolve));
    expect(screen.getAllByRole("option").map((one) => one.textContent)).toEqual(["late"]);
  });

  test("says so where the app gives no options", async () => {
    element({ type: "external_select", min_query_length: 1 }, () => ({ ok: false, error: "operation_timeout", message: "Too late." }));
    await userEvent.type(screen.getByRole("combobox"), "a");
    await waitFor(() => expect(screen.getByRole("status").textContent).toBe("⚠ Too late."));
  });
});

describe("other elements", () => {
  test("an overflow menu sends the option that is pressed", async () => {
    const { actions } = element({ type: "overflow", options: OPTIONS });
    const button = screen.getByRole("button", { name: "More actions" });
    await userEvent.click(button);
    expect(document.activeElement?.textContent).toBe("CT");
    await userEvent.keyboard("{ArrowDown}{Enter}");
    expect(actions()).toEqual([{ type: "overflow", action_id: "a", block_id: "b", selected_option: OPTIONS[1] }]);
    expect(document.activeElement).toBe(button);
  });

  test("Escape closes an overflow menu", async () => {
    const { actions } = element({ type: "overflow", options: OPTIONS });
    await userEvent.click(screen.getByRole("button"));
    await userEvent.keyboard("{Escape}");
    expect(screen.queryByRole("menu")).toBeNull();
    expect(actions()).toEqual([]);
  });

  test("an option with an address opens it", async () => {
    const open = vi.spyOn(window, "open").mockReturnValue(null);
    element({ type: "overflow", options: [{ ...option("docs"), url: "https://example.com" }] });
    await userEvent.click(screen.getByRole("button"));
    await userEvent.click(screen.getByRole("menuitem"));
    expect(open).toHaveBeenCalledOnce();
  });

  test("checkboxes send all that are ticked, in their order", async () => {
    const { actions, states } = element({ type: "checkboxes", options: OPTIONS, initial_options: OPTIONS.slice(2) });
    await userEvent.click(screen.getByRole("checkbox", { name: "CT" }));
    await waitFor(() => expect(actions()).toHaveLength(1));
    await userEvent.click(screen.getByRole("checkbox", { name: "Ultrasound" }));
    expect(actions().map((action) => action["selected_options"])).toEqual([[OPTIONS[0], OPTIONS[2]], [OPTIONS[0]]]);
    expect(states()[0]).toEqual({ type: "checkboxes", selected_options: [OPTIONS[0], OPTIONS[2]] });
  });

  test("radio buttons send the one that is chosen", async () => {
    const { actions } = element({ type: "radio_buttons", options: OPTIONS });
    await userEvent.click(screen.getByRole("radio", { name: /MRI/ }));
    expect(actions()).toEqual([{ type: "radio_buttons", action_id: "a", block_id: "b", selected_option: OPTIONS[1] }]);
    expect(screen.getByRole<HTMLInputElement>("radio", { name: /MRI/ }).checked).toBe(true);
  });

  test.each([
    ["datepicker", "2026-11-25", { selected_date: "2026-11-25" }],
    ["timepicker", "09:30", { selected_time: "09:30" }],
    ["datetimepicker", "2026-11-25T09:30", { selected_date_time: new Date(2026, 10, 25, 9, 30).getTime() / 1000 }],
  ])("a %s sends what is chosen once it is left", async (type, typed, chosen) => {
    const { actions, container } = element({ type });
    const input = container.querySelector("input") as HTMLInputElement;
    fireEvent.change(input, { target: { value: typed } });
    expect(actions()).toEqual([]);
    fireEvent.blur(input);
    await waitFor(() => expect(actions()).toEqual([{ type, action_id: "a", block_id: "b", ...chosen }]));
    expect(input.value).toBe(typed);
  });

  test("a date is sent without leaving it, after a pause", async () => {
    const { actions, container } = element({ type: "datepicker", initial_date: "2026-01-01" });
    fireEvent.change(container.querySelector("input") as HTMLInputElement, { target: { value: "2026-11-25" } });
    await waitFor(() => expect(actions()).toMatchObject([{ initial_date: "2026-01-01", selected_date: "2026-11-25" }]), { timeout: 2000 });
  });

  test("a file cannot be given, and the page says so", () => {
    expect(element({ type: "file_input" }).container.textContent).toContain("cannot draw: file_input");
  });

  test("a click carries all that is filled in on the message", async () => {
    const { clicks } = draw([
      { type: "section", block_id: "s", text: mrkdwn("x"), accessory: { type: "static_select", action_id: "one", options: OPTIONS, initial_option: OPTIONS[0] } },
      { type: "container", child_blocks: [{ type: "actions", block_id: "inner", elements: [{ type: "multi_users_select", action_id: "two" }] }] },
      { type: "actions", block_id: "b", elements: [{ type: "button", action_id: "a", text: plain("Press") }, { type: "datepicker", action_id: "three" }] },
    ]);
    await userEvent.click(screen.getByRole("button", { name: "Press" }));
    expect(clicks()[0]?.state).toEqual({
      s: { one: { type: "static_select", selected_option: OPTIONS[0] } },
      inner: { two: { type: "multi_users_select", selected_users: [] } },
      b: { three: { type: "datepicker", selected_date: null } },
    });
  });
});

describe("inputs that send while they are filled in", () => {
  function input(given: JsonObject) {
    return draw([{ type: "input", block_id: "b", dispatch_action: true, label: plain("Term"), element: { action_id: "a", ...given } }]);
  }

  test.each([
    ["plain_text_input", "MRI", { value: "MRI" }],
    ["email_text_input", "a@b.c", { value: "a@b.c" }],
    ["url_text_input", "https://x.y", { value: "https://x.y" }],
    ["number_input", "12", { value: "12" }],
  ])("%s sends at Enter", async (type, typed, chosen) => {
    const { clicks } = input({ type });
    await userEvent.type(screen.getByRole("textbox", { name: "Term" }), `${typed}{Enter}`);
    expect(clicks().map((click) => click.action)).toEqual([{ type, action_id: "a", block_id: "b", ...chosen }]);
    expect(clicks()[0]?.state).toEqual({ b: { a: { type, ...chosen } } });
  });

  test("rich text sends a rich_text block", async () => {
    const { clicks } = input({ type: "rich_text_input" });
    await userEvent.type(screen.getByRole("textbox"), "said{Enter}");
    const rich_text_value = { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text: "said" }] }] };
    expect(clicks()[0]?.action).toEqual({ type: "rich_text_input", action_id: "a", block_id: "b", rich_text_value });
  });

  test("each pause sends where the app asks for characters", async () => {
    const { clicks } = input({ type: "plain_text_input", dispatch_action_config: { trigger_actions_on: ["on_character_entered"] } });
    await userEvent.type(screen.getByRole("textbox"), "MRI");
    expect(clicks()).toEqual([]);
    await waitFor(() => expect(clicks().map((click) => click.action["value"])).toEqual(["MRI"]), { timeout: 2000 });
  });

  test("an input that does not send keeps its value for later", async () => {
    const { clicks } = draw([
      { type: "input", block_id: "i", label: plain("Kind"), element: { type: "static_select", action_id: "a", options: OPTIONS } },
      { type: "actions", block_id: "b", elements: [{ type: "button", action_id: "go", text: plain("Go") }] },
    ]);
    await pick("CT");
    expect(clicks()).toEqual([]);
    await userEvent.click(screen.getByRole("button", { name: "Go" }));
    expect(clicks()[0]?.state).toEqual({ i: { a: { type: "static_select", selected_option: OPTIONS[0] } } });
  });
});
