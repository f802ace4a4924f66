import { useRef } from "react";
import type { Message } from "../protocol";
import { useSession } from "../session";
import { EmojiPicker } from "./EmojiPicker";
import { InspectIcon, MoreIcon, ReplyIcon, SmileIcon } from "./icons";
import { Menu } from "./Menu";
import type { MenuItem } from "./Menu";
import { Popover } from "./Popover";

interface Props {
  message: Message;
  canReact: boolean;
  reacting: boolean;
  onReacting: (open: boolean) => void;
  onReply?: () => void;
  onEdit?: () => void;
  onInspect?: () => void;
}

/** What one can do with a message. */
export function MessageToolbar({ message, canReact, reacting, onReacting, onReply, onEdit, onInspect }: Props) {
  const { attempt, snapshot } = useSession();
  const reactButton = useRef<HTMLButtonElement>(null);
  const place = { channel: message.channel, ts: message.ts };
  const shortcuts = snapshot.app.shortcuts.filter((one) => one.type === "message");
  const own: MenuItem[] = onEdit
    ? [
        { label: "Edit message", onPick: onEdit },
        { label: "Delete message", danger: true, onPick: () => void attempt("delete", place) },
      ]
    : [];
  const onPick = (name: string): void => {
    reactButton.current?.focus();
    onReacting(false);
    const mine = message.reactions?.find((one) => one.name === name)?.users.includes(snapshot.me) ?? false;
    void attempt("react", { ...place, name, on: !mine });
  };
  return (
    <div className="toolbar" role="group" aria-label="Message actions" aria-live="off">
      {canReact && (
        <button
          ref={reactButton}
          type="button"
          className="icon-button"
          aria-label="Add reaction"
          title="Add reaction (R)"
          aria-expanded={reacting}
          onClick={() => onReacting(!reacting)}
        >
          <SmileIcon />
        </button>
      )}
      {reacting && (
        <Popover anchor={reactButton} onClose={() => onReacting(false)}>
          <EmojiPicker onPick={onPick} />
        </Popover>
      )}
      {onReply && (
        <button type="button" className="icon-button" aria-label="Reply in thread" title="Reply in thread (T)" onClick={onReply}>
          <ReplyIcon />
        </button>
      )}
      {onInspect && (
        <button type="button" className="icon-button" aria-label="Inspect" title="Inspect (I)" onClick={onInspect}>
          <InspectIcon />
        </button>
      )}
      {shortcuts.length + own.length > 0 && (
        <Menu
          label="More actions"
          groups={[
            {
              title: snapshot.app.name,
              items: shortcuts.map((one) => ({
                label: one.name,
                description: one.description,
                onPick: () => void attempt("shortcut", { callback_id: one.callback_id, ...place }),
              })),
            },
            { title: "", items: own },
          ]}
        >
          <MoreIcon />
        </Menu>
      )}
    </div>
  );
}
