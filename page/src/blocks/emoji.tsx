/**
 * Emoji by their names in Slack, such as `:white_check_mark:`.
 *
 * slack-blocks-to-jsx knows Slack's 3,809 names and exports no function for them; its `emoji` hook is handed one. So it
 * draws one emoji, on no page, for the sake of that function. node-emoji, on which it builds, lacks 2,741 of the names.
 */

import { createRoot } from "react-dom/client";
import { flushSync } from "react-dom";
import { type Block, Message, type MessageProps } from "slack-blocks-to-jsx";

type EmojiHook = NonNullable<NonNullable<MessageProps["hooks"]>["emoji"]>;
type Named = Parameters<EmojiHook>[0];
type Parse = Parameters<EmojiHook>[1];

const NAME = /:([a-z0-9_+'-]+)(?:::skin-tone-([2-6]))?:/g;
const SAMPLE: Block[] = [
  { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "emoji", name: "wave" }] }] },
];

const parse = borrowed();

function borrowed(): Parse | null {
  let lent: Parse | null = null;
  const root = createRoot(document.createElement("div"));
  const emoji: EmojiHook = (_, parser) => {
    lent = parser;
    return null;
  };
  flushSync(() => root.render(<Message blocks={SAMPLE} name="" logo="" theme="light" withoutWrapper hooks={{ emoji }} />));
  root.unmount();
  return lent;
}

/** The characters of an emoji, or `null` where no emoji has that name. */
export function emojiNamed(name: string, skinTone?: number | null): string | null {
  const asked = (skinTone ? { name, skin_tone: skinTone } : { name }) as Named;
  const found: unknown = parse?.(asked);
  // For a name it does not know it gives the name back, or what every object inherits under it.
  if (typeof found === "string" && found !== name && /^[^a-z]+$/i.test(found)) return found;
  return skinTone ? emojiNamed(name) : null;
}

/** A text with the names of emoji in it as emoji; a name that none has stays as it is. */
export function withEmoji(text: string): string {
  if (!text.includes(":")) return text;
  return text.replace(NAME, (whole, name: string, tone?: string) => emojiNamed(name, tone ? Number(tone) : null) ?? whole);
}
