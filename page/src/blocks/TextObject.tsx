import { withEmoji } from "./emoji";
import { Mrkdwn } from "./Mrkdwn";
import { asTextObject, type Given, typeOf, unescaped } from "./reading";
import { Undrawable } from "./Undrawable";

/** A text object, plain or mrkdwn. */
export function TextObject({ text }: { text: Given }) {
  const object = asTextObject(text);
  if (object === null) return <Undrawable what={`text: ${typeOf(text)}`} />;
  if (object.type === "mrkdwn") return <Mrkdwn text={object.text} verbatim={object.verbatim} />;
  return <span className="bk-plain">{plain(object.text)}</span>;
}

/** A text object's words, for names and labels; `null` where it is none. */
export function plainOf(text: Given): string | null {
  const object = asTextObject(text);
  return object === null ? null : plain(object.text);
}

function plain(text: string): string {
  return withEmoji(unescaped(text));
}
