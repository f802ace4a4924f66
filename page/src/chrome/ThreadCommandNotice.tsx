import type { Channel } from "../protocol";
import { composerKey, useSession } from "../session";

interface Props {
  line: string;
  channel: Channel;
  title: string;
  onMoved: () => void;
}

/** Says that a thread takes no commands, and takes the line to where it can be sent. */
export function ThreadCommandNotice({ line, channel, title, onMoved }: Props) {
  const { me, setDraft, closePane } = useSession();
  const move = (): void => {
    setDraft(composerKey(me, channel.id), line);
    onMoved();
    closePane("thread");
    requestAnimationFrame(() => document.getElementById("composer")?.focus());
  };
  return (
    <div role="status" className="notice">
      <p>Slash commands cannot be used in threads. Type it in the conversation itself instead.</p>
      <button type="button" className="quiet" onClick={move}>
        Take it to {title}
      </button>
    </div>
  );
}
