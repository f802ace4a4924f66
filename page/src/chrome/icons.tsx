/** The page's own icons; each stands beside a label or in a button that has one. */

import type { ReactNode } from "react";

function Icon({ children }: { children: ReactNode }) {
  return (
    <svg className="icon" viewBox="0 0 20 20" width="18" height="18" fill="none" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      {children}
    </svg>
  ); // prettier-ignore
}

export const MenuIcon = () => <Icon><path d="M3 5h14M3 10h14M3 15h14" /></Icon>;
export const CloseIcon = () => <Icon><path d="M5 5l10 10M15 5L5 15" /></Icon>;
export const BackIcon = () => <Icon><path d="M12 4l-6 6 6 6" /></Icon>;
export const PlusIcon = () => <Icon><path d="M10 4v12M4 10h12" /></Icon>;
export const SendIcon = () => <Icon><path d="M3 10l14-6-5 13-3-5z" /></Icon>;
export const LightningIcon = () => <Icon><path d="M11 2L4 12h5l-1 6 7-10h-5z" /></Icon>;
export const SmileIcon = () => <Icon><circle cx="10" cy="10" r="7" /><path d="M7 12c1.5 2 4.5 2 6 0M7.5 8v.01M12.5 8v.01" /></Icon>;
export const ReplyIcon = () => <Icon><path d="M3 4h14v10H9l-4 3v-3H3z" /></Icon>;
export const InspectIcon = () => <Icon><path d="M7 5L2 10l5 5M13 5l5 5-5 5" /></Icon>;
export const MoreIcon = () => <Icon><path d="M10 4.500v.01M10 10v.01M10 15.500v.01" strokeWidth="3" /></Icon>;
export const LockIcon = () => <Icon><rect x="4.5" y="9" width="11" height="8" rx="1.5" /><path d="M7 9V6.500a3 3 0 016 0V9" /></Icon>;
export const PeopleIcon = () => <Icon><circle cx="7.5" cy="7" r="3" /><path d="M2 16c.5-4 10.5-4 11 0M13 4.500a3 3 0 010 5.500M15 13c1.8.4 2.8 1.5 3 3" /></Icon>;
export const EyeIcon = () => <Icon><path d="M2 10c3.5-6 12.5-6 16 0-3.5 6-12.5 6-16 0z" /><circle cx="10" cy="10" r="2.3" /></Icon>;
export const BinIcon = () => <Icon><path d="M4 6h12M8 6V3.500h4V6M5.500 6l1 11h7l1-11" /></Icon>;
export const DownIcon = () => <Icon><path d="M5 8l5 5 5-5" /></Icon>;

/** An app's: a picture on a light box. It fills the avatar it stands in. */
export const AppMark = () => (
  <svg viewBox="0 0 32 32" width="100%" height="100%" fill="none" strokeWidth="2.6" strokeLinecap="round" aria-hidden="true">
    <rect x="6" y="7" width="20" height="14" rx="2" fill="#dfeaf1" />
    <path d="M11 18v-4m5 4v-7m5 7v-5" stroke="#1f3a4d" />
    <path d="M12 26h8" stroke="#dfeaf1" />
  </svg>
);
