/** Links that an app sent. Only the web and mail may be opened from here; any other address is shown, and does nothing. */

import type { ReactNode } from "react";

const LIVE = new Set(["http:", "https:", "mailto:"]);

export function isLive(address: string): boolean {
  return LIVE.has(schemeOf(address));
}

/** Whether the page may fetch it: it must not tell another host that somebody reads this. */
export function isHere(address: string): boolean {
  const scheme = schemeOf(address);
  return (scheme === "http:" || scheme === "https:") && new URL(address).host === window.location.host;
}

function schemeOf(address: string): string {
  // The parser of the browser itself: what it drops (tabs, line breaks, leading blanks) is dropped here too.
  return URL.canParse(address) ? new URL(address).protocol : "";
}

export function Link({ address, children }: { address: string; children?: ReactNode }) {
  if (isLive(address)) {
    return (
      <a className="bk-link" href={address} target="_blank" rel="noopener noreferrer" title={address}>
        {children ?? address}
      </a>
    );
  }
  return (
    <span className="bk-dead-link" title="This address is not opened from here">
      {children === undefined ? address : <>{children} <span className="bk-address">({address})</span></>}
    </span>
  );
}

/** For a button with an address. */
export function open(address: string): void {
  if (isLive(address)) window.open(address, "_blank", "noopener,noreferrer");
}
