/**
 * What the page and the stand-in say to one another.
 *
 * The stand-in pushes over server-sent events (`GET /page/events?user=U…`): first a `snapshot`, then `update`s. The page
 * acts by `POST /page/<act>` with JSON and gets an `Outcome`. Everything named as in Slack has Slack's shape.
 * The Python side is `bot/playground/page.py`.
 */

export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json | undefined };

/** A Block Kit block, element or composition object, as the app sent it: nothing about it is certain. */
export type Block = JsonObject & { type?: string };

export interface Team { id: string; name: string; domain: string }

export interface User { id: string; name: string; real_name: string; is_bot: boolean; is_admin: boolean }

export interface Channel {
  id: string;
  name: string;
  kind: "channel" | "group" | "im" | "mpim";
  topic: string;
  /** Members' ids; the app's bot user among them where it was invited. */
  members: string[];
}

export interface Reaction { name: string; users: string[]; count: number }

/** A message as `conversations.history` gives it, with its channel. One that only this person sees is `is_ephemeral`. */
export interface Message {
  channel: string;
  ts: string;
  user: string;
  bot_id?: string;
  /** `tombstone` where the message is deleted and its thread is not. */
  subtype?: string;
  text: string;
  blocks?: Block[];
  attachments?: Array<JsonObject & { blocks?: Block[] }>;
  thread_ts?: string;
  reply_count?: number;
  edited?: { user: string; ts: string };
  reactions?: Reaction[];
  is_ephemeral?: boolean;
  /** A message that is still being streamed. */
  streaming?: boolean;
  /** The exchange that brought it or changed it last; the inspector shows it. */
  exchange?: number;
}

/** A modal or a Home tab, with what is filled in at present in `state.values`. */
export interface View {
  id: string;
  type: "modal" | "home";
  title?: Block;
  submit?: Block | null;
  close?: Block | null;
  blocks: Block[];
  callback_id?: string;
  state: { values: Record<string, Record<string, JsonObject>> };
}

export interface Command { command: string; description: string; usage_hint: string }
export interface Shortcut { name: string; type: "global" | "message"; callback_id: string; description: string }
export interface Prompt { title: string; message: string }

/** The installed app, from its manifest. */
export interface App {
  id: string;
  name: string;
  description: string;
  bot_user_id: string;
  commands: Command[];
  shortcuts: Shortcut[];
  home_tab: boolean;
  messages_tab: boolean;
  /** Whether the app has an agent or assistant pane. */
  agent: boolean;
  /** Whether the app is told when somebody mentions it in a conversation that it is in. */
  hears_mentions: boolean;
  /** `http`, `socket` or `in process`. */
  transport: string;
}

/** How near a message or view is to one of Slack's limits. `most` is what Slack takes. */
export interface Measure { where: string; what: string; used: number; most: number }

/** One request and its answer, in either direction. */
export interface Exchange {
  id: number;
  /** Seconds since 1970 on the stand-in's clock. */
  at: number;
  direction: "to_app" | "from_app";
  /** `/modality MRI`, `block_actions`, `chat.postMessage`, `response_url`, `app_mention`… */
  title: string;
  transport: string;
  request: Json;
  /** `null` where none came. */
  answer: Json;
  status: number | null;
  milliseconds: number;
  /** Slack's error code where it failed: `invalid_blocks`, `operation_timeout`… */
  error?: string;
  /** Where and why, in words: `/blocks/3/text: is 3,001 characters, at most 3,000`. */
  problems: string[];
  /** The fault that was asked for, where one was applied. */
  fault?: string;
  measures: Measure[];
}

/** What the assistant pane shows above the composer while the app works, by thread. */
export interface Status { channel: string; thread_ts: string; text: string }

export interface Faults {
  /** Left to apply, in order, e.g. `{"kind": "duplicate", "on": "events", "times": 1}`. */
  waiting: Array<{ kind: FaultKind; on: "to_app" | "from_app"; seconds?: number; method?: string }>;
}
/** `to_app`: drop, delay, duplicate, reorder, disconnect (Socket Mode). `from_app`: rate_limit (429), error (500), delay. */
export type FaultKind = "drop" | "delay" | "duplicate" | "reorder" | "disconnect" | "rate_limit" | "error";

export interface Snapshot {
  team: Team;
  me: string;
  users: User[];
  channels: Channel[];
  /** Of every conversation this person is in, in the order of `ts`; what is in threads as well. */
  messages: Message[];
  app: App;
  home: View | null;
  /** Open modals, the topmost last. */
  views: View[];
  exchanges: Exchange[];
  statuses: Status[];
  prompts: { channel: string; thread_ts: string; title: string; prompts: Prompt[] } | null;
  /** What the app's maker should see: for one, why a saved file is not served. */
  trouble: string | null;
  faults: Faults;
  /** Seconds since 1970 on the stand-in's clock. */
  now: number;
}

/** A part of the snapshot that changed: put it in its place. Messages and exchanges are put in by `ts` and `id`. */
export type Update =
  | { message: Message }
  | { removed: { channel: string; ts: string } }
  | { exchange: Exchange }
  | Partial<Pick<Snapshot,
      "users" | "channels" | "home" | "views" | "statuses" | "prompts" | "trouble" | "faults" | "now" | "app">>;

/** What every act answers. `error` is Slack's code; `message` a sentence for a person. */
export interface Outcome {
  ok: boolean;
  error?: string;
  message?: string;
  /** Of `/page/suggest`. */
  options?: Block[];
  option_groups?: Block[];
  /** Of `/page/submit`: `block_id` → what is wrong. */
  errors?: Record<string, string>;
  /** Of `/page/open_dm`: the conversation. */
  channel?: string;
}

/** Where an element stands. */
export type Place = { channel: string; ts: string } | { view_id: string };

/** The body of `POST /page/<act>`; every body also has `user`. */
export interface Acts {
  /** A slash command; `line` begins with `/`. */
  slash: { channel: string; line: string };
  say: { channel: string; text: string; thread_ts?: string };
  edit: { channel: string; ts: string; text: string };
  delete: { channel: string; ts: string };
  react: { channel: string; ts: string; name: string; on: boolean };
  /**
   * Press a button, pick an option. `action` has what Slack puts into `actions[0]`: `type, action_id, block_id` and
   * `value`, `selected_option`, `selected_options`, `selected_date`, `selected_user`… `state` is all that is filled in
   * on the message or view, as `state.values`.
   */
  click: { place: Place; action: JsonObject; state: View["state"]["values"] };
  /** What is typed into an external select. */
  suggest: { place: Place; action_id: string; block_id: string; value: string };
  submit: { view_id: string; state: View["state"]["values"] };
  close: { view_id: string };
  /** `channel` and `ts` for a message shortcut. */
  shortcut: { callback_id: string; channel?: string; ts?: string };
  /** `tab` is `home`, `messages` or `about`. */
  open_home: { tab: string };
  /** Opens or finds the conversation with somebody. */
  open_dm: { with: string };
  join: { channel: string };
  leave: { channel: string };
  /** Brings somebody into a channel; the app by its bot user. */
  invite: { channel: string; invited: string };
  /** A new person joins the workspace (`team_join`). */
  hire: { name: string };
  new_channel: { name: string };
  fault: { kind: FaultKind; on: "to_app" | "from_app"; times: number; seconds?: number; method?: string };
  clear_faults: Record<string, never>;
  /** Move the stand-in's clock on. */
  advance: { seconds: number };
}
