import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { act, listen, NOT_CONNECTED } from "../src/connection";
import { message, snapshot } from "./snapshot";

/** A line that the test speaks on. */
class Line extends EventTarget {
  static readonly CLOSED = 2;
  static open: Line[] = [];
  readyState = 1;

  constructor(readonly url: string) {
    super();
    Line.open.push(this);
  }

  close(): void {
    this.readyState = Line.CLOSED;
  }

  say(event: string, value: unknown): void {
    this.dispatchEvent(new MessageEvent(event, { data: JSON.stringify(value) }));
  }
}

let heard: string[];
const listeners = {
  snapshot: () => heard.push("snapshot"),
  update: () => heard.push("update"),
  lost: () => heard.push("lost"),
  refused: () => heard.push("refused"),
};

beforeEach(() => {
  heard = [];
  Line.open = [];
  vi.stubGlobal("EventSource", Line);
  vi.useFakeTimers();
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

it("tells what it hears, and listens as whom it is asked to", () => {
  listen("U1", listeners);
  listen(null, listeners);
  expect(Line.open.map((line) => line.url)).toEqual(["/page/events?user=U1", "/page/events"]);
  Line.open[0]?.say("snapshot", snapshot());
  Line.open[0]?.say("update", { message: message("1.0") });
  expect(heard).toEqual(["snapshot", "update"]);
});

it("leaves a lost line to the browser, and itself tries again one that was refused", () => {
  listen("U9", listeners);
  Line.open[0]?.dispatchEvent(new Event("error"));
  vi.advanceTimersByTime(10_000);
  expect(Line.open).toHaveLength(1);
  Line.open[0]?.close();
  Line.open[0]?.dispatchEvent(new Event("error"));
  expect(heard).toEqual(["lost", "lost", "refused"]);
  vi.advanceTimersByTime(10_000);
  expect(Line.open).toHaveLength(2);
});

it("once stopped tries no more", () => {
  const stop = listen("U9", listeners);
  Line.open[0]?.close();
  Line.open[0]?.dispatchEvent(new Event("error"));
  stop();
  vi.advanceTimersByTime(10_000);
  expect(Line.open).toHaveLength(1);
});

it("says who acts, and passes the answer on", async () => {
  let asked: Request | undefined;
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    asked = new Request(new URL(url, "http://127.0.0.1"), init);
    return Promise.resolve(Response.json({ ok: true, channel: "C9" }));
  });
  await expect(act("U1", "new_channel", { name: "night" })).resolves.toEqual({ ok: true, channel: "C9" });
  expect(asked?.url).toBe("http://127.0.0.1/page/new_channel");
  await expect(asked?.json()).resolves.toEqual({ name: "night", user: "U1" });
});

it("answers with a sentence where nobody answers, or with no JSON", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new TypeError("refused")));
  await expect(act("U1", "clear_faults", {})).resolves.toMatchObject({ ok: false, message: NOT_CONNECTED });
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("oh no", { status: 500 })));
  await expect(act("U1", "clear_faults", {})).resolves.toMatchObject({ ok: false, message: "The playground answered with status 500." });
});
