import type { JsonObject } from "../protocol";
import { Link } from "./links";
import { Picture } from "./Picture";
import { asText } from "./reading";
import { plainOf } from "./TextObject";
import { Undrawable } from "./Undrawable";

/** A `video` block: what it is and where. The page plays nothing from other hosts. */
export function Video({ block }: { block: JsonObject }) {
  const address = asText(block["video_url"]);
  const title = plainOf(block["title"]);
  if (address === null || title === null) return <Undrawable what="video without a title or an address" />;
  const description = plainOf(block["description"]);
  const author = asText(block["author_name"]);
  return (
    <div className="bk-video">
      {author !== null && <div className="bk-dim">{author}</div>}
      <div className="bk-card-title"><Link address={asText(block["title_url"]) ?? address}>{title}</Link></div>
      {description !== null && <div>{description}</div>}
      <Picture image={{ image_url: block["thumbnail_url"], alt_text: block["alt_text"] }} size="full" />
      <div className="bk-address"><span aria-hidden="true">▶ </span><Link address={address} /></div>
    </div>
  );
}
