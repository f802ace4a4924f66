import type { JsonObject } from "../protocol";
import { isHere, Link } from "./links";
import { asRecord, asText } from "./reading";
import { Undrawable } from "./Undrawable";

type Size = "full" | "accessory" | "small" | "hero";

/** An image. The page fetches nothing from other hosts: an image that is kept elsewhere is shown as its words and address. */
export function Picture({ image, size }: { image: JsonObject; size: Size }) {
  const file = asRecord(image["slack_file"]);
  const address = asText(image["image_url"]) ?? asText(file?.["url"]);
  const words = asText(image["alt_text"]) ?? "";
  if (address === null) {
    const id = asText(file?.["id"]);
    return id === null ? <Undrawable what="image without an address" /> : <Elsewhere words={words} address={`file ${id}`} size={size} />;
  }
  if (isHere(address)) return <img className={`bk-picture bk-picture-${size}`} src={address} alt={words} loading="lazy" />;
  return <Elsewhere words={words} address={address} size={size} />;
}

function Elsewhere({ words, address, size }: { words: string; address: string; size: Size }) {
  return (
    <span className={`bk-elsewhere bk-elsewhere-${size}`} title="Images from other hosts are not fetched">
      {words === "" ? "Image" : `Image: ${words}`}
      <span className="bk-address"> <Link address={address} /></span>
    </span>
  );
}
