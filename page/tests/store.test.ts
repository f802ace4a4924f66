import { describe, expect, it } from "vitest";
import { after, BEGINNING, compareTs, conversation, directMessages, put, replyCounts, thread } from "../src/store";
import { DIRECT, exchange, message, snapshot } from "./snapshot";

const EARLY = "1700000001.000100";
const LATER = "1700000001.000200";
const LATEST = "1700000002.000000";

describe("a snapshot", () => {
  it("is taken whole, its messages put in order, and the clock set by it", () => {
    const state = after(BEGINNING, {
      type: "snapshot",
      snapshot: snapshot({ messages: [message(LATER), message(EARLY)], now: 500 }),
      clock: 200,
    });
    expect(state.snapshot?.messages.map((one) => one.ts)).toEqual([EARLY, LATER]);
    expect(state).toMatchObject({ connected: true, ahead: 300 });
  });

  it("replaces all that was known before", () => {
    const before = after(BEGINNING, { type: "snapshot", snapshot: snapshot({ messages: [message(EARLY)] }), clock: 0 });
    const state = after({ ...before, connected: false }, { type: "snapshot", snapshot: snapshot({ me: "U2" }), clock: 0 });
    expect(state.snapshot).toMatchObject({ me: "U2", messages: [] });
    expect(state.connected).toBe(true);
  });
});

describe("an update", () => {
  it("puts a new message where its ts belongs", () => {
    const known = snapshot({ messages: [message(EARLY), message(LATEST)] });
    expect(put(known, { message: message(LATER) }).messages.map((one) => one.ts)).toEqual([EARLY, LATER, LATEST]);
  });

  it("puts a changed message in the place of the old", () => {
    const known = snapshot({ messages: [message(EARLY), message(LATER)] });
    const texts = put(known, { message: message(EARLY, { text: "mended" }) }).messages.map((one) => one.text);
    expect(texts).toEqual(["mended", `said at ${LATER}`]);
  });

  it("keeps messages of two channels apart that have one ts", () => {
    const known = put(snapshot({ messages: [message(EARLY)] }), { message: message(EARLY, { channel: "C2", text: "other" }) });
    expect(known.messages).toHaveLength(2);
    const left = put(known, { removed: { channel: "C1", ts: EARLY } });
    expect(left.messages.map((one) => one.channel)).toEqual(["C2"]);
  });

  it("takes a removed message away, and does not mind one it does not know", () => {
    const known = snapshot({ messages: [message(EARLY), message(LATER)] });
    expect(put(known, { removed: { channel: "C1", ts: EARLY } }).messages.map((one) => one.ts)).toEqual([LATER]);
    expect(put(known, { removed: { channel: "C1", ts: LATEST } }).messages).toHaveLength(2);
  });

  it("puts exchanges in by id, whatever the order they come in", () => {
    let known = snapshot({ exchanges: [exchange(2)] });
    known = put(known, { exchange: exchange(3) });
    known = put(known, { exchange: exchange(1) });
    known = put(known, { exchange: exchange(2, { status: 500 }) });
    expect(known.exchanges.map((one) => [one.id, one.status])).toEqual([[1, 200], [2, 500], [3, 200]]);
  });

  it("sets whole parts, null among them", () => {
    const known = put(snapshot({ trouble: "mri.yml:12" }), { trouble: null, now: 9 });
    expect(known).toMatchObject({ trouble: null, now: 9, me: "U1" });
  });

  it("leaves what was known untouched", () => {
    const known = snapshot({ messages: [message(EARLY)] });
    put(known, { message: message(LATER) });
    put(known, { message: message(EARLY, { text: "mended" }) });
    expect(known.messages).toEqual([message(EARLY)]);
  });

  it("sets the clock only where it tells the time", () => {
    const before = after(BEGINNING, { type: "snapshot", snapshot: snapshot({ now: 100 }), clock: 100 });
    const talked = after(before, { type: "update", update: { message: message(EARLY) }, clock: 150 });
    expect(talked.ahead).toBe(0);
    expect(after(talked, { type: "update", update: { now: 4000 }, clock: 400 }).ahead).toBe(3600);
  });

  it("before any snapshot is nothing", () => {
    expect(after(BEGINNING, { type: "update", update: { message: message(EARLY) }, clock: 0 })).toBe(BEGINNING);
  });
});

it("a lost line keeps what is on show", () => {
  const before = after(BEGINNING, { type: "snapshot", snapshot: snapshot(), clock: 0 });
  const lost = after(before, { type: "lost" });
  expect(lost.connected).toBe(false);
  expect(lost.snapshot).toBe(before.snapshot);
});

it("orders ts to the microsecond, where a number no longer can", () => {
  expect(compareTs("1700000000.000001", "1700000000.000002")).toBeLessThan(0);
  expect(compareTs("999999999.000000", "1700000000.000000")).toBeLessThan(0);
  expect(compareTs(EARLY, EARLY)).toBe(0);
});

describe("threads", () => {
  const root = message(EARLY, { reply_count: 1 });
  const reply = message(LATER, { thread_ts: EARLY });
  const orphan = message(LATEST, { channel: "D1", thread_ts: "1600000000.000000" });
  const all = [root, reply, orphan];

  it("keep their replies out of the conversation", () => {
    expect(conversation(all, "C1")).toEqual([root]);
    expect(thread(all, "C1", EARLY)).toEqual([root, reply]);
    expect(replyCounts(all, "C1")).toEqual(new Map([[EARLY, 1]]));
  });

  it("that nothing begins show their replies in the conversation", () => {
    expect(conversation(all, "D1")).toEqual([orphan]);
  });
});

it("finds the conversation of two, and not that of others", () => {
  const others = { ...DIRECT, id: "D2", members: ["U2", "UAPP"] };
  const own = { ...DIRECT, id: "D3", members: ["U1"] };
  expect(directMessages([others, own, DIRECT], "U1", "UAPP")?.id).toBe("D1");
  expect(directMessages([others, DIRECT], "U1", "U2")).toBeUndefined();
  expect(directMessages([DIRECT, own], "U1", "U1")?.id).toBe("D3");
});
