// Words, dates and numbers in the reader's language.
import { en, type Key, type Messages } from "./messages.en";

export const LANGUAGES: Record<string, string> = {
  en: "English",
  de: "Deutsch",
  es: "Español",
  fr: "Français",
  pt: "Português",
};
const loaders: Record<string, () => Promise<Messages>> = {
  de: async () => (await import("./messages.de")).de,
  es: async () => (await import("./messages.es")).es,
  fr: async () => (await import("./messages.fr")).fr,
  pt: async () => (await import("./messages.pt")).pt,
};

class Locale {
  code = $state("en");
  words = $state.raw<Messages>(en);

  async choose(code: string): Promise<void> {
    const load = loaders[code];
    this.words = load ? await load() : en;
    this.code = load ? code : "en";
    document.documentElement.lang = this.code;
    localStorage.setItem("language", this.code);
  }
}

export const locale = new Locale();

/** The stored language, else the browser's first one that we have. */
export function preferred(): string {
  const wanted = [localStorage.getItem("language") ?? "", ...navigator.languages];
  return wanted.map((language) => language.slice(0, 2)).find((language) => language in LANGUAGES) ?? "en";
}

export function t(key: Key, values: Record<string, string | number> = {}): string {
  return locale.words[key].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

/** A text for a code that the API may extend: the code itself when there is none. */
export function tCode(prefix: string, code: string): string {
  return (locale.words as Record<string, string>)[`${prefix}.${code}`] ?? words(code);
}

/** `totalCharges` as `Total charges`. */
export function words(name: string): string {
  const text = name.replace(/([a-z])([A-Z0-9])/g, "$1 $2").replace(/[_-]/g, " ").toLowerCase();
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function day(iso: string | null | undefined): string {
  if (!iso) return "–";
  return new Intl.DateTimeFormat(locale.code, { dateStyle: "medium", timeZone: "UTC" }).format(new Date(iso));
}

export function moment(iso: string | null | undefined): string {
  if (!iso) return "–";
  return new Intl.DateTimeFormat(locale.code, { dateStyle: "medium", timeStyle: "short" }).format(new Date(iso));
}

export function amount(value: string | number | null | undefined, currency?: string | null): string {
  if (value === null || value === undefined || value === "") return "–";
  const style: Intl.NumberFormatOptions = currency && /^[A-Z]{3}$/.test(currency) ? { style: "currency", currency } : {};
  return new Intl.NumberFormat(locale.code, style).format(Number(value));
}
