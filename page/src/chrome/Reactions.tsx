import type { Message } from "../protocol";
import { nameOf, useSession } from "../session";
import { emojiOf } from "./EmojiPicker";

/** The reactions under a message; a click puts one's own or takes it back. */
export function Reactions({ message }: { message: Message }) {
  const { me, users, attempt } = useSession();
  if (!message.reactions?.length) return null;
  return (
    <ul className="reactions" aria-label="Reactions">
      {message.reactions.map(({ name, users: who, count }) => {
        const mine = who.includes(me);
        const names = who.map((id) => nameOf(users, id)).join(", ");
        return (
          <li key={name}>
            <button
              type="button"
              className="reaction"
              aria-pressed={mine}
              aria-label={`${name.replaceAll("_", " ")}, ${count}: ${names}`}
              title={`${names} reacted with :${name}:`}
              onClick={() => void attempt("react", { channel: message.channel, ts: message.ts, name, on: !mine })}
            >
              {emojiOf(name)} <span>{count}</span>
            </button>
          </li>
        );
      })}
    </ul>
  );
}
