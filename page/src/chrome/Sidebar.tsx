import { useEffect, useRef } from "react";
import type { RefObject } from "react";
import { useSession } from "../session";
import type { ThemeChoice } from "../theme";
import { AddMenu } from "./AddMenu";
import { Avatar } from "./Avatar";
import { CloseIcon } from "./icons";
import { Places } from "./Places";
import { ThemeSwitch } from "./ThemeSwitch";

interface Props {
  /** Whether the drawer is out; on a wide page the side bar is always there. */
  open: boolean;
  onClose: () => void;
  unread: Map<string, number>;
  themeChoice: ThemeChoice;
  onTheme: (choice: ThemeChoice) => void;
  onUser: (user: string) => void;
}

export function Sidebar({ open, onClose, unread, themeChoice, onTheme, onUser }: Props) {
  const nav = useRef<HTMLElement>(null);
  useDrawerFocus(open, nav);
  return (
    <>
      {open && <div className="drawer-shade" onClick={onClose} />}
      <nav
        ref={nav}
        className={open ? "side open" : "side"}
        aria-label="Conversations"
        data-region="conversations"
        onKeyDown={(event) => event.key === "Escape" && open && onClose()}
      >
        <div className="side-head">
          <span className="side-title">Conversations</span>
          <AddMenu />
          <button type="button" className="icon-button only-narrow" aria-label="Close conversations" onClick={onClose}>
            <CloseIcon />
          </button>
        </div>
        <Places unread={unread} />
        <div className="side-foot">
          <UserSwitch onUser={onUser} />
          <ThemeSwitch choice={themeChoice} onChoose={onTheme} />
        </div>
      </nav>
    </>
  );
}

/** Takes the focus into the drawer when it opens, and back to its button when it closes. */
function useDrawerFocus(open: boolean, nav: RefObject<HTMLElement | null>): void {
  const wasOpen = useRef(false);
  useEffect(() => {
    if (open) nav.current?.querySelector<HTMLElement>("[data-region-start]")?.focus();
    else if (wasOpen.current) document.getElementById("conversations-button")?.focus();
    wasOpen.current = open;
  }, [open, nav]);
}

function UserSwitch({ onUser }: { onUser: (user: string) => void }) {
  const { snapshot, me, users } = useSession();
  const people = snapshot.users.filter((user) => !user.is_bot);
  return (
    <label className="user-switch">
      <Avatar user={users.get(me)} />
      <span className="hidden">You are</span>
      <select value={me} onChange={(event) => onUser(event.target.value)}>
        {people.map((user) => (
          <option key={user.id} value={user.id}>
            {user.real_name || user.name}
            {user.is_admin ? " (admin)" : ""}
          </option>
        ))}
      </select>
    </label>
  );
}
