import { describe, expect, it } from "vitest";
import { complete, example, mention, taken } from "../src/completing";
import { APP, BOT, DIRECT, GENERAL, LEADS, ROBIN, SAM } from "./snapshot";

const KNOWN = { commands: APP.commands, users: [ROBIN, SAM, BOT], channels: [GENERAL, LEADS, DIRECT] };

/** What is offered at the caret, which `|` marks. */
function offered(marked: string) {
  const caret = marked.indexOf("|");
  const text = marked.replace("|", "");
  return { text, completion: complete(text, caret, KNOWN) };
}

describe("what is offered", () => {
  it.each([
    ["/|", ["/modality", "/compare", "/reading-room"], "every command"],
    ["/Mo|", ["/modality"], "commands in any case"],
    ["/room|", ["/reading-room"], "commands by a part of their name"],
    ["@|", ["@Robin Reyes", "@Sam Osei", "@Reading Room"], "every person and the app"],
    ["hello @os|", ["@Sam Osei"], "people by their last name"],
    ["hello @sam o|", ["@Sam Osei"], "people by both names"],
    ["(#g|", ["#general"], "channels, after a bracket too"],
  ])("%s offers %j: %s", (marked, texts) => {
    expect(offered(marked).completion?.choices.map((choice) => choice.text)).toEqual(texts);
  });

  it.each([
    ["/modality |MRI", "once the command stands there"],
    ["say /mo|", "where the slash begins no line"],
    ["sam@|", "in an address"],
    ["/nothing|", "where no command is called so"],
    ["@Sam Osei|", "once the whole name stands there"],
    ["@Sam Osei |", "after a whole name"],
    ["plain text|", "in plain text"],
  ])("%s offers nothing: %s", (marked) => {
    expect(offered(marked).completion).toBeNull();
  });
});

it("a choice takes the place of what was typed, and the caret stands after it", () => {
  const { text, completion } = offered("hello @sa| and you");
  const choice = completion?.choices[0];
  if (!completion || !choice) throw new Error("nothing is offered");
  expect(taken(text, completion, choice)).toEqual({ text: "hello @Sam Osei and you", caret: "hello @Sam Osei ".length });
});

it("a mention to try asks the longest of what the app suggests", () => {
  const prompts = ["CT or MRI?", "How long does a CT take?"].map((message) => ({ title: message, message }));
  expect(mention(APP, { channel: "D1", thread_ts: "", title: "", prompts })).toBe("@Reading Room How long does a CT take?");
  expect(mention(APP, null)).toBe("@Reading Room ");
});

it.each([
  ["CT vs MRI", "/compare CT vs MRI"],
  ["help | modalities", "/compare help"],
  ["[one thing]", "/compare "],
  ["", "/compare "],
])("a usage hint %j makes the example %j", (usage_hint, line) => {
  expect(example({ command: "/compare", description: "", usage_hint })).toBe(line);
});
