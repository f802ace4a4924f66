import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { beforeEach, expect, it } from "vitest";
import { Composer } from "../src/chrome/Composer";
import type { Acts, Outcome } from "../src/protocol";
import { SessionContext } from "../src/session";
import type { Session } from "../src/session";
import { GENERAL, snapshot } from "./snapshot";

type Done = { [A in keyof Acts]: [A, Acts[A]] }[keyof Acts];

/** What the composer did, in order. */
let done: Done[];

beforeEach(() => {
  done = [];
});

interface Options {
  outcome?: Outcome;
  thread_ts?: string;
}

function Seat({ outcome = { ok: true }, thread_ts }: Options) {
  const [drafts, setDrafts] = useState(new Map<string, string>());
  const known = snapshot();
  const act: Session["act"] = (name, body) => {
    done.push([name, body] as Done);
    return Promise.resolve(outcome);
  };
  const session: Session = {
    snapshot: known, me: known.me, drafts, act, attempt: act,
    users: new Map(known.users.map((user) => [user.id, user])),
    channels: new Map(known.channels.map((channel) => [channel.id, channel])),
    now: () => known.now, where: { channel: "C1" }, go: () => undefined, panes: [], openPane: () => undefined,
    closePane: () => undefined, complaint: null, complain: () => undefined,
    setDraft: (composer, text) => setDrafts((old) => new Map(old).set(composer, text)),
  }; // prettier-ignore
  return (
    <SessionContext value={session}>
      <Composer id="composer" channel={GENERAL} placeholder="Message #general" {...(thread_ts === undefined ? {} : { thread_ts })} />
    </SessionContext>
  );
}

function sit(options: Options = {}) {
  render(<Seat {...options} />);
  return { user: userEvent.setup(), field: screen.getByRole<HTMLTextAreaElement>("combobox", { name: "Message #general" }) };
}

it("sends a line that begins with a slash as a command", async () => {
  const { user, field } = sit();
  await user.type(field, "/modality MRI{Enter}");
  expect(done).toEqual([["slash", { channel: "C1", line: "/modality MRI" }]]);
  expect(field.value).toBe("");
});

it("sends any other line as a message, its mentions as ids", async () => {
  const { user, field } = sit();
  await user.type(field, "hello @sa{Tab}there{Shift>}{Enter}{/Shift}you{Enter}");
  expect(done).toEqual([["say", { channel: "C1", text: "hello <@U2> there\nyou" }]]);
});

it("sends nothing where nothing is typed", async () => {
  const { user, field } = sit();
  await user.type(field, "  {Enter}");
  expect(done).toEqual([]);
});

it("offers commands in a list that arrows walk and Enter takes from", async () => {
  const { user, field } = sit();
  await user.type(field, "/");
  expect(field.getAttribute("aria-expanded")).toBe("true");
  expect(screen.getAllByRole("option")).toHaveLength(3);
  await user.keyboard("{ArrowDown}");
  const active = screen.getByRole("option", { selected: true });
  expect(active.textContent).toContain("/compare CT vs MRI");
  expect(field.getAttribute("aria-activedescendant")).toBe(active.id);
  await user.keyboard("{Enter}");
  expect(field.value).toBe("/compare ");
  expect(field.getAttribute("aria-expanded")).toBe("false");
  expect(done).toEqual([]);
});

it("closes the list on Escape and keeps what is typed; typing on opens it again", async () => {
  const { user, field } = sit();
  await user.type(field, "/m{Escape}");
  expect(screen.queryByRole("listbox")).toBeNull();
  expect(field.value).toBe("/m");
  await user.keyboard("o");
  expect(screen.getByRole("listbox")).toBeTruthy();
});

it("sends a command that stands there in full at the first Enter", async () => {
  const { user, field } = sit();
  await user.type(field, "/modality{Enter}");
  expect(done).toEqual([["slash", { channel: "C1", line: "/modality" }]]);
});

it("gives back what could not be sent, and says why", async () => {
  const { user, field } = sit({ outcome: { ok: false, message: "There is no such command." } });
  await user.type(field, "/nonsense{Enter}");
  expect(await screen.findByText("There is no such command.")).toBeTruthy();
  expect(field.value).toBe("/nonsense");
});

it("brings back what was sent before, and goes forth again", async () => {
  const { user, field } = sit();
  await user.type(field, "first{Enter}second{Enter}");
  await user.keyboard("{ArrowUp}{ArrowUp}");
  expect(field.value).toBe("first");
  await user.keyboard("{ArrowDown}");
  expect(field.value).toBe("second");
  await user.keyboard("{ArrowDown}");
  expect(field.value).toBe("");
});

it("keeps the Up key for the caret once something else is typed", async () => {
  const { user, field } = sit();
  await user.type(field, "first{Enter}other{ArrowUp}");
  expect(field.value).toBe("other");
});

it("takes no command in a thread, and says what to do instead", async () => {
  const { user, field } = sit({ thread_ts: "1700000000.000000" });
  await user.type(field, "/modality MRI{Enter}");
  expect(done).toEqual([]);
  expect(screen.getByText(/Slash commands cannot be used in threads/)).toBeTruthy();
  expect(screen.getByRole("button", { name: "Take it to #general" })).toBeTruthy();
});

it("fills in a command from the menu", async () => {
  const { user, field } = sit();
  await user.click(screen.getByRole("button", { name: "Shortcuts and commands" }));
  await user.click(screen.getByRole("menuitem", { name: /\/modality/ }));
  expect(field.value).toBe("/modality ");
  expect(document.activeElement).toBe(field);
});

it("runs a global shortcut from the menu", async () => {
  const { user } = sit();
  await user.click(screen.getByRole("button", { name: "Shortcuts and commands" }));
  await user.click(screen.getByRole("menuitem", { name: /Look up/ }));
  expect(done).toEqual([["shortcut", { callback_id: "look_up" }]]);
});
