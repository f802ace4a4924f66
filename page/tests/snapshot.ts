import type { App, Channel, Exchange, Message, Snapshot, User } from "../src/protocol";

export const ROBIN: User = { id: "U1", name: "robin", real_name: "Robin Reyes", is_bot: false, is_admin: true };
export const SAM: User = { id: "U2", name: "sam", real_name: "Sam Osei", is_bot: false, is_admin: false };
export const BOT: User = { id: "UAPP", name: "app", real_name: "Reading Room", is_bot: true, is_admin: false };

export const GENERAL: Channel = { id: "C1", name: "general", kind: "channel", topic: "Everybody", members: ["U1", "U2"] };
export const LEADS: Channel = { id: "C2", name: "leads", kind: "group", topic: "", members: ["U1"] };
export const DIRECT: Channel = { id: "D1", name: "", kind: "im", topic: "", members: ["U1", "UAPP"] };

export const APP: App = {
  id: "A1",
  name: "Reading Room",
  description: "Answers about imaging.",
  bot_user_id: "UAPP",
  commands: [
    { command: "/modality", description: "What a modality is", usage_hint: "MRI" },
    { command: "/compare", description: "Side by side", usage_hint: "CT vs MRI" },
    { command: "/reading-room", description: "Help", usage_hint: "help | modalities" },
  ],
  shortcuts: [{ name: "Look up", type: "global", callback_id: "look_up", description: "" }],
  home_tab: true,
  messages_tab: true,
  agent: false,
  hears_mentions: true,
  transport: "HTTP",
};

export function message(ts: string, more: Partial<Message> = {}): Message {
  return { channel: "C1", ts, user: "U2", text: `said at ${ts}`, ...more };
}

export function exchange(id: number, more: Partial<Exchange> = {}): Exchange {
  return {
    id,
    at: 1_700_000_000,
    direction: "to_app",
    title: "/modality MRI",
    transport: "HTTP",
    request: { command: "/modality" },
    answer: null,
    status: 200,
    milliseconds: 12,
    error: "",
    problems: [],
    fault: "",
    measures: [],
    ...more,
  };
}

export function snapshot(more: Partial<Snapshot> = {}): Snapshot {
  return {
    team: { id: "T1", name: "Hospital", domain: "hospital" },
    me: "U1",
    users: [ROBIN, SAM, BOT],
    channels: [GENERAL, LEADS, DIRECT],
    messages: [],
    app: APP,
    home: null,
    views: [],
    exchanges: [],
    statuses: [],
    prompts: null,
    trouble: null,
    faults: { waiting: [] },
    now: 1_700_000_000,
    ...more,
  };
}
