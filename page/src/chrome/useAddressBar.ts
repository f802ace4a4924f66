import { useEffect } from "react";

/** Keeps the address and the window's title at where the page stands. */
export function useAddressBar(search: string, title: string): void {
  useEffect(() => history.replaceState(null, "", search), [search]);
  useEffect(() => {
    document.title = title;
  }, [title]);
}
