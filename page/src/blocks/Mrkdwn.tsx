import { Fragment } from "react";
import { withEmoji } from "./emoji";
import { Link } from "./links";
import { Broadcast, ChannelMention, DateMention, GroupMention, UserMention } from "./mentions";
import { type Inline, type Part, readMrkdwn } from "./mrkdwnTree";

/** A text in Slack's mrkdwn. */
export function Mrkdwn({ text, verbatim = false }: { text: string; verbatim?: boolean }) {
  return <div className="bk-mrkdwn">{readMrkdwn(text, verbatim).map((part, place) => <Whole key={place} part={part} />)}</div>;
}

function Whole({ part }: { part: Part }) {
  if (part.kind === "preformatted") return <pre className="bk-pre"><Inlines inside={part.inside} code /></pre>;
  if (part.kind === "quote") return <blockquote className="bk-quote"><Inlines inside={part.inside} /></blockquote>;
  return <div className="bk-lines"><Inlines inside={part.inside} /></div>;
}

function Inlines({ inside, code = false }: { inside: Inline[]; code?: boolean }) {
  return inside.map((inline, place) => <Fragment key={place}><One inline={inline} code={code} /></Fragment>);
}

function One({ inline, code }: { inline: Inline; code: boolean }) {
  switch (inline.kind) {
    case "text":
      return code ? inline.text : withEmoji(inline.text);
    case "styled": {
      const Tag = ({ bold: "b", italic: "i", strike: "s" } as const)[inline.style];
      return <Tag><Inlines inside={inline.inside} /></Tag>;
    }
    case "code":
      return <code className="bk-code"><Inlines inside={inline.inside} code /></code>;
    case "link":
      return <Link address={inline.address}>{inline.label === null ? undefined : withEmoji(inline.label)}</Link>;
    case "user":
      return <UserMention id={inline.id} label={inline.label} />;
    case "channel":
      return <ChannelMention id={inline.id} label={inline.label} />;
    case "usergroup":
      return <GroupMention id={inline.id} label={inline.label} />;
    case "broadcast":
      return <Broadcast range={inline.range} />;
    case "date":
      return <DateMention {...inline} />;
  }
}
