import { Fragment } from "react";
import type { ReactNode } from "react";
import type { Channel, User } from "../protocol";
import { nameOf, titleOf, useSession } from "../session";
import { directMessages } from "../store";
import { Avatar } from "./Avatar";
import { LockIcon } from "./icons";

/** Where one can go: channels, people, the app. */
export function Places({ unread }: { unread: Map<string, number> }) {
  const { snapshot, me, users } = useSession();
  const named = snapshot.channels.filter((one) => one.kind === "channel" || one.kind === "group");
  const joined = named.filter((one) => one.members.includes(me));
  const others = named.filter((one) => one.kind === "channel" && !one.members.includes(me));
  const groups = snapshot.channels.filter((one) => one.kind === "mpim" && one.members.includes(me));
  const people = snapshot.users.filter((user) => !user.is_bot);
  return (
    <div className="places">
      <Section title="Channels">
        {joined.map((channel) => (
          <ChannelPlace key={channel.id} channel={channel} unread={unread} />
        ))}
      </Section>
      {others.length > 0 && (
        <Section title="Not joined">
          {others.map((channel) => (
            <ChannelPlace key={channel.id} channel={channel} unread={unread} />
          ))}
        </Section>
      )}
      <Section title="Direct messages">
        {people.map((user) => (
          <PersonPlace key={user.id} user={user} unread={unread} />
        ))}
        {groups.map((channel) => (
          <ChannelPlace key={channel.id} channel={channel} unread={unread} label={titleOf(channel, users, me)} />
        ))}
      </Section>
      <Section title="Apps">
        <AppPlace unread={unread} />
      </Section>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Fragment>
      <h2 className="side-section">{title}</h2>
      <ul>{children}</ul>
    </Fragment>
  );
}

interface PlaceProps {
  here: boolean;
  mark: ReactNode;
  label: string;
  /** What to add for who hears the page only. */
  spoken?: string;
  unread: number;
  onGo: () => void;
}

function Place({ here, mark, label, spoken, unread, onGo }: PlaceProps) {
  return (
    <li>
      <button
        type="button"
        className={unread > 0 ? "place unread" : "place"}
        aria-current={here ? "page" : undefined}
        data-region-start={here || undefined}
        onClick={onGo}
      >
        <span className="place-mark" aria-hidden="true">
          {mark}
        </span>
        <span className="place-label">{label}</span>
        {spoken && <span className="hidden">, {spoken}</span>}
        {unread > 0 && (
          <span className="badge">
            <span className="hidden">, </span>
            {unread}
            <span className="hidden"> new</span>
          </span>
        )}
      </button>
    </li>
  );
}

function ChannelPlace({ channel, unread, label }: { channel: Channel; unread: Map<string, number>; label?: string }) {
  const { where, go } = useSession();
  const isPrivate = channel.kind === "group";
  return (
    <Place
      here={"channel" in where && where.channel === channel.id}
      mark={isPrivate ? <LockIcon /> : channel.kind === "mpim" ? channel.members.length - 1 : "#"}
      label={label ?? channel.name}
      {...(isPrivate ? { spoken: "private" } : {})}
      unread={unread.get(channel.id) ?? 0}
      onGo={() => go({ channel: channel.id })}
    />
  );
}

function PersonPlace({ user, unread }: { user: User; unread: Map<string, number> }) {
  const { snapshot, me, users, where, go, attempt } = useSession();
  const direct = directMessages(snapshot.channels, me, user.id);
  const open = async (): Promise<void> => {
    const outcome = await attempt("open_dm", { with: user.id });
    const channel = outcome.channel ?? direct?.id;
    if (outcome.ok && channel !== undefined) go({ channel });
  };
  return (
    <Place
      here={direct !== undefined && "channel" in where && where.channel === direct.id}
      mark={<Avatar user={user} />}
      label={user.id === me ? `${nameOf(users, me)} (you)` : nameOf(users, user.id)}
      unread={direct === undefined ? 0 : (unread.get(direct.id) ?? 0)}
      onGo={() => (direct === undefined ? void open() : go({ channel: direct.id }))}
    />
  );
}

function AppPlace({ unread }: { unread: Map<string, number> }) {
  const { snapshot, me, users, where, go } = useSession();
  const { app } = snapshot;
  const direct = directMessages(snapshot.channels, me, app.bot_user_id);
  const here = "tab" in where || (direct !== undefined && where.channel === direct.id);
  return (
    <Place
      here={here}
      mark={<Avatar user={users.get(app.bot_user_id)} />}
      label={app.name}
      unread={direct === undefined ? 0 : (unread.get(direct.id) ?? 0)}
      onGo={() => go(app.home_tab ? { tab: "home" } : app.messages_tab && direct ? { channel: direct.id } : { tab: "about" })}
    />
  );
}
