import { render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { describe, expect, test, vi } from "vitest";
import { Around, option, plain, recorder, type Sent } from "../blocks/testing";
import type { Block, Outcome, View } from "../protocol";
import { Modal } from "./Modal";

const TERM: Block = { type: "input", block_id: "term", label: plain("Term"), hint: plain("As printed"), element: { type: "plain_text_input", action_id: "a" } };
const KIND: Block = { type: "input", block_id: "kind", optional: true, label: plain("Kind"), element: { type: "static_select", action_id: "a", options: [option("ct", "CT")] } };

function open(parts: Partial<View> = {}, answer?: (sent: Sent) => Outcome | Promise<Outcome>) {
  const { sent, act } = recorder(answer);
  const onDismiss = vi.fn();
  const view: View = { id: "V1", type: "modal", title: plain("New entry"), submit: plain("Save"), close: plain("Leave"), blocks: [TERM, KIND], state: { values: {} }, ...parts };
  const page = (shown: View) => <Around act={act}><Modal view={shown} depth={0} onDismiss={onDismiss} /></Around>;
  const drawn = render(page(view));
  return { sent, onDismiss, update: (changed: Partial<View>) => drawn.rerender(page({ ...view, ...changed })) };
}

const term = () => screen.getByRole<HTMLInputElement>("textbox", { name: "Term" });
const save = () => userEvent.click(screen.getByRole("button", { name: "Save" }));
/** What is said about an element by those it names with `aria-describedby`. */
const said = (element: HTMLElement) => (element.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent);

describe("what it shows", () => {
  test("its title, its blocks, and what closes and submits it", () => {
    open();
    const dialog = screen.getByRole("dialog", { name: "New entry" });
    expect(within(dialog).getAllByRole("button").map((button) => button.textContent)).toEqual(["×", "Leave", "Save"]);
    expect(said(term())).toEqual(["As printed"]);
    expect(screen.getByText("Kind").textContent).toBe("Kind (optional)");
  });

  test.each([[{ submit: null, close: null }, "Close"], [{ close: null }, "Cancel"]])("%j is closed with %s", (parts, label) => {
    open(parts);
    expect(screen.getByText(label)).not.toBeNull();
  });

  test("what the stand-in knows to be filled in", () => {
    open({ state: { values: { term: { a: { type: "plain_text_input", value: "CT" } } } } });
    expect(term().value).toBe("CT");
  });
});

describe("submitting", () => {
  test("sends all that is filled in", async () => {
    const { sent } = open();
    await userEvent.type(term(), "MRI");
    await userEvent.click(screen.getByRole("combobox"));
    await userEvent.click(screen.getByRole("option", { name: "CT" }));
    await save();
    const state = {
      term: { a: { type: "plain_text_input", value: "MRI" } },
      kind: { a: { type: "static_select", selected_option: option("ct", "CT") } },
    };
    expect(sent).toEqual([{ act: "submit", body: { view_id: "V1", state } }]);
  });

  test("Enter in a line submits", async () => {
    const { sent } = open();
    await userEvent.type(term(), "MRI{Enter}");
    expect(sent.map((one) => one.act)).toEqual(["submit"]);
  });

  test("Enter in a line that sends by itself does not", async () => {
    const { sent } = open({ blocks: [{ ...TERM, dispatch_action: true }] });
    await userEvent.type(term(), "MRI{Enter}");
    expect(sent).toMatchObject([{ act: "click", body: { place: { view_id: "V1" }, action: { value: "MRI" } } }]);
  });

  test("what must be filled in is asked for before anything is sent", async () => {
    const { sent } = open();
    await save();
    expect(sent).toEqual([]);
    expect(said(term())).toEqual(["⚠ Please complete this required field.", "As printed"]);
    expect(term().getAttribute("aria-invalid")).toBe("true");
    expect(document.activeElement).toBe(term());
  });

  test("the app's errors stand beside their inputs, and focus goes to the first", async () => {
    const { sent, update } = open({}, () => ({ ok: true, errors: { term: "Taken." } }));
    await userEvent.type(term(), "CT");
    await save();
    await waitFor(() => expect(said(term())[0]).toBe("⚠ Taken."));
    expect(sent).toHaveLength(1);
    expect(document.activeElement).toBe(term());
    update({ blocks: [{ ...TERM }] });
    expect(term().getAttribute("aria-invalid")).toBeNull();
  });

  test("an error for a block that there is not is said all the same", async () => {
    open({}, () => ({ ok: true, errors: { nowhere: "Taken." } }));
    await userEvent.type(term(), "CT");
    await save();
    expect((await screen.findByRole("alert")).textContent).toContain("nowhere, which is no input of this view: Taken.");
  });

  test.each([
    [() => ({ ok: false, error: "operation_timeout", message: "We had some trouble connecting." }), "We had some trouble connecting."],
    [() => Promise.reject(new TypeError("offline")), "The stand-in could not be reached."],
  ])("what failed is said", async (answer, words) => {
    open({}, answer);
    await userEvent.type(term(), "CT");
    await save();
    expect((await screen.findByRole("alert")).textContent).toBe(`⚠ ${words}`);
  });

  test("while the app works it is not submitted again", async () => {
    const { sent } = open({}, () => new Promise<Outcome>(() => undefined));
    await userEvent.type(term(), "CT");
    await save();
    await save();
    expect(sent).toHaveLength(1);
    expect(screen.getByRole("button", { name: "Save" }).getAttribute("aria-busy")).toBe("true");
  });

  test.each([
    [{ type: "plain_text_input", min_length: 3 }, "CT", "Please enter at least 3 characters."],
    [{ type: "email_text_input" }, "nobody", "Please enter a valid email address."],
    [{ type: "url_text_input" }, "no address", "Please enter a valid URL."],
    [{ type: "number_input", is_decimal_allowed: true }, "1,5", "Please enter a number."],
    [{ type: "number_input", is_decimal_allowed: false }, "1.5", "Please enter a whole number."],
    [{ type: "number_input", min_value: "2" }, "1", "Please enter a number of at least 2."],
    [{ type: "number_input", max_value: "2" }, "3", "Please enter a number of at most 2."],
  ])("%j does not take %s", async (element, typed, problem) => {
    const { sent } = open({ blocks: [{ ...TERM, element: { action_id: "a", ...element } }] });
    await userEvent.type(term(), typed);
    await save();
    expect(said(term())[0]).toBe(`⚠ ${problem}`);
    expect(sent).toEqual([]);
  });

  test.each([
    [{ type: "email_text_input" }, "a@example.com"],
    [{ type: "url_text_input" }, "https://example.com"],
    [{ type: "number_input", is_decimal_allowed: true, min_value: "-2" }, "-1.5"],
  ])("%j takes %s", async (element, typed) => {
    const { sent } = open({ blocks: [{ ...TERM, element: { action_id: "a", ...element } }] });
    await userEvent.type(term(), typed);
    await save();
    expect(sent).toHaveLength(1);
  });
});

describe("focus", () => {
  function Page() {
    const [shown, setShown] = useState(false);
    const view: View = { id: "V1", type: "modal", title: plain("New entry"), submit: plain("Save"), blocks: [TERM, KIND], state: { values: {} } };
    return (
      <Around>
        <button type="button" onClick={() => setShown(true)}>Open</button>
        {shown && <Modal view={view} depth={0} onDismiss={() => setShown(false)} />}
      </Around>
    );
  }

  test("goes to the first input, and back where it was", async () => {
    render(<Page />);
    const opener = screen.getByRole("button", { name: "Open" });
    await userEvent.click(opener);
    expect(document.activeElement).toBe(term());
    await userEvent.keyboard("{Escape}");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(document.activeElement).toBe(opener);
  });

  test("goes where the app wants it", () => {
    open({ blocks: [TERM, { ...KIND, element: { type: "static_select", action_id: "a", focus_on_load: true, options: [option("ct")] } }] });
    expect(document.activeElement).toBe(screen.getByRole("combobox"));
  });

  test("stays inside, in both directions", async () => {
    render(<Page />);
    await userEvent.click(screen.getByRole("button", { name: "Open" }));
    const last = screen.getByRole("button", { name: "Save" });
    last.focus();
    await userEvent.tab();
    expect(document.activeElement).toBe(screen.getByRole("button", { name: "Close" }));
    await userEvent.tab({ shift: true });
    expect(document.activeElement).toBe(last);
  });

  test("Escape in an open menu closes the menu alone", async () => {
    const { onDismiss } = open();
    await userEvent.click(screen.getByRole("combobox"));
    await userEvent.keyboard("{Escape}");
    expect(screen.queryByRole("listbox")).toBeNull();
    expect(onDismiss).not.toHaveBeenCalled();
    await userEvent.keyboard("{Escape}");
    expect(onDismiss).toHaveBeenCalledOnce();
  });

  test("Escape in a question closes the question alone", async () => {
    const button = { type: "button", action_id: "a", text: plain("Remove"), confirm: { title: plain("Sure?"), text: plain("Really"), confirm: plain("Yes"), deny: plain("No") } };
    const { onDismiss } = open({ blocks: [{ type: "actions", block_id: "b", elements: [button] }] });
    await userEvent.click(screen.getByRole("button", { name: "Remove" }));
    await userEvent.keyboard("{Escape}");
    expect(screen.queryByRole("alertdialog")).toBeNull();
    expect(onDismiss).not.toHaveBeenCalled();
  });

  test.each(["Close", "Leave"])("%s dismisses", async (name) => {
    const { onDismiss } = open();
    await userEvent.click(screen.getByRole("button", { name }));
    expect(onDismiss).toHaveBeenCalledOnce();
  });
});
