import { example, mention } from "../completing";
import type { Channel } from "../protocol";
import { useSession } from "../session";

interface Props {
  channel: Channel;
  title: string;
  /** Puts a line into the composer; null where one cannot write. */
  onFill: ((line: string) => void) | null;
}

/** What a conversation without messages shows: what there is to try. */
export function EmptyConversation({ channel, title, onFill }: Props) {
  const { snapshot, me } = useSession();
  const { app } = snapshot;
  const mentioning = app.hears_mentions && channel.kind !== "im" && channel.members.includes(app.bot_user_id) ? mention(app, snapshot.prompts) : null;
  return (
    <section className="empty" aria-label="What to try">
      <h2>{beginning(channel, title, me)}</h2>
      <p className="dim">{app.description}</p>
      {onFill && app.commands.length > 0 && (
        <>
          <p>Try one of these: it goes into the field below, and Enter sends it.</p>
          <ul className="tries">
            {app.commands.map((command) => (
              <li key={command.command}>
                <button type="button" className="try" onClick={() => onFill(example(command))}>
                  <code>{example(command)}</code>
                  <span className="dim">{command.description}</span>
                </button>
              </li>
            ))}
            {mentioning !== null && (
              <li>
                <button type="button" className="try" onClick={() => onFill(mentioning)}>
                  <code>{mentioning}</code>
                  <span className="dim">A mention: everybody here reads what comes of it</span>
                </button>
              </li>
            )}
          </ul>
        </>
      )}
      {onFill && app.commands.length > 0 && (
        <p className="dim">
          Or type <kbd>/</kbd> for all commands. The inspector shows what goes to the app and what comes back.
        </p>
      )}
    </section>
  );
}

function beginning(channel: Channel, title: string, me: string): string {
  const isMember = channel.members.includes(me);
  if (channel.kind === "channel" || channel.kind === "group") {
    return isMember ? `This is the beginning of ${title}` : `Join ${title} to see what was said in it`;
  }
  return isMember && channel.members.length < 2 ? "This is your own space" : `This is your conversation with ${title}`;
}
