import type { User } from "../protocol";
import { AppMark } from "./icons";

/** Slack's own bot, which is no app. */
const SLACKBOT = "USLACKBOT";

/** Hues on which white text can be read at the lightness that the style sheet gives them. */
const HUES = [205, 160, 265, 20, 330, 95, 235, 45];

/** A number that differs between ids which differ in a letter or two. */
function numberOf(id: string): number {
  return [...id].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65_521, 7);
}

/** Initials on a colour of one's own; of an app its mark. Only for the eye: a name always stands beside it. */
export function Avatar({ user }: { user: User | undefined }) {
  const name = user?.real_name || user?.name || "?";
  const initials = name.split(/\s+/).map((word) => word[0] ?? "");
  const hue = HUES[numberOf(user?.id ?? "") % HUES.length];
  return (
    <span className={user?.is_bot ? "avatar app" : "avatar"} style={{ "--hue": hue }} aria-hidden="true">
      {user?.is_bot && user.id !== SLACKBOT ? <AppMark /> : initials.slice(0, 2).join("").toUpperCase()}
    </span>
  );
}
