import { useMemo } from "react";
import type { Json, Message } from "../protocol";
import { Attachment } from "./Attachment";
import { BlockList } from "./BlockList";
import { FormProvider } from "./form";
import { identified } from "./identified";
import { useKeptFocus } from "../keptFocus";
import { Mrkdwn } from "./Mrkdwn";
import { asList, asRecord } from "./reading";

/** What a message says: its blocks, else its text; and its attachments. */
export function MessageBody({ message }: { message: Message }) {
  const blocks = useMemo(() => identified(asList(message.blocks as Json[] | undefined)), [message.blocks]);
  const attachments = useMemo(
    () =>
      asList(message.attachments as Json[] | undefined).map((attachment, place): Json => {
        const record = asRecord(attachment);
        return record === null ? attachment : ({ ...record, blocks: identified(asList(record["blocks"]), `attachment.${place}.`) } as Json);
      }),
    [message.attachments],
  );
  // A click on any of them carries what is filled in on all.
  const all = useMemo(() => [...blocks, ...attachments.flatMap((one) => asList(asRecord(one)?.["blocks"]))], [blocks, attachments]);
  const root = useKeptFocus<HTMLDivElement>();
  return (
    <FormProvider blocks={all} place={{ channel: message.channel, ts: message.ts }}>
      <div className="bk" ref={root}>
        {blocks.length > 0 ? <BlockList blocks={blocks} /> : message.text !== "" && <Mrkdwn text={message.text} />}
        {attachments.map((attachment, place) => <Attachment key={place} attachment={attachment} />)}
      </div>
    </FormProvider>
  );
}
