import type { JsonObject } from "../protocol";
import { Actions } from "./Actions";
import { Picture } from "./Picture";
import { asList, asRecord, asText, typeOf } from "./reading";
import { Scroll } from "./Table";
import { TextObject } from "./TextObject";
import { Guard, Undrawable } from "./Undrawable";

/** A `card` block. slack-blocks-to-jsx leaves out its `subtext` and `slack_icon`. */
export function Card({ block }: { block: JsonObject }) {
  const hero = asRecord(block["hero_image"]);
  const icon = asRecord(block["icon"]);
  const slackIcon = asText(asRecord(block["slack_icon"])?.["name"]);
  const has = (name: string) => block[name] !== undefined;
  if (!["hero_image", "title", "body", "actions"].some(has)) return <Undrawable what="card without hero_image, title, body or actions" />;
  return (
    <div className="bk-card">
      {hero !== null && <Picture image={hero} size="hero" />}
      <div className="bk-card-text">
        {icon !== null && <Picture image={icon} size="small" />}
        {slackIcon !== null && <span className="bk-slack-icon" title="An icon of Slack's">{slackIcon}</span>}
        {has("title") && <div className="bk-card-title"><TextObject text={block["title"]} /></div>}
        {has("subtitle") && <div className="bk-dim"><TextObject text={block["subtitle"]} /></div>}
        {has("body") && <div><TextObject text={block["body"]} /></div>}
        {has("subtext") && <div className="bk-dim"><TextObject text={block["subtext"]} /></div>}
        {has("actions") && <Actions block={block} from="actions" />}
      </div>
    </div>
  );
}

/** A row of cards to scroll through. */
export function Carousel({ block }: { block: JsonObject }) {
  const cards = asList(block["elements"]);
  if (cards.length === 0) return <Undrawable what="carousel without elements" />;
  return (
    <Scroll label={`${cards.length} ${cards.length === 1 ? "card" : "cards"}`}>
      <div className="bk-carousel">
        {cards.map((card, place) => {
          const record = asRecord(card);
          if (record?.["type"] !== "card") return <Undrawable key={place} what={`${typeOf(card)} in a carousel`} />;
          return <Guard key={place} what="card" from={card}><Card block={record} /></Guard>;
        })}
      </div>
    </Scroll>
  );
}
