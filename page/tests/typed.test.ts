import { describe, expect, it } from "vitest";
import { asSent, asTyped } from "../src/typed";
import { BOT, GENERAL, ROBIN, SAM } from "./snapshot";

const NAMES = { users: [{ ...SAM, id: "U3", real_name: "Sam" }, ROBIN, SAM, BOT], channels: [GENERAL] };

describe("a text that is sent", () => {
  it.each([
    ["@Sam Osei hello", "<@U2> hello", "the longest name goes first"],
    ["@Sam hello", "<@U3> hello", "a shorter name is one too"],
    ["ask @Reading Room, please", "ask <@UAPP>, please", "the app can be mentioned"],
    ["see #general.", "see <#C1>.", "a channel is linked"],
    ["@here @channel", "<!here> <!channel>", "groups are mentioned"],
    ["sam@Sam.org", "sam@Sam.org", "an address is no mention"],
    ["@Samuel #general-2", "@Samuel #general-2", "a longer word is no mention"],
    ["a < b & c", "a < b & c", "the rest stays as it is typed"],
  ])("%s → %s: %s", (typed, sent) => {
    expect(asSent(typed, NAMES)).toBe(sent);
  });
});

describe("a text that is edited", () => {
  it.each([
    ["<@U2> and <#C1|general>", "@Sam Osei and #general"],
    ["a &lt; b &amp;amp; c", "a < b &amp; c"],
    ["<@U9>", "<@U9>"],
    ["<https://example.org|there> <!here>", "https://example.org @here"],
  ])("%s is read as %s", (kept, typed) => {
    expect(asTyped(kept, NAMES)).toBe(typed);
  });
});
