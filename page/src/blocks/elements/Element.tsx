import type { ReactNode } from "react";
import type { Json } from "../../protocol";
import { asRecord, asText, typeOf } from "../reading";
import { Undrawable, Guard } from "../Undrawable";
import { Button } from "./Button";
import { Choices } from "./Choices";
import { DateInput } from "./DateInput";
import { FeedbackButtons } from "./FeedbackButtons";
import { FileInput } from "./FileInput";
import { IconButton } from "./IconButton";
import { Overflow } from "./Overflow";
import { Select } from "./Select";
import { TypedInput } from "./TypedInput";
import type { ElementProps, Slot } from "./useElement";

const KINDS: Partial<Record<string, (props: ElementProps) => ReactNode>> = {
  button: Button,
  workflow_button: Button,
  icon_button: IconButton,
  feedback_buttons: FeedbackButtons,
  overflow: Overflow,
  checkboxes: Choices,
  radio_buttons: Choices,
  static_select: Select,
  external_select: Select,
  users_select: Select,
  conversations_select: Select,
  channels_select: Select,
  multi_static_select: Select,
  multi_external_select: Select,
  multi_users_select: Select,
  multi_conversations_select: Select,
  multi_channels_select: Select,
  datepicker: DateInput,
  timepicker: DateInput,
  datetimepicker: DateInput,
  plain_text_input: TypedInput,
  email_text_input: TypedInput,
  url_text_input: TypedInput,
  number_input: TypedInput,
  rich_text_input: TypedInput,
  file_input: FileInput,
};

/** Whatever can be pressed, chosen from or typed into. */
export function Element({ element, slot }: { element: Json | undefined; slot: Slot }) {
  const record = asRecord(element);
  const type = asText(record?.["type"]) ?? "";
  const Kind = Object.hasOwn(KINDS, type) ? KINDS[type] : undefined;
  if (record === null || Kind === undefined) return <Undrawable what={typeOf(element)} />;
  return (
    <Guard what={type} from={element}>
      <Kind element={record} slot={slot} />
    </Guard>
  );
}
