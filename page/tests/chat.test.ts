import { describe, expect, it } from "vitest";
import { chatSince, promptsSince, startOf } from "../src/chat";
import { message } from "./snapshot";

const SINCE = "1700000000.000000";
const THREAD = "1700000000.000050";
const [OLD, FIRST, SECOND, THIRD] = ["1600000000.000000", "1700000001.000000", "1700000002.000000", "1700000003.000000"];
const inChat = { channel: "D1" };

describe("a chat with the app", () => {
  it("is empty when it begins, whatever was said before", () => {
    expect(chatSince([message(OLD, inChat)], "D1", "U1", SINCE)).toEqual({ thread_ts: null, messages: [] });
  });

  it("begins after all that is here, even where the clock is behind it", () => {
    const said = [message(SECOND, inChat), message(FIRST, inChat), message(THIRD, { channel: "C1" })];
    expect(startOf(said, "D1", SINCE)).toBe(SECOND);
    expect(startOf(said, "D1", THIRD)).toBe(THIRD);
    expect(chatSince(said, "D1", "U1", startOf(said, "D1", SINCE)).messages).toEqual([]);
  });

  it("is the thread of one's first message", () => {
    const mine = message(FIRST, { ...inChat, user: "U1" });
    const reply = message(SECOND, { ...inChat, user: "UAPP", thread_ts: FIRST });
    const stray = message(THIRD, { ...inChat, user: "UAPP", thread_ts: OLD });
    expect(chatSince([mine, reply, stray], "D1", "U1", SINCE)).toEqual({ thread_ts: FIRST, messages: [mine, reply] });
  });

  it("is the thread in which an assistant greets", () => {
    const greeting = message(FIRST, { ...inChat, user: "UAPP", thread_ts: THREAD });
    expect(chatSince([greeting], "D1", "U1", SINCE)).toEqual({ thread_ts: THREAD, messages: [greeting] });
  });

  it("takes in what the app says outside the thread", () => {
    const hello = message(FIRST, { ...inChat, user: "UAPP" });
    expect(chatSince([hello], "D1", "U1", SINCE)).toEqual({ thread_ts: null, messages: [hello] });
  });
});

it("prompts of a chat before are not offered again", () => {
  const prompts = { channel: "D1", thread_ts: THREAD, title: "", prompts: [] };
  expect(promptsSince(prompts, "D1", SINCE)).toBe(prompts);
  expect(promptsSince(prompts, "D1", FIRST)).toBeNull();
  expect(promptsSince({ ...prompts, thread_ts: "" }, "D1", FIRST)).not.toBeNull();
  expect(promptsSince(prompts, "D2", SINCE)).toBeNull();
});
