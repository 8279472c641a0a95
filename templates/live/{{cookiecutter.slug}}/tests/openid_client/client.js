// An app written with openid-client: one JSON request per line in, one JSON answer per line out.
import { createInterface } from "node:readline";
import * as openid from "openid-client";

let config;

const verbs = {
  async discover({ issuer, id, secret }) {
    config = await openid.discovery(new URL(issuer), id, undefined, openid.ClientSecretBasic(secret), {
      execute: [openid.allowInsecureRequests], // LIVE embedded answers on localhost without TLS
    });
    openid.enableNonRepudiationChecks(config); // the ID token's signature as well, by the published keys
    return config.serverMetadata();
  },

  async authorize({ redirect_uri, pkce = true, ...parameters }) {
    const pkceCodeVerifier = openid.randomPKCECodeVerifier();
    const checks = { expectedState: openid.randomState(), expectedNonce: openid.randomNonce(), pkceCodeVerifier };
    const challenge = { code_challenge: await openid.calculatePKCECodeChallenge(pkceCodeVerifier), code_challenge_method: "S256" };
    const address = openid.buildAuthorizationUrl(config, {
      redirect_uri,
      scope: "openid profile email smartcity",
      state: checks.expectedState,
      nonce: checks.expectedNonce,
      ...(pkce ? challenge : {}),
      ...parameters,
    });
    return { address, checks };
  },

  async redeem({ back, checks }) {
    return answered(await openid.authorizationCodeGrant(config, new URL(back), { idTokenExpected: true, ...checks }));
  },

  async refresh({ token }) {
    return answered(await openid.refreshTokenGrant(config, token));
  },

  async userinfo({ token, sub }) {
    return openid.fetchUserInfo(config, token, sub);
  },

  async revoke({ token }) {
    await openid.tokenRevocation(config, token);
    return {};
  },

  async leave(parameters) {
    return { address: openid.buildEndSessionUrl(config, parameters) };
  },

  // From here on the clock is so much ahead.
  async wait({ seconds }) {
    const now = Date.now;
    Date.now = () => now() + seconds * 1000;
    return {};
  },
};

function reasons(error) {
  return error?.cause ? `${error.message}: ${reasons(error.cause)}` : error?.message ?? JSON.stringify(error);
}

function answered(tokens) {
  return { ...tokens, claims: tokens.claims() };
}

for await (const line of createInterface({ input: process.stdin })) {
  const { verb, ...parameters } = JSON.parse(line);
  let answer;
  try {
    answer = await verbs[verb](parameters);
  } catch (error) {
    answer = { refused: { code: error.code, error: error.error, message: reasons(error) } };
  }
  console.log(JSON.stringify(answer));
}
