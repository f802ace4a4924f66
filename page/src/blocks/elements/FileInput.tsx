import { Undrawable } from "../Undrawable";

/** The stand-in keeps no files. */
export function FileInput() {
  return <Undrawable what="file_input (files cannot be uploaded here)" />;
}
