/** Why somebody comes back from the provider without being logged in, by the code in the address. */
export function loginProblem(code: string | null, provider = "the provider"): string {
  const Provider = provider.charAt(0).toUpperCase() + provider.slice(1);
  switch (code) {
    case null:
      return "";
    case "login-failed":
      return `${Provider} did not say who you are, or it took too long. Try again.`;
    case "role-missing":
      return `You are logged in at ${provider}, but none of your groups there may use Presage. Ask who runs it to add you to one.`;
    case "provider-unreachable":
      return `${Provider} cannot be reached. Try again later, or log in with a name and password.`;
    default:
      return "Logging in did not work. Try again.";
  }
}
