import { useState } from "react";
import type { Channel, Outcome, User } from "../protocol";
import { useKeptFocus } from "../keptFocus";
import { failureOf, nameOf, titleOf, useSession } from "../session";
import { Avatar } from "./Avatar";
import { Dialog } from "./Dialog";

/** Who is in a channel, who can be brought in, and the way out. */
export function Members({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const { snapshot, me, users, act } = useSession();
  const [failure, setFailure] = useState<string | null>(null);
  const root = useKeptFocus<HTMLDivElement>();
  const isMember = channel.members.includes(me);
  const outside = snapshot.users.filter((user) => !channel.members.includes(user.id) && isInvitable(user, snapshot.app.bot_user_id));
  const tell = (outcome: Outcome): void => setFailure(outcome.ok ? null : failureOf(outcome));
  const invite = async (user: string): Promise<void> => tell(await act("invite", { channel: channel.id, invited: user }));
  const leave = async (): Promise<void> => {
    const outcome = await act("leave", { channel: channel.id });
    tell(outcome);
    if (outcome.ok) onClose();
  };
  return (
    <Dialog title={`Members of ${titleOf(channel, users, me)}`} onClose={onClose}>
      <div className="dialog-body" ref={root}>
        <ul className="members">
          {channel.members.map((id) => (
            <li key={id}>
              <Avatar user={users.get(id)} />
              {nameOf(users, id)}
              {users.get(id)?.is_bot && <span className="app-badge">APP</span>}
            </li>
          ))}
        </ul>
        {isMember && outside.length > 0 && (
          <>
            <h3>Not in the channel</h3>
            <ul className="members">
              {outside.map((user) => (
                <li key={user.id}>
                  <Avatar user={user} />
                  {nameOf(users, user.id)}
                  <button type="button" className="quiet" aria-label={`Add ${nameOf(users, user.id)}`} onClick={() => void invite(user.id)}>
                    Add
                  </button>
                </li>
              ))}
            </ul>
          </>
        )}
        {failure && (
          <p role="alert" className="failure">
            {failure}
          </p>
        )}
        {isMember && (
          <button type="button" className="quiet" onClick={() => void leave()}>
            Leave the channel
          </button>
        )}
      </div>
    </Dialog>
  );
}

/** People, and the app; Slackbot joins no channel. */
function isInvitable(user: User, app: string): boolean {
  return !user.is_bot || user.id === app;
}
