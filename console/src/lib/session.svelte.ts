// Who looks, at which company; where in the console.
import { all, call, Problem, whenSignedOut } from "./api";

export interface Company {
  id: string;
  name: string;
}

export interface Site {
  id: string;
  name: string;
}

class Session {
  state = $state<"starting" | "in" | "out" | "offline">("starting");
  companies = $state.raw<Company[]>([]);
  company = $state("");
  sites = $state.raw<Site[]>([]);

  async start(): Promise<void> {
    whenSignedOut(() => (this.state = "out"));
    try {
      await call("GET", "/session");
      this.companies = await all<Company>("/v2.2/company");
      const last = sessionStorage.getItem("company");
      this.state = "in";
      await this.choose((this.companies.find((one) => one.id === last) ?? this.companies[0])?.id ?? "");
    } catch (error) {
      this.state = error instanceof Problem && error.status === 401 ? "out" : "offline";
    }
  }

  async choose(company: string): Promise<void> {
    this.company = company;
    sessionStorage.setItem("company", company);
    this.sites = company ? await all<Site>(`/v2.2/site/company/${company}`) : [];
  }

  async end(): Promise<void> {
    await call("DELETE", "/session");
    this.state = "out";
  }
}

export const session = new Session();

class Route {
  path = $state(read());

  constructor() {
    addEventListener("hashchange", () => (this.path = read()));
  }

  get parts(): string[] {
    return this.path.split("/").filter(Boolean);
  }
}

function read(): string {
  return decodeURI(location.hash.replace(/^#/, "")) || "/documents";
}

export const route = new Route();
