import { useState } from "react";
import type { Channel } from "../protocol";
import { titleOf, useSession } from "../session";
import { LockIcon, PeopleIcon } from "./icons";
import { Members } from "./Members";

/** What a conversation is, and who is in it. */
export function ConversationHead({ channel }: { channel: Channel }) {
  const { snapshot, me, users, attempt } = useSession();
  const [listing, setListing] = useState(false);
  const { app } = snapshot;
  const isNamed = channel.kind === "channel" || channel.kind === "group";
  const appIsOut = isNamed && !channel.members.includes(app.bot_user_id);
  const isMember = channel.members.includes(me);
  return (
    <header className="head">
      <div className="head-title">
        <h1>
          {channel.kind === "group" && <LockIcon />}
          {titleOf(channel, users, me)}
        </h1>
        {channel.topic && <p className="topic dim">{channel.topic}</p>}
      </div>
      {appIsOut && isMember && (
        <button
          type="button"
          className="quiet"
          title={`Makes ${app.name} a member; its commands work without`}
          onClick={() => void attempt("invite", { channel: channel.id, invited: app.bot_user_id })}
        >
          Add <span className="only-wide">{app.name}</span>
          <span className="only-narrow">app</span>
        </button>
      )}
      {isNamed && (
        <button type="button" className="quiet" aria-label={channel.members.length === 1 ? "1 member" : `${channel.members.length} members`} onClick={() => setListing(true)}>
          <PeopleIcon /> {channel.members.length}
        </button>
      )}
      {listing && <Members channel={channel} onClose={() => setListing(false)} />}
    </header>
  );
}
