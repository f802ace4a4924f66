import type { JsonObject } from "../protocol";
import { Element } from "./elements/Element";
import { Picture } from "./Picture";
import { asList, asRecord, asText } from "./reading";
import { TextObject } from "./TextObject";
import { Undrawable } from "./Undrawable";

/** A paragraph, with cells in two columns under it and one element at its side. */
export function Section({ block }: { block: JsonObject }) {
  const fields = asList(block["fields"]);
  if (block["text"] === undefined && fields.length === 0) return <Undrawable what="section without text or fields" />;
  return (
    <div className="bk-section">
      <div className="bk-section-text">
        {block["text"] !== undefined && <TextObject text={block["text"]} />}
        {fields.length > 0 && (
          <div className="bk-fields">
            {fields.map((field, place) => <div key={place} className="bk-cell"><TextObject text={field} /></div>)}
          </div>
        )}
      </div>
      {block["accessory"] !== undefined && <div className="bk-accessory"><Accessory block={block} /></div>}
    </div>
  );
}

function Accessory({ block }: { block: JsonObject }) {
  const accessory = asRecord(block["accessory"]);
  if (accessory?.["type"] === "image") return <Picture image={accessory} size="accessory" />;
  return <Element element={block["accessory"]} slot={{ block_id: asText(block["block_id"]) ?? "", sends: true }} />;
}
