import { useEffect, useRef, useState } from "react";
import type { Message } from "../protocol";
import { failureOf, useSession } from "../session";
import { asSent, asTyped } from "../typed";

/** Edits one's own message in its place. */
export function MessageEditor({ message, onDone }: { message: Message; onDone: () => void }) {
  const { act, snapshot } = useSession();
  const names = { users: snapshot.users, channels: snapshot.channels };
  const [text, setText] = useState(() => asTyped(message.text, names));
  const [failure, setFailure] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    field.current?.focus();
    field.current?.setSelectionRange(field.current.value.length, field.current.value.length);
  }, []);

  const finish = (): void => {
    const row = field.current?.closest<HTMLElement>("[data-message]");
    onDone();
    row?.focus();
  };
  const save = async (): Promise<void> => {
    const outcome = await act("edit", { channel: message.channel, ts: message.ts, text: asSent(text, names) });
    if (outcome.ok) finish();
    else setFailure(failureOf(outcome));
  };
  return (
    <form
      className="editor"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <textarea
        ref={field}
        value={text}
        rows={Math.min(8, text.split("\n").length + 1)}
        aria-label="Edit message"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") {
            event.stopPropagation();
            finish();
          } else if (event.key === "Enter" && !event.shiftKey && !event.nativeEvent.isComposing) {
            event.preventDefault();
            void save();
          }
        }}
      />
      {failure && (
        <p role="alert" className="failure">
          {failure}
        </p>
      )}
      <div className="row">
        <button type="button" className="quiet" onClick={finish}>
          Cancel
        </button>
        <button type="submit" className="primary" disabled={text.trim() === ""}>
          Save
        </button>
      </div>
    </form>
  );
}
