import { example } from "../completing";
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
  const isNamed = channel.kind === "channel" || channel.kind === "group";
  return (
    <section className="empty" aria-label="What to try">
      <h2>{isNamed ? `This is the beginning of ${title}` : channel.members.length < 2 && channel.members.includes(me) ? "This is your own space" : `This is your conversation with ${title}`}</h2>
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
