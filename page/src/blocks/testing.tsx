/** For the tests: blocks among people, with everything that is sent kept. */

import { render } from "@testing-library/react";
import type { ReactNode } from "react";
import type { Acts, Block, Channel, Outcome, User } from "../protocol";
import { Blocks } from "./Blocks";
import { type Surroundings, SurroundingsContext } from "./surroundings";

export const PLACE = { channel: "C1", ts: "1700000000.000100" };

const user = (id: string, name: string, real_name: string): User => ({ id, name, real_name, is_bot: false, is_admin: false });
const channel = (id: string, name: string, kind: Channel["kind"], members: string[] = []): Channel => ({ id, name, kind, topic: "", members });

export const USERS = new Map([["U1", user("U1", "sam", "Sam Osei")], ["U2", user("U2", "ana", "Ana Lima")]]);
export const CHANNELS = new Map([
  ["C1", channel("C1", "general", "channel")],
  ["G1", channel("G1", "board", "group")],
  ["D1", channel("D1", "", "im", ["U1", "U2"])],
]);

export interface Sent {
  act: keyof Acts;
  body: Acts[keyof Acts];
}

/** A stand-in that keeps what it is sent and answers as told. */
export function recorder(answer: (sent: Sent) => Outcome | Promise<Outcome> = () => ({ ok: true })) {
  const sent: Sent[] = [];
  const act: Surroundings["act"] = async (name, body) => {
    sent.push({ act: name, body });
    return answer({ act: name, body });
  };
  return { sent, act };
}

export function Around({ act, children }: { act?: Surroundings["act"]; children: ReactNode }) {
  const surroundings: Surroundings = { users: USERS, channels: CHANNELS, theme: "light", act: act ?? recorder().act };
  return <SurroundingsContext.Provider value={surroundings}>{children}</SurroundingsContext.Provider>;
}

/** Draws blocks of any shape, however malformed. */
export function draw(blocks: unknown, answer?: (sent: Sent) => Outcome | Promise<Outcome>) {
  const { sent, act } = recorder(answer);
  const drawn = render(<Around act={act}><Blocks blocks={blocks as Block[]} place={PLACE} /></Around>);
  const clicks = () => sent.filter((one) => one.act === "click").map((one) => one.body as Acts["click"]);
  return { ...drawn, sent, clicks };
}

export const plain = (text: string) => ({ type: "plain_text", text });
export const mrkdwn = (text: string) => ({ type: "mrkdwn", text });
export const option = (value: string, text = value) => ({ text: plain(text), value });
export const richText = (...elements: unknown[]) => ({ type: "rich_text", elements: [{ type: "rich_text_section", elements }] });
