package org.mayfly.system.story;

import com.microsoft.playwright.Page;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Stands between a page and the browser's cryptography and random numbers: notes what is asked for, and can refuse or fix it. */
final class WatchedCryptography {

    private static final String WATCH = """
            (() => {
              const seen = { asked: new Set(), plainRandom: 0, refused: undefined, refusals: {}, constant: undefined };
              Object.defineProperty(globalThis, "watched", { value: seen });
              const FORMAT = /^(raw|pkcs8|spki|jwk)/;
              const nameOf = (algorithm) => (typeof algorithm === "string" ? algorithm : algorithm?.name);
              const details = (algorithm) => [
                nameOf(algorithm),
                algorithm?.namedCurve,
                nameOf(algorithm?.hash),
                typeof algorithm === "object" ? algorithm.length : undefined,
                algorithm?.tagLength && `tag ${algorithm.tagLength}`,
              ].filter((part) => part !== undefined);
              for (const name of Object.getOwnPropertyNames(SubtleCrypto.prototype)) {
                const native = SubtleCrypto.prototype[name];
                if (typeof native !== "function" || name === "constructor") continue;
                SubtleCrypto.prototype[name] = function (...given) {
                  if (name === seen.refused) {
                    seen.refusals[name] = (seen.refusals[name] ?? 0) + 1;
                    return Promise.reject(new DOMException("refused by a test", "OperationError"));
                  }
                  const keys = given.filter((each) => each instanceof CryptoKey).flatMap((key) => details(key.algorithm));
                  const named = given.filter((each) => !(each instanceof CryptoKey) && !FORMAT.test(each) && nameOf(each));
                  const algorithms = named.flatMap(details);
                  seen.asked.add([name, ...new Set([...algorithms, ...keys])].join(" "));
                  return native.apply(this, given);
                };
              }
              const values = Crypto.prototype.getRandomValues;
              Crypto.prototype.getRandomValues = function (into) {
                values.call(this, into);
                return seen.constant === undefined ? into : into.fill(seen.constant);
              };
              const plain = Math.random;
              Math.random = () => {
                // The tests' own tools run in the page, too.
                if (new Error().stack.split("\\n")[2]?.includes("/assets/")) seen.plainRandom++;
                return plain();
              };
            })();""";

    private final Page page;

    private WatchedCryptography(Page page) {
        this.page = page;
    }

    /** From the next document on. */
    static WatchedCryptography of(Page page) {
        page.addInitScript(WATCH);
        return new WatchedCryptography(page);
    }

    /** Each function of WebCrypto with its algorithms and their parameters, as far as they say any. */
    Set<String> asked() {
        var asked = (List<?>) page.evaluate("[...watched.asked]");
        return asked.stream().map(String.class::cast).collect(Collectors.toCollection(TreeSet::new));
    }

    /** How often a script that the server serves called Math.random. */
    int plainRandomCalls() {
        return ((Number) page.evaluate("watched.plainRandom")).intValue();
    }

    /** From now on that function of WebCrypto fails. */
    void refuse(String function) {
        page.evaluate("name => { watched.refused = name }", function);
    }

    /** How often it was asked for since then. */
    int refusals(String function) {
        return ((Number) page.evaluate("name => watched.refusals[name] ?? 0", function)).intValue();
    }

    /** From now on every random byte is this one. */
    void fixRandomBytes(int value) {
        page.evaluate("value => { watched.constant = value }", value);
    }
}
