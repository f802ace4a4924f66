import { describe, expect, it } from "vitest";
import { readAddress, writeAddress } from "../src/address";
import type { Snapshot } from "../src/protocol";
import { settle } from "../src/where";
import type { Where } from "../src/where";
import { DIRECT, GENERAL, LEADS, snapshot } from "./snapshot";

describe("the address", () => {
  it("says who, where and in which theme", () => {
    const address = { user: "U2", where: { channel: "C1" }, theme: "dark" } as const;
    expect(readAddress("?user=U2&channel=C1&theme=dark")).toEqual(address);
    expect(writeAddress(address)).toBe("?user=U2&channel=C1&theme=dark");
  });

  it("is read back as it is written, for the app's tabs as well", () => {
    const address = { user: "U1", where: { tab: "home" }, theme: null } as const;
    expect(readAddress(writeAddress(address))).toEqual(address);
  });

  it("that makes no sense is passed over", () => {
    expect(readAddress("?app=nowhere&theme=pink")).toEqual({ user: null, where: null, theme: null });
  });
});

describe("where one stands", () => {
  const known = snapshot();
  it.each<[Where | null, Snapshot, Where, string]>([
    [{ channel: "C2" }, known, { channel: "C2" }, "where asked, if one is in it"],
    [{ channel: "C2" }, snapshot({ me: "U2" }), { channel: "C1" }, "not in a private channel of others"],
    [{ channel: "C9" }, known, { channel: "C1" }, "in the first channel, where there is none such"],
    [null, known, { channel: "C1" }, "in the first channel at first"],
    [{ tab: "home" }, known, { tab: "home" }, "on the app's page"],
  ])("%j is %s: %s", (asked, from, where) => {
    expect(settle(from, asked)).toEqual(where);
  });

  it("is one's own conversation with the app, when it was another's", () => {
    const mine = { ...DIRECT, id: "D2", members: ["U2", "UAPP"] };
    expect(settle(snapshot({ me: "U2", channels: [GENERAL, LEADS, DIRECT, mine] }), { channel: "D1" })).toEqual({ channel: "D2" });
  });

  it("is the app, where there is no channel", () => {
    expect(settle(snapshot({ channels: [] }), null)).toEqual({ tab: "about" });
  });
});
